"""The line over the pages: what rows must hold, as chips, and where one types it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup
from textual.message import Message
from textual.widgets import Input, Label, Static

from nxql_tui.ui.filter_words import filter_words, first_rows_words, shortened
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.steady_input import SteadyInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.view import View


class Typing(StrEnum):
    """What is typed into the line."""

    FILTER = "filter"
    FIND = "find"


_HINTS = {Typing.FILTER: "enter keeps · escape takes back", Typing.FIND: "enter finds · {answer.find_next} goes on"}
_LABELS = {Typing.FILTER: "Filter {answer.quick_filter}", Typing.FIND: "Find {answer.find}"}


class Chip(Static):
    """One filter; a click takes it away."""

    DEFAULT_CSS = """
    Chip {
        width: auto; height: 1; margin-right: 1; padding: 0 1;
        background: $block-focus-background; color: $block-focus-foreground;
    }
    """

    @dataclass
    class Removed(Message):
        """The user wants the rows without this filter."""

        view: View

    def __init__(self, words: str, without: View) -> None:
        super().__init__(Text(f"{words} ×", no_wrap=True, end=""))
        self._without = without

    def on_click(self, event: Click) -> None:
        """Take the filter away."""
        event.stop()
        self.post_message(self.Removed(self._without))


class FilterBar(HorizontalGroup):
    """Takes no room while nothing is filtered and nothing is typed."""

    DEFAULT_CSS = """
    FilterBar { height: 1; display: none; background: $surface; padding: 0 1; overflow: hidden; }
    FilterBar.-used { display: block; }
    FilterBar Label { width: auto; margin-right: 1; color: $foreground-muted; display: none; }
    FilterBar .hint { color: $foreground-muted; }
    FilterBar Input { width: 1fr; min-width: 20; max-width: 30; background: $field; display: none; margin-right: 1; }
    FilterBar.-typing Label, FilterBar.-typing Input { display: block; }
    FilterBar HorizontalGroup { width: 2fr; overflow: hidden; }
    """

    help_place: ClassVar[str] = "filter line"

    @dataclass
    class SearchTyped(Message):
        """The quick filter is another."""

        text: str

    @dataclass
    class FindEntered(Message):
        """The user wants to go to a cell with this text."""

        text: str

    class TypingEnded(Message):
        """The keys are for the rows again."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._typing: Typing | None = None
        self._search_before = ""
        self._view: View | None = None
        self._columns: Sequence[ResultColumn] = ()

    def compose(self) -> ComposeResult:
        """Where one types, and the chips."""
        yield Label("")
        yield SteadyInput(compact=True, id="filter-text", select_on_focus=False)
        yield Label("", classes="hint")
        yield HorizontalGroup(id="chips")

    def show(self, view: View, columns: Sequence[ResultColumn]) -> None:
        """Show the filters of a view."""
        if view == self._view and columns == self._columns:
            return
        self._view, self._columns = view, columns
        chips = [] if view.first is None else [Chip(first_rows_words(view.first, columns), view.limited(None))]
        chips += [Chip(filter_words(one, columns), view.without_filter(one)) for one in view.filters]
        if view.search and self._typing is not Typing.FILTER:
            chips.append(Chip(f"/ {shortened(view.search)}", view.searched("")))
        container = self.query_one("#chips")
        container.remove_children()
        container.mount(*chips)
        self._show_use()

    def _show_use(self) -> None:
        view = self._view
        has_chips = view is not None and not (view.selection.lets_all_through and not view.search)
        self.set_class(self._typing is not None, "-typing")
        self.set_class(self._typing is not None or has_chips, "-used")

    def type(self, typing: Typing, text: str) -> None:
        """Let the user type, beginning with a text."""
        self._typing = typing
        self._search_before = text
        self.query_one(Label).update(Text(with_keys(self.app, _LABELS[typing]) or typing.value.title()))
        self.query_one(".hint", Label).update(Text(with_keys(self.app, _HINTS[typing])))
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = text
        field.cursor_position = len(text)
        if typing is Typing.FIND:
            # Who looks for something else types over it; n goes on with it.
            field.select_all()
        if typing is Typing.FILTER:
            # While it is typed it needs no chip of its own.
            self._redraw_chips()
        self._show_use()
        self.screen.set_focus(field)

    def _redraw_chips(self) -> None:
        for chip in self.query(Chip).results():
            chip.display = "/" not in str(chip.render())[:1]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._typing is Typing.FILTER:
            self.post_message(self.SearchTyped(event.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._typing is Typing.FIND:
            self.post_message(self.FindEntered(event.value))
        self._end()

    def on_key(self, event: Key) -> None:
        """Escape takes back what was typed; down goes on to the rows."""
        if self._typing is None or event.key not in ("escape", "down"):
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape" and self._typing is Typing.FILTER:
            self.post_message(self.SearchTyped(self._search_before))
        self._end()

    def _end(self) -> None:
        self._typing = None
        self._view = None
        self._show_use()
        self.post_message(self.TypingEnded())
