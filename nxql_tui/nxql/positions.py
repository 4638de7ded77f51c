"""Places in a query text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, counted in characters from its beginning."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character; equal to `start` for a place between two characters."""

    def to(self, other: Span) -> Span:
        """The stretch from the beginning of this one to the end of the other."""
        return Span(self.start, other.end)


class Position(NamedTuple):
    """A place as people say it: both numbers count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


def position_of(text: str, offset: int) -> Position:
    """The line and column of an offset; only a line feed ends a line."""
    before = text[:offset]
    line_start = before.rfind("\n") + 1
    return Position(before.count("\n") + 1, offset - line_start + 1)
