"""The keys of a user in the real explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.ui.help.subject import subject_of
from nxql_tui.ui.keymap.registry import COMMANDS
from nxql_tui.ui.own_keys import key_of, with_keys
from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.screens.model_browser import ModelBrowserScreen
from nxql_tui.ui.screens.save_query import SaveQueryScreen
from nxql_tui.ui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from conftest import Explorer

    from nxql_tui.paths import Paths


def settle(paths: Paths, text: str) -> None:
    """Write the user's settings."""
    paths.settings.parent.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text(text)


def footer(explorer: Explorer) -> dict[str, str]:
    """The keys in the last line, by what they say."""
    line = explorer.app.screen.query_one(KeyLine)
    return {placed.hint.words: placed.hint.shown for placed in line.placed()}


def explained(explorer: Explorer, command_id: str) -> str | None:
    """The keys that the help gives a command."""
    lines = {explanation: keys for keys, explanation in subject_of(explorer.app.screen).lines}
    return lines.get(COMMANDS[command_id].explanation)


async def rows_in_focus(explorer: Explorer) -> None:
    await explorer.ask()
    explorer.widget("#results").focus()
    await explorer.settled()


async def test_a_command_obeys_its_own_key_and_no_more_the_one_it_brought(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"answer.sort" = ["z", "ctrl+s"]\n')
    async with open_explorer() as explorer:
        await rows_in_focus(explorer)
        unsorted = explorer.column(0)
        await explorer.press("right", "right", "s")
        assert explorer.column(0) == unsorted
        await explorer.press("z")
        ascending = explorer.column(0)
        assert ascending != unsorted
        await explorer.press("ctrl+s")
        assert explorer.column(0) != ascending


async def test_footer_and_help_show_the_keys_that_hold(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\nanswer.sort = "z"\nquery.send = ["f5", "alt+s"]\napp.palette = "alt+p"\n')
    async with open_explorer() as explorer:
        await rows_in_focus(explorer)
        await explorer.wait_for(lambda: footer(explorer).get("Sort") == "z")
        assert footer(explorer)["Send"] == "F5"
        assert footer(explorer)["Palette"] == "alt+p"
        assert explained(explorer, "answer.sort") == "z"
        assert explained(explorer, "query.send") == "F5, alt+s"


async def test_a_key_over_the_focus_can_be_moved(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"query.send" = "alt+s"\n')
    async with open_explorer() as explorer:
        explorer.widget("#editor").focus()
        await explorer.press("f5")
        assert "Ready" in explorer.state
        await explorer.pilot.press("alt+s")
        await explorer.wait_for(lambda: "rows" in explorer.state)


async def test_a_command_of_the_palette_can_get_a_key(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"library.save" = "ctrl+s"\n')
    async with open_explorer() as explorer:
        await explorer.press("ctrl+s")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, SaveQueryScreen))


async def test_without_a_key_a_command_is_in_neither_footer_nor_help(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"answer.export" = []\n')
    async with open_explorer() as explorer:
        await rows_in_focus(explorer)
        await explorer.press("f8")
        assert not isinstance(explorer.app.screen, ExportScreen)
        assert "Export" not in footer(explorer)
        assert explained(explorer, "answer.export") is None
        assert key_of(explorer.app, "answer.export") == ""


async def test_what_takes_effect_at_once_in_the_editor_has_its_own_key_too(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"editor.outdent" = "alt+o"\n')
    async with open_explorer() as explorer:
        await explorer.write("        x")
        editor = explorer.widget("#editor")
        editor.focus()
        await explorer.press("alt+o")
        await explorer.wait_for(lambda: editor.text == "    x")


async def test_of_commands_that_take_turns_on_a_key_one_can_leave(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"model.open" = "right"\n"model.leave" = "f12"\n')
    async with open_explorer() as explorer:
        await explorer.press("f2")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ModelBrowserScreen))
        browser = explorer.app.screen
        await explorer.press("enter")
        bound = browser._bindings.key_to_bindings
        assert [binding.id for binding in bound["enter"]] == ["model.take_example", "model.insert"]
        assert [binding.id for binding in bound["escape"]] == ["model.back"]
        await explorer.press("f12")
        assert explorer.app.screen is not browser


async def test_what_cannot_be_is_said_at_start_with_the_file(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"answer.sort" = "f5"\n')
    async with open_explorer() as explorer:
        said = [notice.message for notice in explorer.app._notifications]
        sentence = "f5 cannot be 'answer.sort' (answer): it is 'query.send' (workbench). It keeps s."
        assert f"{paths.settings}: {sentence}" in said
        assert key_of(explorer.app, "answer.sort") == "s"


async def test_the_help_is_closed_by_the_key_that_opens_it(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"app.help" = "f11"\n"query.external_editor" = []\n')
    async with open_explorer() as explorer:
        await explorer.press("f11")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, HelpScreen))
        await explorer.press("f11")
        await explorer.wait_for(lambda: not isinstance(explorer.app.screen, HelpScreen))


@pytest.mark.parametrize("preset", ["default", "vim"])
async def test_the_keys_of_vim_move_in_the_rows_where_they_are_wanted(open_explorer, paths: Paths, preset: str) -> None:
    settle(paths, f'keys = "{preset}"\n')
    async with open_explorer() as explorer:
        await rows_in_focus(explorer)
        table = explorer.widget("#results")
        await explorer.press("ctrl+d")
        half = table.cursor_row
        assert (half > 1) == (preset == "vim")
        if preset == "vim":
            await explorer.press("G", "dollar_sign")
            assert table.cursor_coordinate == (table.row_count - 1, len(table.columns) - 1)
            await explorer.press("ctrl+u")
            assert table.cursor_row == table.row_count - 1 - half
            await explorer.press("g", "g", "0")
            assert table.cursor_coordinate == (0, 0)
            assert explained(explorer, "answer.group") == "a"


async def test_sentences_name_the_keys_that_hold(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\nquery.send = "alt+s"\nquery.ask_engine = []\n')
    async with open_explorer() as explorer:
        assert explorer.state == "Ready · alt+s sends the query"
        explorer.widget("#editor").focus()
        await explorer.wait_for(lambda: explorer.widget("ProblemLine").display)
        assert explorer.text_of("ProblemLine") == "ctrl+space shows what fits here · ctrl+f lays out"
        await explorer.press("ctrl+c")
        said = [notice.message for notice in explorer.app._notifications]
        assert said == ["ctrl+q leaves; escape stops what is under way."]


async def test_of_what_is_said_of_several_keys_those_that_are_not_there_are_left_out(
    open_explorer, paths: Paths
) -> None:
    settle(paths, "[keymap]\nanswer.watch = []\n")
    async with open_explorer() as explorer:
        words = ["{answer.watch} a · {query.send} b  {answer.watch} c", "{answer.watch} a", ", or {app.quit}", ""]
        assert [with_keys(explorer.app, one) for one in words] == ["F5 b", "", ", or ctrl+q", ""]


async def test_a_key_of_textuals_own_gives_way_to_a_command(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"answer.mark" = "up"\n')
    async with open_explorer() as explorer:
        bound = explorer.widget("#results")._bindings.key_to_bindings
        assert [binding.id for binding in bound["up"]] == ["answer.mark"]


async def test_the_border_of_a_panel_names_the_key_that_closes_it(open_explorer, paths: Paths) -> None:
    settle(paths, '[keymap]\n"panel.close" = "z"\n')
    async with open_explorer() as explorer:
        await rows_in_focus(explorer)
        await explorer.press("plus")
        assert str(explorer.widget("ColumnsPanel").border_subtitle) == "enter more · z"
        await explorer.press("z", "equals_sign")
        assert str(explorer.widget("SummaryPanel").border_subtitle).endswith("column · z")
