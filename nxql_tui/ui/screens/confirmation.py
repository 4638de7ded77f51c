"""A question before something is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import CONFIRMATION
from nxql_tui.ui.widgets.decision_button import DecisionButton
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class Confirmation(ModalScreen[bool]):
    """Dismisses with True when the user wants it; the focus stands on leaving things as they are."""

    DEFAULT_CSS = """
    Confirmation { align: center middle; background: transparent; }
    Confirmation .dialog { width: 60; max-width: 100%; border: round $warning; background: $surface; padding: 0 2; }
    Confirmation Static { height: auto; margin-bottom: 1; }
    Confirmation .buttons { align-horizontal: right; height: 1; }
    Confirmation Button { margin-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(CONFIRMATION)
    AUTO_FOCUS = "#leave"

    def __init__(self, title: str, sentence: str, deed: str, *, stay: str = "Leave") -> None:
        """Make the dialog.

        Args:
            title: What it is about.
            sentence: What will be lost.
            deed: What the button says that does it.
            stay: What the button says that leaves things as they are.
        """
        super().__init__()
        self._title = title
        self._sentence = sentence
        self._deed = deed
        self._stay = stay

    def compose(self) -> ComposeResult:
        """The sentence and two ways on."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield Static(visible_line(self._sentence), markup=False)
            with HorizontalGroup(classes="buttons"):
                yield DecisionButton(self._stay, id="leave", compact=True)
                yield DecisionButton(self._deed, id="deed", variant="warning", compact=True)
        yield KeyLine()

    def action_leave(self) -> None:
        """Leave things as they are."""
        self.dismiss(False)

    @on(Button.Pressed)
    def _decide(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "deed")
