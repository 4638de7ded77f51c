"""Copying beside the screen: which cells, as what, to where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.nxql.cell_literals import NoLiteralError
from nxql_tui.results.copied_cells import CopyShape, copied_columns
from nxql_tui.results.copying import CopyForm, copy_pieces, read_rows
from nxql_tui.results.errors import ResultError
from nxql_tui.target_files import TargetError, write_target
from nxql_tui.ui.clipboard import LARGEST_COPY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.results.copied_cells import CopiedColumn, CopiedRows
    from nxql_tui.results.stopping import Stop
    from nxql_tui.ui.row_marks import MarkedRow
    from nxql_tui.ui.tabs.panel_place import ReadingPlace


class Extent(StrEnum):
    """Which cells are copied."""

    CELL = "cell"
    ROW = "row"
    COLUMN = "column"
    """Those of all rows of the view."""
    MARKED = "marked"
    PAGE = "page"


_SHAPES = {
    Extent.CELL: CopyShape.CELL,
    Extent.ROW: CopyShape.ROW,
    Extent.COLUMN: CopyShape.COLUMN,
    Extent.MARKED: CopyShape.TABLE,
    Extent.PAGE: CopyShape.TABLE,
}


@dataclass(frozen=True)
class CopySource:
    """Where the cells are taken from."""

    place: ReadingPlace
    marked: tuple[MarkedRow, ...] = ()
    """The rows that were marked, in the order of the view."""

    @property
    def extents(self) -> tuple[Extent, ...]:
        """What there is to be copied."""
        return tuple(extent for extent in Extent if self.marked or extent is not Extent.MARKED)

    def pieces(self, extent: Extent, form: CopyForm, stop: Stop | None) -> Iterator[str]:
        """The text, piece by piece.

        Args:
            extent: Which cells.
            form: As what.
            stop: Stops the reading of a column; None takes no more of it than the page has.

        Raises:
            NoLiteralError: NXQL cannot say it.
            ResultError: The rows cannot be read.
        """
        places = self._columns(extent)
        known = copied_columns(self.place.result_set.query, self.place.page.columns)
        columns: list[CopiedColumn] = [known[column] for column in places]
        rows = self._rows(extent, places, stop)
        return copy_pieces(columns, rows, _SHAPES[extent], form)

    def _columns(self, extent: Extent) -> tuple[int, ...]:
        if extent in (Extent.CELL, Extent.COLUMN):
            return (self.place.column,)
        return self.place.view.layout.shown(len(self.place.page.columns))

    def _rows(self, extent: Extent, columns: tuple[int, ...], stop: Stop | None) -> CopiedRows:
        place = self.place
        if extent is Extent.COLUMN and stop is not None:
            return read_rows(place.result_set, place.view.selection, columns, stop)
        rows = {
            Extent.MARKED: self.marked,
            Extent.PAGE: place.page.rows,
            Extent.COLUMN: place.page.rows,
        }.get(extent, place.page.rows[place.row : place.row + 1])
        return [tuple(row[column] for column in columns) for row in rows]


@dataclass
class CellsWritten(Message):
    """The text is made: for the terminal, or in the file."""

    text: str
    path: Path | None


@dataclass
class CopyingFailed(Message):
    """There is no text, or no file."""

    error: NoLiteralError | ResultError | TargetError


def write_cells(
    source: CopySource, extent: Extent, form: CopyForm, path: Path | None, stop: Stop, *, overwrite: bool
) -> CellsWritten | CopyingFailed:
    """Make the text, and the file if there is to be one; for a thread of its own."""
    try:
        pieces = source.pieces(extent, form, stop)
        # One character has at least one byte: more of them need not be made to know that they are too many.
        text = "".join(_up_to(LARGEST_COPY, pieces) if path is None else pieces)
        if path is not None:
            write_target(f"{text}\n", path, overwrite=overwrite)
    except (NoLiteralError, ResultError, TargetError) as error:
        return CopyingFailed(error)
    return CellsWritten(text, path)


def preview(source: CopySource, extent: Extent, form: CopyForm, lines: int) -> str:
    """The first lines of the text.

    Raises:
        NoLiteralError: NXQL cannot say it.
    """
    return "".join(islice(source.pieces(extent, form, None), lines))


def _up_to(size: int, pieces: Iterator[str]) -> Iterator[str]:
    """The pieces until more characters have come."""
    for piece in pieces:
        yield piece
        size -= len(piece)
        if size < 0:
            return
