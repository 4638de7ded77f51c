"""The first meeting with several Engines at once: one list of all certificates that nothing vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from nxql_tui.client.certificate import describe_certificate, fingerprint_lines
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import CERTIFICATES
from nxql_tui.ui.screens.certificate_details import CertificateDetailsScreen
from nxql_tui.ui.screens.first_meeting import TrustDecision
from nxql_tui.ui.screens.sized_screen import NARROW_BREAKPOINTS
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.fleet_form import Stranger

_WIDTH = 66
"""Of a line of the list, its mark aside."""


@dataclass(frozen=True, slots=True)
class SharedCertificate:
    """One certificate, and all who show it."""

    strangers: tuple[Stranger, ...]
    """At least one."""

    @property
    def names(self) -> str:
        """Who shows it."""
        return ", ".join(stranger.name for stranger in self.strangers)

    @property
    def places(self) -> str:
        """Where they are."""
        return ", ".join(str(stranger.meeting.identity) for stranger in self.strangers)


@dataclass(frozen=True, slots=True)
class CertificatesDecision:
    """What a person decides about all of them."""

    decision: TrustDecision
    trusted: tuple[Stranger, ...]
    """Those that it is about; the others are left."""


def shared_certificates(strangers: Iterable[Stranger]) -> tuple[SharedCertificate, ...]:
    """Those who show the same certificate, together."""
    groups: dict[tuple[bytes, bool], list[Stranger]] = {}
    for stranger in strangers:
        meeting = stranger.meeting
        groups.setdefault((meeting.certificate.der, meeting.has_expired), []).append(stranger)
    return tuple(SharedCertificate(tuple(group)) for group in groups.values())


class NewCertificatesScreen(ModalScreen[CertificatesDecision]):
    """All are marked and the focus stands on Leave: who goes on has compared them."""

    DEFAULT_CSS = """
    NewCertificatesScreen { align: center middle; background: transparent; }
    NewCertificatesScreen .dialog {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $warning; background: $surface; padding: 0 1;
    }
    NewCertificatesScreen Static { height: auto; margin-bottom: 1; }
    NewCertificatesScreen OptionList {
        height: auto; max-height: 50vh; border: none; padding: 0; background: $surface; margin-bottom: 1;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size: 1 1;
    }
    NewCertificatesScreen .buttons { align-horizontal: right; height: 1; }
    NewCertificatesScreen Button { margin-left: 2; }
    NewCertificatesScreen.-narrow Button { min-width: 10; margin-left: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(CERTIFICATES)
    HORIZONTAL_BREAKPOINTS = NARROW_BREAKPOINTS
    AUTO_FOCUS = "#leave"

    def __init__(self, strangers: tuple[Stranger, ...]) -> None:
        super().__init__()
        self._certificates = shared_certificates(strangers)
        self._marked = set(range(len(self._certificates)))

    def compose(self) -> ComposeResult:
        """What this is, the list, and three ways on."""
        count = len(self._certificates)
        engines = sum(len(one.strangers) for one in self._certificates)
        with VerticalGroup(classes="dialog") as dialog:
            dialog.border_title = f"{count} certificates" if count > 1 else f"One certificate of {engines} servers"
            dialog.border_title += " to be decided on"
            yield Static(
                "Nothing vouches for these. Compare each SHA-256 with what the Engines' owner reads to you; "
                "nothing but the handshake has been sent.",
                markup=False,
            )
            yield OptionList(markup=False, compact=True, id="certificates")
            yield Static("", id="marked", markup=False)
            with HorizontalGroup(classes="buttons"):
                yield Button("Leave", id="leave", compact=True)
                yield Button("Trust once", id="once", compact=True)
                yield Button("Trust and remember", id="remember", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show all."""
        self._show(0)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def _show(self, highlighted: int) -> None:
        self._list.clear_options()
        self._list.add_options(
            Option(_entry(one, is_marked=place in self._marked)) for place, one in enumerate(self._certificates)
        )
        self._list.highlighted = highlighted
        count, marked = len(self._certificates), len(self._marked)
        text = "Trusting is for all of them." if marked == count else f"Trusting is for the {marked} marked of {count}."
        if not marked:
            text = "None is marked: none would be trusted."
        self.query_one("#marked", Static).update(text)
        for button in self.query(Button):
            button.disabled = button.id != "leave" and not marked

    def action_move(self, step: int) -> None:
        """Look at the one above or below."""
        self._list.highlighted = ((self._list.highlighted or 0) + step) % len(self._certificates)

    def action_mark(self) -> None:
        """Take the mark of the one that is looked at away, or give it back."""
        place = self._list.highlighted or 0
        self._marked ^= {place}
        self._show(place)

    def action_show(self) -> None:
        """Show the whole certificate."""
        shared = self._certificates[self._list.highlighted or 0]
        self.app.push_screen(CertificateDetailsScreen(shared.names, shared.places, shared.strangers[0].meeting))

    @on(OptionList.OptionSelected)
    def _show_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_show()

    def action_leave(self) -> None:
        """Trust none and go on without them."""
        self.dismiss(CertificatesDecision(TrustDecision.LEAVE, ()))

    @on(Button.Pressed)
    def _decide(self, event: Button.Pressed) -> None:
        event.stop()
        decision = TrustDecision(str(event.button.id))
        places = sorted(self._marked) if decision is not TrustDecision.LEAVE else []
        trusted = tuple(one for place in places for one in self._certificates[place].strangers)
        self.dismiss(CertificatesDecision(decision, trusted))


def _entry(shared: SharedCertificate, *, is_marked: bool) -> Text:
    meeting = shared.strangers[0].meeting
    said = describe_certificate(meeting.certificate.der)
    subject = "It cannot be read." if said is None else said.subject or "no subject"
    until = "" if said is None else f"  until {said.valid_until:%Y-%m-%d}"
    expired = "  has expired; pinned already" if meeting.has_expired else ""
    mark = "[x]" if is_marked else "[ ]"
    first, second = fingerprint_lines(meeting.certificate.sha256).splitlines()
    lines = (_cut(shared.places), f"{_cut(subject, len(until + expired))}{until}{expired}", first, second)
    text = Text(f"{mark} {_cut(shared.names)}", style="bold", end="")
    text.append("".join(f"\n    {line}" for line in lines), style="not bold")
    return text


def _cut(text: str, less: int = 0) -> str:
    shown, width = visible_line(text), _WIDTH - less
    return shown if len(shown) <= width else f"{shown[: width - 1]}…"
