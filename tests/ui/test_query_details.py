"""What is known of a query, beside the list of the library."""

from __future__ import annotations

from nxql_tui.ui.screens.library import LibraryScreen


async def test_the_app_keeps_nothing_of_a_library_that_was_closed(open_explorer) -> None:
    async with open_explorer() as explorer:
        explorer.app.screen.post_message(explorer.app.screen.LibraryRequested())
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LibraryScreen))
        await explorer.wait_for(lambda: explorer.app.theme_changed_signal._subscriptions)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: not isinstance(explorer.app.screen, LibraryScreen))
        await explorer.wait_for(lambda: not explorer.app.theme_changed_signal._subscriptions)
