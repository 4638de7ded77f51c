"""The rows on the screen, and everything that can be asked of them by a key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from nxql_tui.ui.keymap.answer import RESULTS
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.widgets.held_keys import HeldKeys
from nxql_tui.ui.widgets.view_table import ViewTable

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.events import Key


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


class ResultsTable(ViewTable):
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
    class FilterRequested(Message):
        """The user wants to keep rows by comparing them with a cell."""

        column: int
        """Its place in the result set, from 0."""
        cell: str | None

    class DuplicatesRequested(Message):
        """The user wants the things that several Engines know, or each once, or all rows again."""

    class LimitOfAllRequested(Message):
        """The user wants the limit of the query for all Engines together, or for each again."""

    class GroupRequested(Message):
        """The user wants to group the rows."""

    class GroupOpened(Message):
        """The user wants the rows of the group of the cursor."""

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

    # Filters

    def action_quick_filter(self) -> None:
        """Keep the rows that hold some words."""
        self.post_message(self.QuickFilterRequested())

    def action_filter(self) -> None:
        """Keep rows by comparing them with the cell of the cursor."""
        column = self.column_at_cursor
        if column is not None:
            self.post_message(self.FilterRequested(column, self.cell_at_cursor))

    def action_duplicates(self) -> None:
        """Show what several Engines know, or each once, or all rows again."""
        self.post_message(self.DuplicatesRequested())

    def action_limit_of_all(self) -> None:
        """Apply the limit of the query to all Engines together, or to each again."""
        self.post_message(self.LimitOfAllRequested())

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
