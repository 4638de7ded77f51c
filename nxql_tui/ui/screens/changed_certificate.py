"""Other certificates than the pinned ones: both fingerprints of each, and no key that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from nxql_tui.client.certificate import fingerprint_lines
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import CHANGED_CERTIFICATE
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.login_outcomes import CertificateChanged


class ChangedCertificateScreen(ModalScreen[None]):
    """A hard stop: whoever wants to go on has to leave and type a command on purpose."""

    DEFAULT_CSS = """
    ChangedCertificateScreen { align: center middle; background: transparent; }
    ChangedCertificateScreen .dialog {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $error; background: $surface; padding: 0 2; scrollbar-size: 1 1;
    }
    ChangedCertificateScreen Static { height: auto; margin-bottom: 1; }
    ChangedCertificateScreen Label { margin: 0; }
    ChangedCertificateScreen .fingerprint { text-style: bold; }
    ChangedCertificateScreen .buttons { align-horizontal: right; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(CHANGED_CERTIFICATE)

    def __init__(self, *changed: CertificateChanged) -> None:
        super().__init__()
        self._changed = changed

    def compose(self) -> ComposeResult:
        """What was pinned, what is shown, what that may mean, and the one command that replaces the pin."""
        with VerticalScroll(classes="dialog", can_focus=len(self._changed) > 1) as dialog:
            count = len(self._changed)
            dialog.border_title = "The certificate has changed" if count == 1 else f"{count} certificates have changed"
            if count > 1:
                dialog.border_subtitle = Content(with_keys(self.app, "arrows read on · {changed.leave} leaves"))
            for changed in self._changed:
                yield from _compose_one(changed)
            with HorizontalGroup(classes="buttons"):
                yield Button("Leave", id="leave", compact=True)
        yield KeyLine()

    @on(Button.Pressed)
    def action_leave(self) -> None:
        """Go back; nothing has changed."""
        self.dismiss()


def _compose_one(changed: CertificateChanged) -> ComposeResult:
    yield Static(
        f"{visible_line(changed.shown_name)} shows another certificate than the one that was trusted. "
        "It may have been renewed; it may be somebody in between. Nothing was sent.",
        markup=False,
    )
    yield Label("Trusted until now (SHA-256)")
    yield Static(fingerprint_lines(changed.error.pinned), classes="fingerprint", markup=False)
    yield Label("Shown now (SHA-256)")
    seen = fingerprint_lines(changed.error.seen) if changed.error.seen else "It could not be looked at."
    yield Static(seen, classes="fingerprint", markup=False)
    yield Static(
        "Ask the Engine's owner which one is right. Only if it is the new one, leave and run:\n"
        f"{visible_line(changed.way_on)}",
        markup=False,
    )
