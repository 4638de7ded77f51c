"""The first meeting with an Engine whose certificate nothing vouches for: a person decides."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from nxql_tui.client.certificate import describe_certificate, fingerprint_lines
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import FIRST_MEETING
from nxql_tui.ui.screens.sized_screen import LOW_BREAKPOINTS, NARROW_BREAKPOINTS
from nxql_tui.ui.widgets.decision_button import DecisionButton
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.certificate import SeenCertificate


_LONGEST_FACT = 58
"""So that every fact keeps to its line."""


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
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $warning; background: $surface; padding: 0 2; scrollbar-size: 1 1;
    }
    FirstMeetingScreen Static { height: auto; margin-bottom: 1; }
    FirstMeetingScreen Label { margin: 0; }
    FirstMeetingScreen .fingerprint { text-style: bold; padding-left: 10; }
    FirstMeetingScreen .buttons { align-horizontal: right; height: 1; }
    FirstMeetingScreen Button { margin-left: 2; }
    FirstMeetingScreen.-narrow Button { min-width: 10; margin-left: 1; }
    FirstMeetingScreen.-narrow .fingerprint { padding-left: 0; }
    FirstMeetingScreen.-low Static { margin-bottom: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(FIRST_MEETING)
    HORIZONTAL_BREAKPOINTS = NARROW_BREAKPOINTS
    VERTICAL_BREAKPOINTS = LOW_BREAKPOINTS
    AUTO_FOCUS = "#leave"

    def __init__(
        self, address: EngineAddress, certificate: SeenCertificate, reason: str, *, is_known: bool = False
    ) -> None:
        """Make the dialog.

        Args:
            address: Who the Engine is.
            certificate: What it shows.
            reason: What is wrong with it, as a sentence.
            is_known: Whether it is pinned already, and only its dates speak against it.
        """
        super().__init__()
        self._is_known = is_known
        self._address = address
        self._certificate = certificate
        self._reason = reason

    def compose(self) -> ComposeResult:
        """The reason, the fingerprint, and three ways on; the focus stands on Leave."""
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = f"{self._address} " + ("has expired" if self._is_known else "is not known yet")
            yield Static(visible_line(self._reason), markup=False)
            yield Static(certificate_text(self._certificate), classes="certificate", markup=False)
            yield Label("SHA-256", markup=False)
            yield Static(fingerprint_lines(self._certificate.sha256), classes="fingerprint", markup=False)
            yield Static(self._advice, markup=False)
            with HorizontalGroup(classes="buttons"):
                yield DecisionButton("Leave", id="leave", compact=True)
                yield DecisionButton("Trust this once", id="once", compact=True)
                yield DecisionButton("Trust and remember", id="remember", compact=True)
        yield KeyLine()

    @property
    def _advice(self) -> str:
        if self._is_known:
            return "It is the one that is pinned. Going on accepts its age for this certificate and no other."
        return "Compare it with what the Engine's owner reads to you. Nothing but the handshake has been sent."

    def action_leave(self) -> None:
        """Send nothing and go back."""
        self.dismiss(TrustDecision.LEAVE)

    @on(Button.Pressed)
    def _decide(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(TrustDecision(str(event.button.id)))


def certificate_text(certificate: SeenCertificate) -> str:
    """What a certificate says of itself, a line each; anybody can write anything there."""
    said = describe_certificate(certificate.der)
    if said is None:
        return "It cannot be read."
    facts = {
        "Subject": said.subject or "none",
        "Issuer": "itself" if said.is_self_signed else said.issuer,
        "Names": ", ".join(said.names) or "none",
        "Valid": f"{said.valid_from:%Y-%m-%d} to {said.valid_until:%Y-%m-%d}",
        "Key": said.key,
    }
    return "\n".join(f"{name:<9} {_cut(visible_line(fact))}" for name, fact in facts.items())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_FACT else f"{text[: _LONGEST_FACT - 1]}…"
