"""Another certificate than the pinned one: both fingerprints, and no key that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from nxql_tui.client.certificate import fingerprint_lines
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.client.errors import CertificateChangedError


class ChangedCertificateScreen(ModalScreen[None]):
    """A hard stop: whoever wants to go on has to leave and type a command on purpose."""

    DEFAULT_CSS = """
    ChangedCertificateScreen { align: center middle; background: transparent; }
    ChangedCertificateScreen .dialog {
        width: 76; max-width: 100%; max-height: 100%; border: round $error; background: $surface; padding: 0 2;
    }
    ChangedCertificateScreen Static { height: auto; margin-bottom: 1; }
    ChangedCertificateScreen Label { margin: 0; }
    ChangedCertificateScreen .fingerprint { text-style: bold; }
    ChangedCertificateScreen .buttons { align-horizontal: right; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", id="changed.leave")]

    def __init__(self, error: CertificateChangedError, engine: str, way_on: str) -> None:
        """Make the dialog.

        Args:
            error: Holds both fingerprints.
            engine: What the Engine is called.
            way_on: The one command that replaces the pin.
        """
        super().__init__()
        self._error = error
        self._engine = engine
        self._way_on = way_on

    def compose(self) -> ComposeResult:
        """What was pinned, what is shown, what that may mean, and the one command that replaces the pin."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = "The certificate has changed"
            yield Static(
                f"{visible_line(self._engine)} shows another certificate than the one that was trusted. "
                "It may have been renewed; it may be somebody in between. Nothing was sent.",
                markup=False,
            )
            yield Label("Trusted until now (SHA-256)")
            yield Static(fingerprint_lines(self._error.pinned), classes="fingerprint", markup=False)
            yield Label("Shown now (SHA-256)")
            seen = fingerprint_lines(self._error.seen) if self._error.seen else "It could not be looked at."
            yield Static(seen, classes="fingerprint", markup=False)
            yield Static(
                "Ask the Engine's owner which one is right. Only if it is the new one, leave and run:\n"
                f"{visible_line(self._way_on)}",
                markup=False,
            )
            with HorizontalGroup(classes="buttons"):
                yield Button("Leave", id="leave", compact=True)

    @on(Button.Pressed)
    def action_leave(self) -> None:
        """Go back; nothing has changed."""
        self.dismiss()
