"""Choosing what an answer is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static

from nxql_tui.results.answer_files import complaint_about
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import COMPARE
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.path_suggester import PathSuggester, typed_path
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class CompareChoice:
    """What the user wants compared."""

    tab: int | None
    """The place of a tab among those offered; None for a file."""
    path: str
    """As typed; empty for a tab."""
    key: str
    """The names of the columns that tell rows from each other, as typed; empty lets the program choose."""


class ComparePrompt(ModalScreen["CompareChoice | None"]):
    """Dismisses with what to compare with, or with None when the user has thought better of it."""

    DEFAULT_CSS = """
    ComparePrompt { align: center middle; background: transparent; }
    ComparePrompt VerticalGroup {
        width: 70; max-width: 100%; border: round $primary; background: $surface; padding: 0 1;
    }
    ComparePrompt OptionList {
        height: auto; max-height: 8; border: none; padding: 0; background: $surface; scrollbar-size: 1 1;
        &:focus { border: none; }
    }
    ComparePrompt Label { width: 10; }
    ComparePrompt Input { width: 1fr; background: $field; }
    ComparePrompt Static { color: $foreground-muted; height: auto; }
    ComparePrompt #complaint { color: $text-warning; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMPARE)

    def __init__(self, tabs: Sequence[str]) -> None:
        """Offer the answers of other tabs, by name, and a file."""
        super().__init__()
        self._tabs = tabs

    def compose(self) -> ComposeResult:
        """The other answers, a file, the key."""
        with VerticalGroup() as panel:
            panel.border_title = "Compare this answer with an earlier one"
            panel.border_subtitle = Content(
                with_keys(self.app, "{compare.compare} compares · tab next · {compare.leave} leaves")
            )
            if self._tabs:
                yield OptionList(*(Text(visible_line(name)) for name in self._tabs), compact=True, id="tabs")
            else:
                yield Static("No other tab has an answer; a file that was exported earlier will do.", markup=False)
            with HorizontalGroup():
                yield Label("Or a file")
                yield SteadyInput(compact=True, id="path", suggester=PathSuggester(), placeholder="exported earlier")
            with HorizontalGroup():
                yield Label("Key")
                yield SteadyInput(compact=True, id="key", placeholder="name of a column; empty: found by itself")
            yield Static(id="complaint", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """The tabs have the keys where there are any."""
        self.query_one("#tabs" if self._tabs else "#path").focus()
        if self._tabs:
            self.query_one("#tabs", OptionList).highlighted = 0

    @on(OptionList.OptionSelected)
    def _choose_tab(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(CompareChoice(event.option_index, "", self._key))

    def action_compare(self) -> None:
        """Compare with the tab that is looked at, or with the file that is typed."""
        self._choose()

    def _choose(self) -> None:
        if not self.is_current:
            # Enter twice at once.
            return
        if self.query("#tabs:focus"):
            self.query_one("#tabs", OptionList).action_select()
            return
        path = self.query_one("#path", Input).value.strip()
        complaint = complaint_about(typed_path(path)) if path else ""
        if complaint:
            label = self.query_one("#complaint", Static)
            label.update(visible_line(complaint))
            label.display = True
        elif path:
            self.dismiss(CompareChoice(None, path, self._key))
        elif self._tabs:
            self.dismiss(CompareChoice(self.query_one("#tabs", OptionList).highlighted or 0, "", self._key))

    @property
    def _key(self) -> str:
        return self.query_one("#key", Input).value.strip()

    def action_leave(self) -> None:
        """Compare nothing."""
        self.dismiss(None)
