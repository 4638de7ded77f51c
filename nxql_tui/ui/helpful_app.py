"""An app that helps: F1, the cheat sheet, and letters to jump by, on every screen."""

from __future__ import annotations

from textual import on

from nxql_tui.ui.help.subject import subject_of
from nxql_tui.ui.jump_places import JumpPlace, places_of
from nxql_tui.ui.own_keys import OwnKeysApp
from nxql_tui.ui.screens.cheat_sheet import CheatSheetScreen
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.screens.jump import JumpScreen
from nxql_tui.ui.screens.palette import PaletteScreen


class HelpfulApp(OwnKeysApp):
    """Opens what helps over whatever is there; the same key closes it."""

    def action_toggle_help(self) -> None:
        """Say what the thing with the focus is for and which keys work, or hide it."""
        if isinstance(self.screen, (HelpScreen, CheatSheetScreen)):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(subject_of(self.screen)))

    @on(HelpScreen.SheetRequested)
    def action_cheat_sheet(self) -> None:
        """Show the keys one needs most."""
        if isinstance(self.screen, HelpScreen):
            # In one step: what lies below would travel for nothing.
            self.switch_screen(CheatSheetScreen(self.keys))
        elif not isinstance(self.screen, CheatSheetScreen):
            self.push_screen(CheatSheetScreen(self.keys))

    def action_jump(self) -> None:
        """Show a letter on every place one can go, or take them away."""
        if isinstance(self.screen, JumpScreen):
            self.screen.action_leave()
        else:
            self.push_screen(JumpScreen(places_of(self.screen), self.size), _go)

    def action_command_palette(self) -> None:
        """Find any command; what it offers is for the screen that the letters stand on.

        What lies over a palette, as its help does, gives way to it: a second one would end the app.
        """
        if isinstance(self.screen, JumpScreen):
            self.screen.action_leave()
        if any(isinstance(screen, PaletteScreen) for screen in self.screen_stack[:-1]):
            self.screen.dismiss()
        elif self.use_command_palette and not isinstance(self.screen, PaletteScreen):
            self.push_screen(PaletteScreen())


def _go(place: JumpPlace | None) -> None:
    if place is not None:
        place.go()
