"""How a reader looks at a result set: which rows, in which order, and which of their columns.

Views are values: what the reader does makes a new one, and the one before is kept for going back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nxql_tui.results.column_layout import ColumnLayout
from nxql_tui.results.filters import Comparison, RowFilter, words_of
from nxql_tui.results.sort_keys import SortDirection, SortKey

if TYPE_CHECKING:
    from nxql_tui.results.first_rows import FirstRows


@dataclass(frozen=True, slots=True)
class Selection:
    """Some rows in an order: all that the database has to know of a view."""

    sort: tuple[SortKey, ...] = ()
    """The most important key first; rows that tie stand as they did before."""
    filters: tuple[RowFilter, ...] = ()
    """All of them hold; `ONCE` looks at the rows that those before it let through."""
    words: tuple[str, ...] = ()
    """Each stands in some cell of the row, in any case of letters."""
    first: FirstRows | None = None
    """The rows to which all the rest is done; None where that is all of them."""

    @property
    def lets_all_through(self) -> bool:
        """Whether no row is left out."""
        return not self.filters and not self.words and self.first is None


@dataclass(frozen=True, slots=True)
class View:
    """An order of the rows, some of the rows, some of the columns."""

    sort: tuple[SortKey, ...] = ()
    """The most important key first; rows that tie stand as they did before."""
    filters: tuple[RowFilter, ...] = ()
    """All of them hold; `ONCE` looks at the rows that those before it let through."""
    search: str = ""
    """The quick filter as it was typed."""
    layout: ColumnLayout = field(default_factory=ColumnLayout)
    first: FirstRows | None = None
    """The rows to which all the rest is done; None where that is all of them."""

    @property
    def selection(self) -> Selection:
        """The rows and their order."""
        return Selection(self.sort, self.filters, words_of(self.search), self.first)

    # Order

    def direction_of(self, column: int) -> SortDirection | None:
        """The direction a column is sorted in; None when it is no key."""
        return next((key.direction for key in self.sort if key.column == column), None)

    def toggled(self, column: int) -> View:
        """Sorted by this column alone: ascending first, then descending, then as arrived."""
        return replace(self, sort=_next_keys(column, self.direction_of(column)))

    def toggled_within(self, column: int) -> View:
        """Sorted by this column behind the other keys: ascending first, then descending, then without it."""
        key = _next_keys(column, self.direction_of(column))
        place = next((place for place, other in enumerate(self.sort) if other.column == column), len(self.sort))
        return replace(self, sort=self.sort[:place] + key + self.sort[place + 1 :])

    # Rows

    def filtered(self, condition: RowFilter) -> View:
        """With one condition more; one that is there already is not doubled."""
        return self if condition in self.filters else replace(self, filters=(*self.filters, condition))

    def without_filter(self, condition: RowFilter) -> View:
        """With one condition less."""
        return replace(self, filters=tuple(one for one in self.filters if one != condition))

    def without_filters(self) -> View:
        """With all rows."""
        return replace(self, filters=(), search="", first=None)

    def toggled_duplicates(self, column: int) -> View:
        """With the things of this column that several Engines know, then with each thing once, then with all rows."""
        others = tuple(one for one in self.filters if not one.comparison.looks_at_other_rows)
        several, once = (RowFilter(column, one) for one in (Comparison.AT_SEVERAL_ENGINES, Comparison.ONCE))
        if several in self.filters:
            return replace(self, filters=(*others, once))
        return replace(self, filters=others if once in self.filters else (*others, several))

    def limited(self, first: FirstRows | None) -> View:
        """With these rows of all; None lets all through."""
        return replace(self, first=first)

    def searched(self, text: str) -> View:
        """With another quick filter."""
        return replace(self, search=text)

    # Columns

    def laid_out(self, layout: ColumnLayout) -> View:
        """With other columns."""
        return replace(self, layout=layout)

    def moved_on(self, step: int) -> View:
        """The same view of columns that stand so many places further on, behind new ones that stay on the left."""
        return replace(
            self,
            sort=tuple(replace(key, column=key.column + step) for key in self.sort),
            filters=tuple(replace(one, column=one.column + step) for one in self.filters),
            layout=self.layout.moved_on(step),
            first=self.first and self.first.moved_on(step),
        )


def _next_keys(column: int, direction: SortDirection | None) -> tuple[SortKey, ...]:
    match direction:
        case None:
            return (SortKey(column, SortDirection.ASCENDING),)
        case SortDirection.ASCENDING:
            return (SortKey(column, SortDirection.DESCENDING),)
        case SortDirection.DESCENDING:
            return ()
