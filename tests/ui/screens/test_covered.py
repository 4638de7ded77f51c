"""What ends while something lies over it."""

from __future__ import annotations

from pathlib import Path

from nxql_tui.accounts.connection import Connection
from nxql_tui.ui.exports import ExportFinished
from nxql_tui.ui.login_outcomes import LoginSucceeded
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.screens.login import LoginScreen


async def test_letters_that_another_size_ends_while_help_lies_over_them_go_when_it_is_closed(open_explorer) -> None:
    async with open_explorer() as explorer:
        workbench = explorer.app.screen
        await explorer.pilot.press("alt+m", "f1")
        assert isinstance(explorer.app.screen, HelpScreen)
        await explorer.pilot.resize_terminal(100, 30)
        await explorer.pilot.pause()
        assert isinstance(explorer.app.screen, HelpScreen)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: explorer.app.screen is workbench)


async def test_an_export_that_ends_while_help_lies_over_it_closes_its_own_dialog(open_explorer) -> None:
    async with open_explorer() as explorer:
        workbench = explorer.app.screen
        await explorer.press("f8")
        dialog = explorer.app.screen
        await explorer.pilot.press("f1")
        dialog.post_message(ExportFinished(Path("devices.csv"), "3 rows"))
        await explorer.pilot.pause()
        assert isinstance(explorer.app.screen, HelpScreen)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: explorer.app.screen is workbench)
        await explorer.wait_for(lambda: "Wrote 3 rows" in explorer.state)


async def test_a_login_that_succeeds_while_help_lies_over_it_leaves_the_workbench(open_explorer, engine_client) -> None:
    async with open_explorer(client=None) as explorer:
        workbench = explorer.app.screen_stack[0]
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        login = explorer.app.screen
        await explorer.pilot.press("f1")
        assert isinstance(explorer.app.screen, HelpScreen)
        outcome = LoginSucceeded(engine_client, (), Connection("", user="admin"), ())
        login.post_message(LoginScreen.LoggedIn(outcome))
        await explorer.wait_for(lambda: workbench.tab.connected)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: explorer.app.screen is workbench)
