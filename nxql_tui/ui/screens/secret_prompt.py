"""Asking for one password."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import SECRET
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class SecretPrompt(ModalScreen["Secret | None"]):
    """Dismisses with what was typed unseen, or with None."""

    DEFAULT_CSS = """
    SecretPrompt { align: center middle; background: transparent; }
    SecretPrompt VerticalGroup {
        width: 70; max-width: 100%; border: round $primary; background: $surface; padding: 0 1;
    }
    SecretPrompt Static { height: auto; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(SECRET)

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self._title = title
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """The reason and a field."""
        with VerticalGroup() as panel:
            panel.border_title = Content(visible_line(self._title))
            panel.border_subtitle = Content(with_keys(self.app, "{secret.take} goes on · {secret.leave} leaves"))
            yield Static(visible_line(self._sentence), markup=False)
            yield SteadyInput(password=True, compact=True, id="secret")
        yield KeyLine()

    def action_take(self) -> None:
        """Go on with what is typed; with nothing there is nothing to go on with."""
        self._take()

    def _take(self) -> None:
        typed = self.query_one(Input).value
        if typed and self.is_current:
            self.dismiss(Secret(typed))

    def action_leave(self) -> None:
        """Give none."""
        self.dismiss(None)
