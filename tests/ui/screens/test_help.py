"""F1 as a user sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from nxql_tui.ui.screens.cheat_sheet import CheatSheetScreen
from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.widgets.reading_text import ReadingText

if TYPE_CHECKING:
    from conftest import Explorer

    from nxql_tui.paths import Paths


def words(explorer: Explorer) -> str:
    """What the help says, its keys apart."""
    return "\n".join(str(one.render()) for one in explorer.app.screen.query(Static).results())


def help_text(explorer: Explorer) -> ReadingText:
    return explorer.app.screen.query_one(ReadingText)


async def test_an_example_names_the_keys_of_the_user(open_explorer, paths: Paths) -> None:
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text('[keymap]\n"answer.sort" = "z"\n"answer.quick_filter" = []\n')
    async with open_explorer() as explorer:
        explorer.widget("#results").focus()
        await explorer.press("f1")
        assert "press z, z · see a whole row: enter" in words(explorer)


async def test_while_a_path_is_typed_the_dialog_is_explained_and_stays(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.press("f8")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
        await explorer.press("f1")
        assert help_text(explorer).border_title == "Help: export"
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, ExportScreen)


async def test_it_scrolls_and_says_how_with_the_keys_of_vim_where_they_are_wanted(open_explorer, paths: Paths) -> None:
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text('keys = "vim"\n')
    async with open_explorer(size=(60, 16)) as explorer:
        explorer.widget("#results").focus()
        await explorer.press("f1", "down", "pagedown", "home", "ctrl+d")
        text = help_text(explorer)
        assert text.border_subtitle == "down/up scroll"
        half = text.scroll_y
        assert half > 5
        await explorer.press("j", "j", "k")
        assert text.scroll_y == half + 1
        await explorer.press("G", "ctrl+u")
        assert text.scroll_y == text.max_scroll_y - half
        await explorer.press("g")
        assert text.scroll_y == 0


async def test_the_editor_is_explained_with_a_query_and_the_cheat_sheet_is_behind_a_key(open_explorer) -> None:
    async with open_explorer() as explorer:
        titles = {command.title for command in explorer.app.get_system_commands(explorer.app.screen)}
        assert {"Help", "Cheat sheet", "Jump"} <= titles
        await explorer.press("f1")
        assert help_text(explorer).border_title == "Help: editor"
        assert "(gt system_drive_usage (percent 0.9))" in words(explorer)
        await explorer.press("c")
        sheet = explorer.app.screen
        assert isinstance(sheet, CheatSheetScreen)
        await explorer.wait_for(lambda: "Cheat" in str(help_text(explorer).border_title))
        assert help_text(explorer).max_scroll_y == 0
        for line in ("F5 ctrl+r Send", "alt+m Jump", "s Sort", "y Copy", "space Mark"):
            assert line in words(explorer)
        await explorer.press("f1")
        assert not isinstance(explorer.app.screen, (CheatSheetScreen, HelpScreen))
