"""What is said where there is nothing, and what goes away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.ui.first_answer import FirstAnswer
from nxql_tui.ui.screens.library import LibraryScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.model_browser import ModelBrowserScreen

if TYPE_CHECKING:
    from conftest import Explorer

    from nxql_tui.paths import Paths

NOBODY = "(select (name) (from device (where device (eq name (string nobody)))))"


def said(explorer: Explorer) -> str:
    """What stands in the place of rows; empty where nothing does."""
    words = explorer.app.screen_stack[0].query_one("#empty-answer")
    return str(words.render()) if words.display else ""


async def test_the_first_steps_are_told_until_the_first_answer_of_all(open_explorer, paths: Paths) -> None:
    async with open_explorer() as explorer:
        await explorer.wait_for(lambda: "New here? F5 sends" in said(explorer))
        assert max(map(len, said(explorer).splitlines())) <= 60 - 4
        assert explorer.app.focused is explorer.widget("#editor")
        await explorer.ask("(select (nam) (from device))")
        assert not paths.first_answer.exists()
        assert "New here?" in said(explorer)
        await explorer.ask("(select (name) (from device) (limit 3))")
        assert said(explorer) == ""
    paths.history.unlink()
    async with open_explorer() as explorer:
        await explorer.wait_for(lambda: said(explorer).startswith("No answer yet"))


def test_who_has_a_history_is_not_new(paths: Paths) -> None:
    assert not FirstAnswer(paths).has_come
    paths.state.mkdir()
    paths.history.touch()
    assert FirstAnswer(paths).has_come


async def test_without_a_query_it_is_said_where_to_get_one(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.write("")
        await explorer.wait_for(lambda: "F3 opens one that runs" in said(explorer))
        message = explorer.widget("#message")
        await explorer.press("f5")
        await explorer.wait_for(lambda: message.display)
        await explorer.press("left_parenthesis")
        await explorer.wait_for(lambda: not message.display)
        await explorer.wait_for(lambda: "New here?" in said(explorer))


async def test_no_rows_and_no_rows_left_are_told_apart(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask(NOBODY)
        await explorer.wait_for(lambda: said(explorer).startswith("The Engine has nothing that fits."))
        await explorer.ask("(select (name) (from device) (limit 3))")
        await explorer.press("slash", *"xqz", "enter")
        await explorer.wait_for(lambda: "none of the 3 rows" in said(explorer))
        await explorer.press("g")
        assert explorer.state == "There are no rows to group: the filters let none through"
        await explorer.press("equals_sign")
        await explorer.wait_for(lambda: explorer.app.screen.query("#summary-figures"))
        await explorer.wait_for(lambda: "then backspace takes" in explorer.text_of("#summary-figures"))
        # The panel stands in the place of the rows.
        assert said(explorer) == ""
        await explorer.press("escape", "backspace")
        await explorer.wait_for(lambda: explorer.column(0))
        assert said(explorer) == ""
        await explorer.press("minus")
        assert len(explorer.widget("#results").columns) == 1
        notices = [notice.message for notice in explorer.app._notifications]
        assert notices == ["At least one column stays: ctrl+_ shows all."]


async def test_a_search_that_finds_nothing_says_what_to_try(open_explorer) -> None:
    async with open_explorer() as explorer:
        for key, screen, selector, words in (
            ("f2", ModelBrowserScreen, "#details", "F7 in the workbench lets it check"),
            ("f3", LibraryScreen, "#details Static", "tab looks among the questions asked"),
        ):
            await explorer.pilot.press(key)
            await explorer.wait_for(lambda screen=screen: isinstance(explorer.app.screen, screen))
            await explorer.wait_for(lambda: explorer.widget("#search").has_focus)
            await explorer.pilot.press(*"zzqq")
            await explorer.wait_for(lambda selector=selector, words=words: words in explorer.text_of(selector))
            await explorer.pilot.press(key)


async def test_while_no_connection_is_saved_it_is_said_how_one_comes_to_be(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        # Whole in the smallest terminal.
        assert explorer.widget("#password").placeholder == "empty takes the kept one · F9 shows it"
        assert len(explorer.widget("#password").placeholder) <= 60 - 18
        assert explorer.widget("#form").border_subtitle == "none saved yet: what connects will be listed here"
