"""A screen that says so when the terminal is too small for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen
from textual.widgets import Static

from nxql_tui.terminals import MINIMUM_HEIGHT, MINIMUM_WIDTH
from nxql_tui.ui.own_keys import with_keys

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

SHORT_HEIGHT = 30
"""Below it, the editor leaves more of the screen to the answer."""

WIDE_FROM = 110
"""Columns from which a panel stands beside the rows and every page size has its button."""

BROAD_FROM = 160
"""Columns from which what stands beside the rows, or over them, is as wide as its content wants."""

WIDTHS = [(0, "-narrow"), (WIDE_FROM, "-wide"), (BROAD_FROM, "-broad")]
"""For a screen that stands on the right of the query and its answer where there is room for both."""
LOW_BREAKPOINTS = [(0, "-low"), (20, "-high")]
"""For a dialog that goes without empty lines where there are few."""
NARROW_BREAKPOINTS = [(0, "-narrow"), (76, "-roomy")]
"""For a dialog that breaks its lines where they are short."""

Outcome = TypeVar("Outcome")


class TooSmall(Static):
    """One sentence over everything else."""

    DEFAULT_CSS = """
    TooSmall {
        layer: notice;
        display: none;
        width: 100%;
        height: 100%;
        background: $background;
        content-align: center middle;
        text-align: center;
    }
    """


class SizedScreen(Screen[Outcome]):
    """Shows its content from 60×14 on; below, what to do about it, and loses nothing."""

    DEFAULT_CSS = """
    SizedScreen { layers: default notice; }
    SizedScreen.-too-small { overflow: hidden hidden; }
    SizedScreen.-too-small > * { display: none; }
    SizedScreen.-too-small > TooSmall { display: block; }
    """

    _left_focus: Widget | None = None
    """What had the focus when there was still room: what is not displayed cannot keep it."""

    def compose(self) -> ComposeResult:
        """The content under the notice."""
        yield from self.compose_content()
        yield TooSmall(id="too-small")

    def compose_content(self) -> ComposeResult:
        """What the screen shows; a screen composes this instead of `compose`."""
        yield from ()

    def on_resize(self, event: events.Resize) -> None:
        """Show or hide the notice."""
        width, height = event.size
        too_small = width < MINIMUM_WIDTH or height < MINIMUM_HEIGHT
        notice = self.query_one("#too-small", TooSmall)
        leave = with_keys(self.app, ", or {app.quit}")
        notice.update(f"{width}×{height} is too small: enlarge to {MINIMUM_WIDTH}×{MINIMUM_HEIGHT}{leave}")
        if too_small and not self.has_class("-too-small"):
            self._left_focus = self.focused
        self.set_class(too_small, "-too-small")
        self.set_class(height < SHORT_HEIGHT, "-short")
        self.set_class(width >= WIDE_FROM, "-wide")
        self.set_class(width >= BROAD_FROM, "-broad")
        self.call_after_refresh(self._focus_again)

    def on_screen_resume(self) -> None:
        """Go on where it was left, also when the room came back behind a dialog."""
        self._focus_again()

    def _focus_again(self) -> None:
        widget = self._left_focus
        if widget is None or self.has_class("-too-small") or not self.is_current:
            return
        self._left_focus = None
        if widget.is_attached and self.focused is None:
            self.set_focus(widget)
