"""One certificate whole, and all who show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from nxql_tui.client.certificate import fingerprint_lines
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import CERTIFICATE
from nxql_tui.ui.screens.first_meeting import certificate_text
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.reading_text import ReadingText
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.login_outcomes import EngineUnknown


class CertificateDetailsScreen(ModalScreen[None]):
    """To be compared; decided is in the list that it is opened from."""

    DEFAULT_CSS = """
    CertificateDetailsScreen { align: center middle; background: transparent; }
    CertificateDetailsScreen ReadingText {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $warning; background: $surface; padding: 0 2;
    }
    CertificateDetailsScreen Static { height: auto; margin-bottom: 1; }
    CertificateDetailsScreen Label { margin: 0; }
    CertificateDetailsScreen .fingerprint { text-style: bold; padding-left: 10; }
    CertificateDetailsScreen .buttons { align-horizontal: right; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(CERTIFICATE)
    AUTO_FOCUS = "#back"

    def __init__(self, names: str, places: str, meeting: EngineUnknown) -> None:
        """Make the dialog.

        Args:
            names: Who shows it.
            places: Where they are.
            meeting: What was seen.
        """
        super().__init__()
        self._names = names
        self._places = places
        self._meeting = meeting

    def compose(self) -> ComposeResult:
        """Who shows it, what is wrong with it, and what it says."""
        certificate = self._meeting.certificate
        with ReadingText(can_focus=False) as dialog:
            dialog.border_title = "Certificate"
            yield Static(visible_line(f"{self._names} at {self._places}"), markup=False)
            yield Static(visible_line(self._meeting.error.what), markup=False)
            yield Static(certificate_text(certificate), classes="certificate", markup=False)
            yield Label("SHA-256", markup=False)
            yield Static(fingerprint_lines(certificate.sha256), classes="fingerprint", markup=False)
            with HorizontalGroup(classes="buttons"):
                yield Button("Back", id="back", compact=True)
        yield KeyLine()

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Go back to the list."""
        self.dismiss()
