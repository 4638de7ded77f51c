"""A letter on every place one can go, and the letter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.events import Click, Key
from textual.screen import ModalScreen
from textual.widgets import Static

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import JUMP
from nxql_tui.ui.screens.patient_screen import PatientScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

    from nxql_tui.ui.jump_places import JumpPlace

_WIDTH = 3
"""A letter with a blank on each side, where there is room."""


class JumpScreen(ModalScreen["JumpPlace | None"], PatientScreen["JumpPlace | None"]):
    """Dismisses with the place chosen; with None on any other key, which does nothing else.

    It lies over the screen as it is, so that nothing but the cells of the letters is sent over the line.
    """

    DEFAULT_CSS = """
    JumpScreen { background: transparent; layout: vertical; overflow: hidden hidden; }
    JumpScreen Static {
        position: absolute; height: 1; background: $background; color: $foreground; text-style: bold reverse;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(JUMP)

    def __init__(self, places: Mapping[str, JumpPlace], size: Size) -> None:
        """Offer these places of a screen of this size."""
        super().__init__()
        self._places = places
        self._size_then = size
        self._is_left = False

    def compose(self) -> ComposeResult:
        """The letters, each where its place begins."""
        for letter, place in self._places.items():
            # A cell of a small one stays, so that two beside each other can be told apart.
            width = min(_WIDTH, max(1, place.seen.width - 1))
            label = Static(letter.center(width), markup=False)
            label.styles.width = width
            label.styles.offset = place.seen.offset
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go, or stay; what was typed behind it is for where one is then."""
        event.stop()
        event.prevent_default()
        if self._is_left:
            self.app.post_message(Key(event.key, event.character))
        else:
            self._leave_for(self._places.get((event.character or "").lower()))

    def on_resize(self, event: events.Resize) -> None:
        """The places are elsewhere now."""
        if event.size != self._size_then:
            self._leave_for(None)

    @on(Click)
    def action_leave(self) -> None:
        """Stay where one is."""
        self._leave_for(None)

    def _leave_for(self, place: JumpPlace | None) -> None:
        if not self._is_left:
            self._is_left = True
            self.dismiss(place)
