"""What rows are sorted by, as values."""

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
