"""A screen alone in an app, in our colours, and what a user sees and does there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from waiting import wait_for

from nxql_tui.ui.help.subject import subject_of
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.workbench import APP
from nxql_tui.ui.ordered_keys import OrderedKeysApp
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.themed_app import ThemedApp
from nxql_tui.ui.theming import DEFAULT_THEME, load_themes, shipped_theme_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot
    from textual.screen import Screen

SMALL = (80, 24)
LARGE = (120, 40)
TINY = (60, 16)
OPEN = "still open"
"""The result of a screen that nobody has closed."""


class LoneScreenApp(OrderedKeysApp[None], ThemedApp[None]):
    """Nothing but one screen."""

    BINDINGS: ClassVar = bindings(APP)

    def __init__(self, shown: Screen[Any]) -> None:
        super().__init__()
        # As over SSH: what still moves when a picture is taken would look otherwise each time.
        self.animation_level = "none"
        self.shown = shown
        self.result: object = OPEN
        for theme in load_themes(shipped_theme_folder()).themes:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME

    def on_mount(self) -> None:
        self.push_screen(self.shown, self._keep)

    def _keep(self, result: object) -> None:
        self.result = result

    def action_toggle_help(self) -> None:
        self.push_screen(HelpScreen(subject_of(self.screen)))


@dataclass
class LoneScreen:
    """The screen as its user has it."""

    app: LoneScreenApp
    pilot: Pilot[None]

    @property
    def shown(self) -> Screen[Any]:
        return self.app.shown

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def wait_for(self, condition: Callable[[], object]) -> None:
        await wait_for(self.pilot, condition)

    async def result(self) -> object:
        """What the screen was closed with."""
        await self.wait_for(lambda: self.app.result is not OPEN)
        return self.app.result

    async def wait_for_search(self) -> None:
        """Wait until one can type."""
        await self.wait_for(lambda: self.shown.query("#search") and self.shown.query_one("#search").has_focus)

    @property
    def list(self):
        return self.shown.query_one("#entries")

    @property
    def highlighted(self) -> str:
        row = self.list.highlighted
        return row.left if row is not None else ""

    @property
    def headings(self) -> list[str]:
        return [row.left for row in self.list.rows if row.subject is None]

    @property
    def names(self) -> list[str]:
        return [row.left for row in self.list.rows if row.subject is not None]

    @property
    def message(self) -> str:
        message = self.shown.query_one("#message")
        return " ".join(str(message.render()).split()) if message.display else ""

    @property
    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        assert len(strips) == height
        return [strip.text[:width] for strip in strips]

    @property
    def screen_text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def footer(self) -> str:
        return self.lines[-1]
