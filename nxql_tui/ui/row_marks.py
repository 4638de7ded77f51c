"""The rows that a reader has marked, to be copied together."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from nxql_tui.results.columns import Page
    from nxql_tui.results.view import Selection
    from nxql_tui.wire.cells import TextCell

MarkedRow: TypeAlias = "tuple[TextCell, ...]"


class RowMarks:
    """Rows by their place in a view, with their cells: they are there also when another page is shown."""

    def __init__(self) -> None:
        self._belongs_to: tuple[object, Selection] | None = None
        self._rows: dict[int, MarkedRow] = {}
        self._last: int | None = None

    def keep_for(self, answer: object, selection: Selection) -> None:
        """Forget all marks when these are other rows, or stand in another order."""
        if (answer, selection) != self._belongs_to:
            self._belongs_to = (answer, selection)
            self._rows.clear()
            self._last = None

    def places_for(self, answer: object, selection: Selection) -> frozenset[int]:
        """Where the marked rows stand in this view; none of the marks of another one."""
        self.keep_for(answer, selection)
        return frozenset(self._rows)

    def rows_for(self, answer: object, selection: Selection) -> tuple[MarkedRow, ...]:
        """The marked rows in the order of this view, with the cells of all columns."""
        self.keep_for(answer, selection)
        return tuple(row for _, row in sorted(self._rows.items()))

    def toggle(self, page: Page, row: int) -> None:
        """Mark a row of the page, or take its mark away."""
        if row >= len(page.rows):
            return
        place = page.first + row
        if self._rows.pop(place, None) is None:
            self._rows[place] = page.rows[row]
        self._last = place

    def extend(self, page: Page, row: int) -> None:
        """Mark the rows between the one marked last and this one; the whole page where none was marked on it.

        When all of them are marked already, their marks are taken away.
        """
        last = None if self._last is None else self._last - page.first
        first, end = (0, len(page.rows)) if last is None else (min(last, row), max(last, row) + 1)
        found = {page.first + one: page.rows[one] for one in range(max(first, 0), min(end, len(page.rows)))}
        if found.keys() <= self._rows.keys():
            self._rows = {place: cells for place, cells in self._rows.items() if place not in found}
            self._last = None
        else:
            self._rows |= found
