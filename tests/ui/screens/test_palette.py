"""The palette as a user sees it."""

from __future__ import annotations

from lone_screen import SMALL, TINY
from textual.command import CommandList
from textual.events import Key

from nxql_tui.ui.screens.cheat_sheet import CheatSheetScreen
from nxql_tui.ui.screens.palette import PaletteScreen


async def test_enter_in_one_burst_with_a_name_runs_the_command_of_that_name(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f10")
        await explorer.wait_for(lambda: explorer.app.screen.query_one(CommandList).option_count > 1)
        for letter in "cheat":
            explorer.app.post_message(Key(letter, letter))
        explorer.app.post_message(Key("enter", "\r"))
        await explorer.wait_for(lambda: not isinstance(explorer.app.screen, PaletteScreen))
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, CheatSheetScreen))


async def test_the_command_that_is_marked_is_seen(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f10")
        commands = explorer.widget(CommandList)
        await explorer.wait_for(lambda: commands.option_count > 1 and commands.size.height)
        for size in (SMALL, TINY):
            await explorer.pilot.resize_terminal(*size)
            await explorer.press("ctrl+home", "ctrl+end")
            assert commands.highlighted == commands.option_count - 1
            await explorer.wait_for(lambda: commands.scroll_y == commands.max_scroll_y > 0)
            assert commands.region.bottom < size[1]
