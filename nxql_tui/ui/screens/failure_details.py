"""Everything that is known about a failure, to be read out or pasted into a ticket."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.screen import ModalScreen
from textual.widgets import Static

from nxql_tui.ui.clipboard import CopyingError, send_to_clipboard, sent_sentence
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import DETAILS
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.reading_text import ReadingText
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType
    from textual.app import ComposeResult
    from textual.binding import BindingType


class FailureDetailsScreen(ModalScreen[None]):
    """The sentences and the facts behind them; holds no query, no user and no password."""

    DEFAULT_CSS = """
    FailureDetailsScreen { align: center middle; background: transparent; }
    FailureDetailsScreen ReadingText {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $error; background: $surface; padding: 0 2;
    }
    FailureDetailsScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(DETAILS)

    def __init__(self, text: str, title: str = "What happened") -> None:
        super().__init__()
        self._text = text
        self._heading = title

    def compose(self) -> ComposeResult:
        """The text as it will be copied."""
        with ReadingText() as panel:
            panel.border_title = Text(self._heading)
            yield Static(self.content(), markup=False)
        yield KeyLine()

    def content(self) -> RenderableType:
        """The text, laid out."""
        return self._text

    def action_copy(self) -> None:
        """Hand the text to the terminal's clipboard."""
        try:
            send_to_clipboard(self.app, self._text)
        except CopyingError as error:
            self.notify(str(error), severity="warning", markup=False)
        else:
            sentence = sent_sentence(os.environ)
            self.notify(f"{sentence[0].upper()}{sentence[1:]}.", markup=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


def failure_text(what: str, advice: str, details: Iterable[str]) -> str:
    """A failure for a ticket: what happened, what to try, and the facts, a line each."""
    lines = [what, *([advice] if advice else []), "", *details]
    return "\n".join(visible_line(line) for line in lines)
