"""The rows on the screen, and the keys that look at them in another way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import DataTable

from nxql_tui.ui.cell_display import MAXIMUM_WIDTH, display_width
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.page_table import PageTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.results.column_layout import ColumnLayout
    from nxql_tui.results.view import View

NARROWEST = 3
"""Terminal cells that a column keeps when it is made narrower."""
WIDEST = 400


class ViewTable(PageTable):
    """Tells in messages how the user wants to see the rows: their order, fewer conditions, the columns."""

    @dataclass
    class ViewRequested(Message):
        """The user wants to look at the rows in another way."""

        view: View

    class UndoRequested(Message):
        """The user wants to look at the rows as before."""

    # Order

    def action_sort(self) -> None:
        """Sort by the column of the cursor."""
        self._request(lambda column: self.view.toggled(column))

    def action_sort_within(self) -> None:
        """Sort by the column of the cursor too, behind the keys there are."""
        self._request(lambda column: self.view.toggled_within(column))

    def action_undo(self) -> None:
        """Look at the rows as before."""
        self.post_message(self.UndoRequested())

    def _request(self, view_for: Callable[[int], View]) -> None:
        column = self.column_at_cursor
        if column is not None:
            self.look_in(view_for(column))

    def look_in(self, view: View) -> None:
        """Ask for a view; the next key builds on it, and columns stand so at once."""
        if self.page is not None and view.selection == self.view.selection:
            self.show_in(view)
        self.view = view
        self.post_message(self.ViewRequested(view))

    # Conditions

    def action_remove_filter(self) -> None:
        """Take the last filter away."""
        view = self.view
        if view.search:
            self.look_in(view.searched(""))
        elif view.filters:
            self.look_in(view.without_filter(view.filters[-1]))
        elif view.first is not None:
            self.look_in(view.limited(None))

    def action_remove_filters(self) -> None:
        """Take all filters away."""
        self.look_in(self.view.without_filters())

    # Columns

    def action_hide_column(self) -> None:
        """Hide the column of the cursor, unless it is the last one."""
        if len(self.shown) > 1:
            self._lay_out(lambda layout, column: layout.hide(column))
        elif self.shown:
            shows_all = with_keys(self.app, ": {answer.show_columns} shows all")
            self.notify(f"At least one column stays{shows_all}.", markup=False)

    def action_show_columns(self) -> None:
        """Show all columns."""
        self._lay_out(lambda layout, _: replace(layout, hidden=frozenset()))

    def action_pin_column(self) -> None:
        """Keep the column of the cursor on the left, or let it go."""
        self._lay_out(lambda layout, column: layout.toggle_pin(column))

    def action_move_column(self, step: int) -> None:
        """Move the column of the cursor."""
        count = len(self.page.columns) if self.page is not None else 0
        self._lay_out(lambda layout, column: layout.move(column, step, count))

    def action_widen(self, step: int) -> None:
        """Make the column of the cursor wider or narrower."""

        def widened(layout: ColumnLayout, column: int) -> ColumnLayout:
            now = layout.width_of(column) or self.fitting.get(column, MAXIMUM_WIDTH)
            return layout.widen(column, min(max(now + step, NARROWEST), WIDEST))

        self._lay_out(widened)

    def action_fit(self) -> None:
        """Make the column of the cursor as wide as its cells; as it was when it is so already."""
        page = self.page
        if page is None:
            return

        def fitted(layout: ColumnLayout, column: int) -> ColumnLayout:
            widest = max((display_width(row[column], WIDEST) for row in page.rows), default=1)
            width = max(self.fitting.get(column, 1), widest)
            return layout.widen(column, None if layout.width_of(column) == width else width)

        self._lay_out(fitted)

    def _lay_out(self, layout_for: Callable[[ColumnLayout, int], ColumnLayout]) -> None:
        self._request(lambda column: self.view.laid_out(layout_for(self.view.layout, column)))

    @on(DataTable.HeaderSelected)
    def _header_clicked(self, event: DataTable.HeaderSelected) -> None:
        event.stop()
        if event.column_index < len(self.shown):
            self.look_in(self.view.toggled(self.shown[event.column_index]))
