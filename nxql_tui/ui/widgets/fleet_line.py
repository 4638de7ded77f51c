"""The line on the Engines of a fleet: who is how far, and who failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.message import Message
from textual.widgets import Static

from nxql_tui.ui.fleet_words import FAILED, fleet_line, with_hint
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.fleet import FLEET_LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.events import Click

    from nxql_tui.fleets.gathering import GatheredEngine


_HINT = "e shows each"


class FleetLine(Static, can_focus=True):
    """Takes no room where one Engine is asked."""

    DEFAULT_CSS = """
    FleetLine {
        height: 1; display: none; padding: 0 1; background: $surface; color: $foreground;
        text-wrap: nowrap; text-overflow: ellipsis;
        &:focus {
            background: $block-focus-background; color: $block-focus-foreground; background-tint: $foreground 0%;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(FLEET_LINE)

    class ListRequested(Message):
        """The user wants to see the Engines one by one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._engines: Sequence[GatheredEngine] = ()
        self._left_out: Sequence[str] = ()
        self._line = ""

    def show(self, engines: Sequence[GatheredEngine], left_out: Sequence[str]) -> None:
        """Show these Engines; none takes the line away."""
        self._engines, self._left_out = engines, left_out
        self.display = bool(engines)
        self._write()

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        self._write()

    def _write(self) -> None:
        width = max(10, self.content_size.width)
        line = with_hint(fleet_line(self._engines, self._left_out, width), _HINT, width)
        if line == self._line:
            return
        self._line = line
        text = Text(line, no_wrap=True, overflow="ellipsis", end="")
        text.highlight_regex(rf"{_HINT}$", "dim")
        text.highlight_regex(rf"{FAILED}.*?(?=  |$)", "bold")
        self.update(text)

    def on_click(self, event: Click) -> None:
        """Open the list."""
        event.stop()
        self.action_open_list()

    def action_open_list(self) -> None:
        """Show the Engines one by one."""
        self.post_message(self.ListRequested())
