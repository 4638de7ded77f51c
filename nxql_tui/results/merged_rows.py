"""Rows of several answers, one under the other, read back from the bytes of the Engines."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.results.spooled_rows import RowReader
    from nxql_tui.wire.answers import Row


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """The rows of one Engine among those of all."""

    engine: str
    first: int
    """The place of its first row among all."""
    row_count: int
    places: tuple[int | None, ...]
    """For each column of all, its place in this answer; None where the Engine does not know it."""
    reader: RowReader | None
    """None where its rows are only in the database."""

    def widened(self, column_count: int) -> tuple[int | None, ...]:
        """The places for as many columns as there are now."""
        return (*self.places, *[None] * (column_count - len(self.places)))


class MergedRows:
    """Reads a page that may hold rows of many Engines."""

    def __init__(self, parts: Sequence[tuple[AnswerPart, RowReader]], column_count: int) -> None:
        """Read from parts that follow one another.

        Args:
            parts: All of them, each with what reads it.
            column_count: The columns of all, without that of the Engine.
        """
        self._parts = parts
        self._firsts = [part.first for part, _ in parts]
        self._places = [part.widened(column_count) for part, _ in parts]

    def read(self, rows: Iterable[int]) -> tuple[Row, ...]:
        """The cells of some rows, that of the Engine in front."""
        wanted = list(rows)
        of_part: dict[int, list[int]] = {}
        for row in wanted:
            of_part.setdefault(bisect_right(self._firsts, row) - 1, []).append(row)
        found: dict[int, Row] = {}
        for number, some in of_part.items():
            part, reader = self._parts[number]
            places = self._places[number]
            for row, cells in zip(some, reader.read(row - part.first for row in some), strict=True):
                found[row] = (part.engine, *(None if place is None else cells[place] for place in places))
        return tuple(found[row] for row in wanted)
