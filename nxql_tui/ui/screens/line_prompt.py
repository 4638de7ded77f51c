"""Asking for one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import LINE
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType


class LinePrompt(ModalScreen["str | None"]):
    """Dismisses with the text, or with None when the user has thought better of it."""

    DEFAULT_CSS = """
    LinePrompt { align: center middle; background: transparent; }
    LinePrompt VerticalGroup {
        width: 60; max-width: 100%; border: round $primary; background: $surface; padding: 0 1;
    }
    LinePrompt .advice { width: 1fr; color: $text-muted; }
    LinePrompt #complaint { width: 1fr; color: $text-warning; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(LINE)

    def __init__(
        self, title: str, name: str, advice: str = "", complaint: Callable[[str], str] = lambda _text: ""
    ) -> None:
        """Ask for a text.

        Args:
            title: What it is.
            name: The text as it is.
            advice: Stands below.
            complaint: What is wrong with a text, as a sentence; empty when nothing is.
        """
        super().__init__()
        self._complaint = complaint
        self._title = title
        self._name_before = name
        self._advice = advice

    def compose(self) -> ComposeResult:
        """The text as it is, to be changed."""
        with VerticalGroup() as panel:
            panel.border_title = Content(self._title)
            panel.border_subtitle = Content(with_keys(self.app, "{name.keep} keeps · {name.leave} leaves"))
            yield SteadyInput(self._name_before, compact=True, max_length=100, id="name")
            if self._advice:
                yield Label(self._advice, classes="advice", markup=False)
            yield Label("", id="complaint", markup=False)
        yield KeyLine()

    def action_keep(self) -> None:
        """Keep the text as it is typed."""
        self._keep()

    def _keep(self) -> None:
        if not self.is_current:
            # Enter twice at once.
            return
        text = self.query_one(Input).value.strip()
        complaint = self._complaint(text)
        if complaint:
            label = self.query_one("#complaint", Label)
            label.update(visible_line(complaint))
            label.display = True
        else:
            self.dismiss(text)

    def action_leave(self) -> None:
        """Leave the text as it was."""
        self.dismiss(None)
