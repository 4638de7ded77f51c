"""The palette: every command by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.command import CommandPalette
from textual.widgets import Input
from textual.worker import WorkerCancelled

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import PALETTE
from nxql_tui.ui.screens.sized_screen import LOW_BREAKPOINTS
from nxql_tui.ui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class PaletteScreen(CommandPalette, inherit_bindings=False):
    """Textual's palette over a last line with its own keys, which can be changed as all others."""

    # Textual's does not ask the theme everywhere, dims what lies under it and takes much room for little, which sends
    # nearly the whole screen over the line, and lets the list hang out of a low terminal.
    DEFAULT_CSS = """
    PaletteScreen {
        background: transparent;
        & > .command-palette--help-text { color: $foreground-muted; text-style: not bold; }
        & > #--container { background: $panel; }
        SearchIcon { display: none; }
        CommandInput, CommandInput:focus { height: 1; border: none; padding: 0 1; }
        #--input { border: hkey $border; }
        #--input.--list-visible { border-bottom: none; }
        #--results { overlay: none; height: 1fr; max-height: 60vh; }
        CommandList { max-height: 100%; border-bottom: hkey $border; }
        &.-low > #--container { margin-top: 0; }
        &.-low #--results { max-height: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(PALETTE)
    VERTICAL_BREAKPOINTS = LOW_BREAKPOINTS

    def compose(self) -> ComposeResult:
        """The search and what it finds, over the keys."""
        yield from super().compose()
        yield KeyLine()

    async def action_run_command(self) -> None:
        """Run the command that is looked at."""
        await self.query_one(Input).action_submit()

    @on(Input.Submitted)
    async def _await_search(self, event: Input.Submitted) -> None:
        """Run what the last letters find: of keys in a burst, Textual would run what stood there before."""
        try:
            for search in [one for one in self.workers if one.node is self and not one.is_cancelled]:
                await search.wait()
        except WorkerCancelled:
            # The palette was closed meanwhile.
            event.stop()
            event.prevent_default()
