"""Letters on every place, and going there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import CommandPalette
from textual.events import Key
from textual.widgets import Static
from waiting import wait_for_check

from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.jump import JumpScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.settings import SettingsScreen

if TYPE_CHECKING:
    from conftest import Explorer

TWO_PARAMETERS = "(select (name) (from device (where device (eq name (string %1)) (eq #Location (enum %2)))))"


def letters(explorer: Explorer) -> dict[tuple[int, int], str]:
    """The letters by where they stand."""
    assert isinstance(explorer.app.screen, JumpScreen)
    labels = explorer.app.screen.query(Static).results()
    return {(label.region.x, label.region.y): str(label.render()).strip() for label in labels}


async def letter_of(explorer: Explorer, selector: str) -> str:
    """Ask for letters; the one of a widget."""
    widget = explorer.widget(selector)
    await explorer.press("alt+m")
    await explorer.wait_for(lambda: explorer.app.screen.query(Static))
    found = letters(explorer)
    return found.get(tuple(widget.region.offset)) or found[tuple(widget.content_region.offset)]


async def test_a_letter_goes_to_each_place_of_the_workbench(open_explorer) -> None:
    async with open_explorer(query=TWO_PARAMETERS, size=(60, 16)) as explorer:
        await explorer.wait_for(lambda: len(explorer.app.screen.query("ParameterField")) == 2)
        await wait_for_check(explorer.pilot)
        for selector in ("#results", "#platform-mobile", "ParameterField:last-child Input", "#page-number", "#editor"):
            await explorer.press(await letter_of(explorer, selector))
            assert explorer.app.screen.focused is explorer.widget(selector)


async def test_a_letter_of_what_has_gone_meanwhile_leaves_the_focus_where_it_is(open_explorer) -> None:
    async with open_explorer() as explorer:
        workbench = explorer.app.screen
        letter = await letter_of(explorer, "#page-number")
        workbench.query_one("#page-number").display = False
        await explorer.press(letter)
        assert workbench.focused is workbench.query_one("#editor")


async def test_a_letter_opens_a_tab_and_another_goes_to_the_line_of_tabs(open_explorer) -> None:
    async with open_explorer() as explorer:
        workbench = explorer.app.screen
        await explorer.press("ctrl+n", "alt+m")
        # Behind the four switches of the first line.
        await explorer.press("e")
        assert workbench.tabs.open_index == 0
        await explorer.press("alt+m", "g")
        assert workbench.focused is workbench.query_one("TabBar")


async def test_a_letter_goes_to_the_problem(open_explorer) -> None:
    async with open_explorer(query="(select (nam) (from device))") as explorer:
        await explorer.wait_for(lambda: not explorer.widget("ProblemLine").is_empty)
        explorer.widget("#results").focus()
        await explorer.press(await letter_of(explorer, "#problem"))
        editor = explorer.widget("#editor")
        await explorer.wait_for(lambda: editor.has_focus)
        assert editor.cursor_offset == 9


async def test_any_other_key_or_another_size_leaves_without_doing_anything(open_explorer) -> None:
    async with open_explorer() as explorer:
        workbench, focused, text = explorer.app.screen, explorer.app.focused, explorer.widget("#editor").text
        for key in ("escape", "alt+m", "ctrl+backslash", "f4", "up", "9"):
            await explorer.pilot.press("alt+m")
            assert isinstance(explorer.app.screen, JumpScreen)
            await explorer.pilot.press(key)
            assert explorer.app.screen is workbench
        await explorer.pilot.press("alt+m", "f10")
        assert isinstance(explorer.app.screen, CommandPalette)
        await explorer.pilot.press("escape")
        assert explorer.app.screen is workbench
        await explorer.pilot.press("alt+m")
        await explorer.pilot.resize_terminal(100, 30)
        await explorer.wait_for(lambda: explorer.app.screen is workbench)
        assert explorer.app.focused is focused
        assert explorer.widget("#editor").text == text


async def test_keys_typed_at_once_go_there_too(open_explorer) -> None:
    async with open_explorer() as explorer:
        for key, character in (("ctrl+backslash", "\x1c"), ("a", "a"), ("space", " ")):
            explorer.app.post_message(Key(key, character))
        await explorer.wait_for(lambda: explorer.app.focused is explorer.widget("#platform-windows"))
        await explorer.wait_for(lambda: not explorer.widget("#platform-windows").value)


async def test_every_field_of_the_login_screen_has_a_letter(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))
        login = explorer.app.screen
        for selector in ("#password", "#keep-in", "#engine", "#user", "#connect"):
            await explorer.press(await letter_of(explorer, selector))
            assert login.focused is login.query_one(selector)


async def test_it_works_in_dialogs_and_forms_where_text_has_the_focus(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f8")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
        await explorer.press(await letter_of(explorer, "#close"))
        assert explorer.app.focused is explorer.widget("#close")
        await explorer.press("escape")
        explorer.app.action_open_settings()
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, SettingsScreen))
        await explorer.pilot.pause()
        seen = [one for one in explorer.app.screen.focus_chain if explorer.app.screen.find_widget(one).visible_region]
        await explorer.press("alt+m")
        await explorer.wait_for(lambda: explorer.app.screen.query(Static))
        assert len(letters(explorer)) == len(seen) > 5
