"""How a reader looks at a result set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SortDirection(StrEnum):
    """Which end of the order comes first; nulls come last either way."""

    ASCENDING = "ascending"
    DESCENDING = "descending"


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column to sort by."""

    column: int
    """Its place in the result set, from 0: names may occur twice."""
    direction: SortDirection = SortDirection.ASCENDING


@dataclass(frozen=True, slots=True)
class View:
    """An order of the rows."""

    sort: tuple[SortKey, ...] = ()
    """The most important key first; rows that tie stand as they arrived."""

    def direction_of(self, column: int) -> SortDirection | None:
        """The direction a column is sorted in; None when it is no key."""
        return next((key.direction for key in self.sort if key.column == column), None)

    def toggled(self, column: int) -> View:
        """The view sorted by this column alone: ascending first, then descending, then as arrived."""
        match self.direction_of(column):
            case None:
                return View((SortKey(column, SortDirection.ASCENDING),))
            case SortDirection.ASCENDING:
                return View((SortKey(column, SortDirection.DESCENDING),))
            case SortDirection.DESCENDING:
                return View()
