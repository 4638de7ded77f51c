"""The rows on the screen, and everything that can be asked of them by a key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message
from textual.widgets import DataTable

from nxql_tui.ui.cell_display import MAXIMUM_WIDTH, display_width
from nxql_tui.ui.keymap.answer import RESULTS
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.widgets.held_keys import HeldKeys
from nxql_tui.ui.widgets.page_table import PageTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.events import Key

    from nxql_tui.results.column_layout import ColumnLayout
    from nxql_tui.results.view import View

NARROWEST = 3
"""Terminal cells that a column keeps when it is made narrower."""
WIDEST = 400


class PageTurn(StrEnum):
    """Which page to show next."""

    FIRST = "first"
    PREVIOUS = "previous"
    NEXT = "next"
    LAST = "last"


class PanelSubject(StrEnum):
    """What is shown beside the rows."""

    ROW = "row"
    CELL = "cell"
    COLUMN_SEARCH = "column search"
    COLUMN_CHOICE = "column choice"
    SUMMARY = "summary"
    SUMMARY_OF_ALL = "summary of all"


_OPENS = frozenset(
    {
        "quick_filter",
        "filter",
        "find",
        "compare",
        "watch",
        "group",
        "copy",
        "go_to_page",
        "choose_columns",
        "go_to_column",
    }
)
"""Actions behind which keys are for what they open."""
_OPENS_IN_PLACE = frozenset({"open_row", "open_cell", "summarise", "summarise_all"})
"""The same, where what they open stands in the place of the rows; beside them it leaves them the keys."""


class ResultsTable(PageTable):
    """Tells in messages what the user wants of the rows; does none of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(RESULTS)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._held_keys = HeldKeys(self)

    async def _on_key(self, event: Key) -> None:
        if self._held_keys.take(event):
            return
        # Before the key has its effect, which is only when it has gone all the way up.
        if any(self._opens(binding.action) for binding in self._bindings.key_to_bindings.get(event.key, ())):
            self._held_keys.hold()
        await super()._on_key(event)

    def _opens(self, action: str) -> bool:
        """Whether an action opens something that is used by the keyboard."""
        return action in _OPENS or (action in _OPENS_IN_PLACE and not self.screen.has_class("-wide"))

    @dataclass
    class ViewRequested(Message):
        """The user wants to look at the rows in another way."""

        view: View

    @dataclass
    class FilterRequested(Message):
        """The user wants to keep rows by comparing them with a cell."""

        column: int
        """Its place in the result set, from 0."""
        cell: str | None

    class GroupRequested(Message):
        """The user wants to group the rows."""

    class GroupOpened(Message):
        """The user wants the rows of the group of the cursor."""

    class UndoRequested(Message):
        """The user wants to look at the rows as before."""

    class QuickFilterRequested(Message):
        """The user wants to type what the rows must hold."""

    class FindRequested(Message):
        """The user wants to type what to look for."""

    @dataclass
    class FindNextRequested(Message):
        """The user wants to go to the next cell with the text looked for, or to the one before."""

        step: int

    class CompareRequested(Message):
        """The user wants these rows compared with others."""

    class EnginesRequested(Message):
        """The user wants to see the Engines one by one."""

    class WatchRequested(Message):
        """The user wants the question asked again and again, or no more."""

    @dataclass
    class PanelRequested(Message):
        """The user wants to see more of what is at the cursor."""

        subject: PanelSubject

    class CopyRequested(Message):
        """The user wants to copy something of the rows."""

    @dataclass
    class MarkRequested(Message):
        """The user wants to mark the row of the cursor, or the rows up to it."""

        is_range: bool

    @dataclass
    class TurnRequested(Message):
        """The user wants another page."""

        turn: PageTurn

    @dataclass
    class ValueTaken(Message):
        """The user wants a cell as the value of a parameter."""

        value: str

    class GoToRequested(Message):
        """The user wants to type the number of a page."""

    class NextPageSizeRequested(Message):
        """The user wants another number of rows a page."""

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
            self._look_in(view_for(column))

    def _look_in(self, view: View) -> None:
        """Ask for a view; the next key builds on it, and columns stand so at once."""
        if self.page is not None and view.selection == self.view.selection:
            self.show_in(view)
        self.view = view
        self.post_message(self.ViewRequested(view))

    # Filters

    def action_quick_filter(self) -> None:
        """Keep the rows that hold some words."""
        self.post_message(self.QuickFilterRequested())

    def action_filter(self) -> None:
        """Keep rows by comparing them with the cell of the cursor."""
        column = self.column_at_cursor
        if column is not None:
            self.post_message(self.FilterRequested(column, self.cell_at_cursor))

    def action_remove_filter(self) -> None:
        """Take the last filter away."""
        view = self.view
        if view.search:
            self._look_in(view.searched(""))
        elif view.filters:
            self._look_in(view.without_filter(view.filters[-1]))

    def action_remove_filters(self) -> None:
        """Take all filters away."""
        self._look_in(replace(self.view, filters=(), search=""))

    def action_find(self) -> None:
        """Look for a text."""
        self.post_message(self.FindRequested())

    def action_find_next(self, step: int) -> None:
        """Go to the next cell found, or to the one before."""
        self.post_message(self.FindNextRequested(step))

    def action_compare(self) -> None:
        """Compare these rows with others."""
        self.post_message(self.CompareRequested())

    def action_list_engines(self) -> None:
        """Show the Engines one by one."""
        self.post_message(self.EnginesRequested())

    def action_watch(self) -> None:
        """Ask the question again and again, or no more."""
        self.post_message(self.WatchRequested())

    # Figures

    def action_summarise(self) -> None:
        """Summarise the column of the cursor."""
        self._open(PanelSubject.SUMMARY)

    def action_summarise_all(self) -> None:
        """Summarise all columns."""
        self._open(PanelSubject.SUMMARY_OF_ALL)

    def action_group(self) -> None:
        """Group the rows."""
        self.post_message(self.GroupRequested())

    def action_open_group(self) -> None:
        """Show the rows of the group of the cursor."""
        self.post_message(self.GroupOpened())

    # Columns

    def action_hide_column(self) -> None:
        """Hide the column of the cursor, unless it is the last one."""
        if len(self.shown) > 1:
            self._lay_out(lambda layout, column: layout.hide(column))

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

    # More of what is at the cursor

    def action_open_row(self) -> None:
        """Show the whole row."""
        self._open(PanelSubject.ROW)

    def action_open_cell(self) -> None:
        """Show the whole cell."""
        self._open(PanelSubject.CELL)

    def action_choose_columns(self) -> None:
        """Choose the columns that are seen."""
        self._open(PanelSubject.COLUMN_CHOICE)

    def action_go_to_column(self) -> None:
        """Go to a column by its name."""
        self._open(PanelSubject.COLUMN_SEARCH)

    def _open(self, subject: PanelSubject) -> None:
        self.post_message(self.PanelRequested(subject))

    def action_mark(self) -> None:
        """Mark the row of the cursor, or take its mark away."""
        self.post_message(self.MarkRequested(is_range=False))

    def action_mark_range(self) -> None:
        """Mark the rows up to the one of the cursor."""
        self.post_message(self.MarkRequested(is_range=True))

    def action_copy(self) -> None:
        """Copy something of the rows."""
        self.post_message(self.CopyRequested())

    def action_take_value(self) -> None:
        """Take the cell of the cursor, as the Engine sent it, as the value of a parameter."""
        if self.page is not None and self.cursor_row < len(self.page.rows):
            self.post_message(self.ValueTaken(self.cell_at_cursor or ""))

    def action_turn(self, turn: str) -> None:
        """Show another page."""
        self.post_message(self.TurnRequested(PageTurn(turn)))

    def action_go_to_page(self) -> None:
        """Ask for a page by its number."""
        self.post_message(self.GoToRequested())

    def action_next_page_size(self) -> None:
        """Show more rows a page, or the fewest again."""
        self.post_message(self.NextPageSizeRequested())

    @on(DataTable.HeaderSelected)
    def _header_clicked(self, event: DataTable.HeaderSelected) -> None:
        event.stop()
        if event.column_index < len(self.shown):
            self._look_in(self.view.toggled(self.shown[event.column_index]))
