"""The first meeting with an Engine whose certificate nothing vouches for: a person decides."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.certificate import SeenCertificate


class TrustDecision(StrEnum):
    """What a person decides about a certificate."""

    LEAVE = "leave"
    ONCE = "once"
    REMEMBER = "remember"


class FirstMeetingScreen(ModalScreen[TrustDecision]):
    """Shows the certificate's fingerprint to be compared with what the Engine's owner reads out."""

    DEFAULT_CSS = """
    FirstMeetingScreen { align: center middle; background: transparent; }
    FirstMeetingScreen .dialog {
        width: 76; max-width: 100%; border: round $warning; background: $surface; padding: 0 2;
    }
    FirstMeetingScreen Static { height: auto; margin-bottom: 1; }
    FirstMeetingScreen .fingerprint { text-style: bold; }
    FirstMeetingScreen .buttons { align-horizontal: right; height: 1; }
    FirstMeetingScreen Button { margin-left: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", id="trust.leave")]
    AUTO_FOCUS = "#leave"

    def __init__(self, address: EngineAddress, certificate: SeenCertificate, reason: str) -> None:
        super().__init__()
        self._address = address
        self._certificate = certificate
        self._reason = reason

    def compose(self) -> ComposeResult:
        """The reason, the fingerprint, and three ways on; the focus stands on Leave."""
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = "A certificate that is not known yet"
            yield Static(visible_line(f"{self._address}: {self._reason}"), markup=False)
            yield Label("SHA-256", markup=False)
            yield Static(fingerprint_lines(self._certificate.sha256), classes="fingerprint", markup=False)
            yield Static(
                "Compare it with what the Engine's owner reads to you. Nothing but the handshake has been sent.",
                markup=False,
            )
            with HorizontalGroup(classes="buttons"):
                yield Button("Leave", id="leave", compact=True)
                yield Button("Trust this once", id="once", compact=True)
                yield Button("Trust and remember", id="remember", compact=True)

    def action_leave(self) -> None:
        """Send nothing and go back."""
        self.dismiss(TrustDecision.LEAVE)

    @on(Button.Pressed)
    def _decide(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(TrustDecision(str(event.button.id)))


def fingerprint_lines(fingerprint: str) -> str:
    """A fingerprint in four groups of eight bytes, two groups a line: it can be read over the phone."""
    parts = fingerprint.split(":")
    groups = [":".join(parts[start : start + 8]) for start in range(0, len(parts), 8)]
    return "\n".join("  ".join(groups[start : start + 2]) for start in range(0, len(groups), 2))
