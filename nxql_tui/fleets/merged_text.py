"""Rows of several Engines as one answer in the Engine's own format, the name of the Engine in front of each."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import open_text
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import CsvText, PlainLines
from nxql_tui.wire.united_columns import UnitedColumns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nxql_tui.fleets.followed_spool import Rows
    from nxql_tui.wire.answers import AnswerText
    from nxql_tui.wire.cells import Cell

ENGINE_COLUMN = "engine"
"""The head of the first column."""


class FurtherColumnsError(Exception):
    """An Engine's columns do not fit under a header that has been written."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(", ".join(f"'{column.name}'" for column in columns))


class MergedText:
    """Writes the rows that it is given one after the other."""

    def __init__(self, answer_format: Format) -> None:
        self._format = answer_format
        self._united = UnitedColumns()
        self._text: AnswerText | None = None
        self._has_rows = False

    def expect(self, columns: Sequence[Column]) -> None:
        """Know of the columns of an answer before its rows are given."""
        self._united.places(columns)

    def add(self, rows: Rows) -> bytes:
        """The bytes of some rows, and of all that stands before the first.

        Raises:
            FurtherColumnsError: They have columns that the header lacks; json has none.
        """
        further = self._united.further(rows.columns)
        # Each row of json names its own columns.
        if further and self._text is not None and self._format is not Format.JSON:
            raise FurtherColumnsError(further)
        places = self._united.places(rows.columns)
        if further and self._text is not None:
            self._open()
        head = "" if self._text is not None else self._open().head
        assert self._text is not None  # noqa: S101  it has just been opened
        self._has_rows = self._has_rows or bool(rows.rows)
        return (head + self._written(self._text, rows, places)).encode()

    def end(self) -> bytes:
        """What stands behind the last row; nothing where nothing was written."""
        return b"" if self._text is None else self._text.tail.encode()

    def _open(self) -> AnswerText:
        columns = [Column(ENGINE_COLUMN), *self._headed()]
        self._text = open_text(self._format, columns, has_rows=self._has_rows)
        return self._text

    def _headed(self) -> tuple[Column, ...]:
        """The columns as they are headed; in json, where a key stands once, one called as ours gets a number."""
        columns = self._united.columns
        taken = {ENGINE_COLUMN, *(column.name for column in columns)}
        if self._format is not Format.JSON or len(taken) > len(columns):
            return columns
        free = next(name for number in count(2) if (name := f"{ENGINE_COLUMN} {number}") not in taken)
        return tuple(Column(free, one.type) if one.name == ENGINE_COLUMN else one for one in columns)

    def _written(self, text: AnswerText, rows: Rows, places: Sequence[int]) -> str:
        # Most of a long answer in csv can stay as it came.
        if isinstance(rows.rows, PlainLines) and isinstance(text, CsvText) and self._is_straight(places):
            return text.lines_behind(rows.engine, rows.rows)
        return "".join(text.rows(self._placed(rows, places)))

    def _is_straight(self, places: Sequence[int]) -> bool:
        """Whether an answer has the columns of all, in their order."""
        return list(places) == list(range(len(self._united.columns)))

    def _placed(self, rows: Rows, places: Sequence[int]) -> Iterator[Sequence[Cell]]:
        name = rows.engine
        width = len(self._united.columns)
        if self._is_straight(places):
            for row in rows.rows:
                yield (name, *row) if len(row) == width else (name, *row, *[None] * (width - len(row)))
            return
        for row in rows.rows:
            cells: list[Cell] = [None] * width
            for place, cell in zip(places, row, strict=False):
                cells[place] = cell
            yield (name, *cells)
