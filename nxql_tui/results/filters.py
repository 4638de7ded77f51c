"""Which rows a reader wants to see, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Comparison(StrEnum):
    """How a cell is compared with a value."""

    EQUAL = "="
    """The same text, or the same amount spelt in another way."""
    IS = "is"
    """The very text."""
    NOT_EQUAL = "≠"
    """Null is not equal to any value, so rows without a value are let through."""
    LESS = "<"
    AT_MOST = "≤"
    GREATER = ">"
    AT_LEAST = "≥"
    CONTAINS = "contains"
    """In any case of letters."""
    LACKS = "lacks"
    """Does not contain; rows without a value are let through."""
    IS_NULL = "is null"
    NOT_NULL = "is not null"
    AT_SEVERAL_ENGINES = "at several Engines"
    """The very text stands in rows of two Engines or more; null is no text."""
    ONCE = "once"
    """Of rows with the very text, only the first of those that the filters before let through, in the view's order."""

    @property
    def takes_value(self) -> bool:
        """Whether there is something to compare with."""
        return not self.looks_at_other_rows and self not in (Comparison.IS_NULL, Comparison.NOT_NULL)

    @property
    def looks_at_other_rows(self) -> bool:
        """Whether other rows decide if one is let through."""
        return self in (Comparison.AT_SEVERAL_ENGINES, Comparison.ONCE)


@dataclass(frozen=True, slots=True)
class RowFilter:
    """A condition on one column."""

    column: int
    """Its place in the result set, from 0."""
    comparison: Comparison
    value: str = ""
    """As the Engine writes such a cell, or with a unit: `4 GB`; nothing where none is taken."""


def words_of(text: str) -> tuple[str, ...]:
    """What a row must hold for a text typed into the quick filter: each word, in any cell, in any case of letters."""
    return tuple(dict.fromkeys(text.lower().split()))
