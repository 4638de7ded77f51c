"""The dialog that writes the question for other tools."""

from __future__ import annotations

import ast
import subprocess
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.recipe_subject import recipe_subject
from nxql_tui.client.trust import SystemTrust
from nxql_tui.ui.recipe_tools import TOOLS
from nxql_tui.ui.screens.copy_as import CopyAsScreen
from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.recipes.recipe import Recipe, write_recipe
from nxql_tui.wire.request import Format, Platform, QueryRequest, from_link

if TYPE_CHECKING:
    from pathlib import Path

QUERY = "(select (name total_ram) (from device) (limit 3))"
UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (string "X")))))'


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def open_dialog(explorer, query: str = QUERY) -> None:
    await explorer.write(query)
    await explorer.app.screen.run_action("copy_as")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, CopyAsScreen) and preview(explorer))


async def choose(explorer, recipe: Recipe) -> None:
    explorer.widget("#tools").highlighted = next(place for place, tool in enumerate(TOOLS) if tool.recipe is recipe)
    await explorer.pilot.pause()


def preview(explorer) -> str:
    """What is shown; empty while the dialog is being made."""
    shown = explorer.app.screen.query("#preview")
    return str(shown.first().visual) if shown else ""


def message(explorer) -> str:
    said = explorer.widget("#message")
    return str(said.render()) if said.display else ""


def test_every_recipe_is_in_the_list_once():
    assert sorted(tool.recipe for tool in TOOLS) == sorted(Recipe)


async def test_enter_copies_what_is_shown(open_explorer, engine_client) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        for recipe in Recipe:
            await choose(explorer, recipe)
            assert message(explorer) == ""
            await explorer.press("enter")
            copied = explorer.app.clipboard
            assert copied == write_recipe(recipe, recipe_subject(engine_client, QueryRequest(QUERY)))
            assert preview(explorer) == copied
            assert "sent to the terminal's clipboard" in message(explorer)


async def test_the_copied_command_asks_the_engine(open_explorer, engine) -> None:
    """The text goes through a real shell to the real Engine."""
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        await choose(explorer, Recipe.CURL)
        await explorer.press("enter")
        copied = explorer.app.clipboard
    asking = copied.replace("--user admin", "--user admin:admin")
    done = subprocess.run(["sh", "-c", asking], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "name\ttotal_ram"
    assert len(done.stdout.splitlines()) == 4


async def test_keys_in_a_burst_copy_the_tool_they_reach(open_explorer) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        await explorer.press("down", "down", "down", "enter")
        assert "wget" in explorer.app.clipboard


async def test_a_click_on_a_tool_only_shows_its_text(open_explorer) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        await explorer.pilot.click("#tools", offset=(2, 7))
        await explorer.pilot.pause()
        assert "import httpx" in preview(explorer)
        assert explorer.app.clipboard == ""


async def test_format_platforms_parameters_and_formatted_are_those_of_the_question(open_explorer) -> None:
    async with open_explorer() as explorer:
        explorer.app.screen.head.toggle_platform(Platform.MAC_OS)
        explorer.app.screen.head.toggle_formatted()
        await explorer.write("(select (name) (from device (where device (eq name (string %1)))))")
        await explorer.wait_for(lambda: explorer.app.screen.query("ParameterField"))
        explorer.widget("ParameterField Input").value = "Röhre 1"
        await explorer.pilot.pause()
        await explorer.app.screen.run_action("copy_as")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, CopyAsScreen) and preview(explorer))
        await choose(explorer, Recipe.URL)
        explorer.widget("#format").value = "xml"
        await explorer.press("enter")
        request = from_link(explorer.app.clipboard)
    assert request.platforms == (Platform.WINDOWS, Platform.MAC_OS)
    assert request.parameters == {1: "Röhre 1"}
    assert request.format is Format.XML
    assert request.human_readable


async def test_json_knows_no_formatted(open_explorer) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        explorer.widget("#copy-formatted").value = True
        explorer.widget("#format").value = "json"
        await explorer.pilot.pause()
        assert explorer.widget("#copy-formatted").disabled
        assert "--hr" not in preview(explorer)
        explorer.widget("#format").value = "html"
        await explorer.pilot.pause()
        assert "--hr" in preview(explorer)


async def test_a_tool_that_cannot_be_given_the_question_says_why(open_explorer, working_folder: Path) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        explorer.widget("#copy-formatted").value = True
        await choose(explorer, Recipe.INVOKE_NXQL)
        assert "numbers with units" in preview(explorer)
        await explorer.press("enter")
        assert "numbers with units" in message(explorer)
        assert explorer.app.clipboard == ""
        await explorer.press("f8")
    assert list(working_folder.iterdir()) == []


async def test_no_password_is_written(open_explorer) -> None:
    client = EngineClient(parse_address("engine-1"), Credential("alice", Secret("kanarienvogel")), SystemTrust())
    async with open_explorer(client=client) as explorer:
        await open_dialog(explorer)
        for tool in TOOLS:
            await choose(explorer, tool.recipe)
            assert "kanarienvogel" not in preview(explorer)
            assert "alice" in preview(explorer) or tool.recipe is Recipe.URL


async def test_an_update_is_written_only_where_the_connection_allows_it(open_explorer, engine_client) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer, UPDATE)
        for recipe in Recipe:
            await choose(explorer, recipe)
            assert preview(explorer) == "This is an update, and this connection does not allow updates."
            await explorer.press("enter")
        assert explorer.app.clipboard == ""
        await explorer.press("escape")
        await explorer.app.push_screen(CopyAsScreen(engine_client, QueryRequest(UPDATE), allows_updates=True))
        await choose(explorer, Recipe.CURL)
        assert preview(explorer).startswith("# This is an update")


async def test_a_file_is_written_for_its_owner_alone(open_explorer, working_folder: Path) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        await choose(explorer, Recipe.PYTHON)
        await explorer.press("f8")
        assert "Python: written to" in message(explorer)
    (path,) = working_folder.iterdir()
    assert path.suffix == ".py"
    assert path.name.startswith("device-20")
    assert path.stat().st_mode & 0o777 == 0o600
    ast.parse(path.read_text())
    assert working_folder.stat().st_mode & 0o777 != 0o700


async def test_an_existing_file_is_asked_about(open_explorer, working_folder: Path) -> None:
    path = working_folder / "mine.sh"
    path.write_text("mine")
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        explorer.widget("#path").value = "mine.sh"
        explorer.widget("#path").focus()
        await explorer.press("enter")
        assert "exists already" in message(explorer)
        assert path.read_text() == "mine"
        assert explorer.app.focused.id == "overwrite"
        await explorer.press("enter")
        assert "written to" in message(explorer)
        assert explorer.app.focused.id == "path"
    assert path.read_text().startswith("nxql-tui query")


@pytest.mark.parametrize("typed", ["", "missing/file.sh", ".", "~nobody-of-that-name/file.sh", "a\0b"])
async def test_a_path_that_cannot_be_is_told_and_the_dialog_stays(
    open_explorer, working_folder: Path, typed: str
) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        explorer.widget("#path").value = typed
        await explorer.pilot.pause()
        await explorer.press("f8")
        assert message(explorer)
        assert isinstance(explorer.app.screen, CopyAsScreen)
    assert list(working_folder.iterdir()) == []


async def test_the_ending_follows_the_tool_unless_the_user_gave_another(open_explorer) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        path = explorer.widget("#path")
        for recipe, ending in ((Recipe.POWERSHELL, ".ps1"), (Recipe.POWER_QUERY, ".pq"), (Recipe.URL, ".txt")):
            await choose(explorer, recipe)
            assert path.value.endswith(ending)
        path.value = "./question.bash"
        await choose(explorer, Recipe.CURL)
        assert path.value == "./question.bash"


async def test_page_keys_scroll_a_long_text_while_the_list_has_the_focus(open_explorer) -> None:
    async with open_explorer(size=(60, 16)) as explorer:
        await open_dialog(explorer)
        await choose(explorer, Recipe.CURL)
        scroll = explorer.widget("#preview-scroll")
        await explorer.press("pagedown")
        assert scroll.scroll_offset.y > 0
        assert explorer.app.focused.id == "tools"
        await explorer.press("pageup")
        assert scroll.scroll_offset.y == 0


async def test_everything_is_in_view_on_the_smallest_terminal(open_explorer) -> None:
    async with open_explorer(size=(60, 16)) as explorer:
        await open_dialog(explorer)
        await explorer.press("f8", "f8")
        screen = explorer.app.screen
        widgets = ("#tools", "#preview-scroll", "#format", "#copy-formatted", "#path", "#message")
        for selector in (*widgets, "#copy", "#overwrite", "#write", "#close"):
            region = screen.query_one(selector).region
            assert region.height, selector
            assert screen.query_one(".dialog").content_region.contains_region(region), selector


async def test_escape_leaves_everything_as_it_was(open_explorer, working_folder: Path) -> None:
    async with open_explorer() as explorer:
        await open_dialog(explorer)
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, WorkbenchScreen)
        assert explorer.app.screen.tab.pane.text == QUERY
    assert list(working_folder.iterdir()) == []


async def test_the_export_dialog_hands_over_its_format(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.ask(QUERY)
        await explorer.press("f8")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, ExportScreen))
        explorer.widget("#format").value = "json"
        await explorer.press("f7")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, CopyAsScreen) and preview(explorer))
        assert "--format=json" in preview(explorer)
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, ExportScreen)


async def test_nothing_is_copied_before_there_is_a_question_and_somebody_to_ask(open_explorer) -> None:
    async with open_explorer() as explorer:
        await explorer.write(" ")
        await explorer.app.screen.run_action("copy_as")
        await explorer.pilot.pause()
        assert isinstance(explorer.app.screen, WorkbenchScreen)
        assert "no query" in explorer.text_of("#message .message-text")
    async with open_explorer(client=None) as explorer:
        await explorer.app.pop_screen()
        await explorer.app.screen.run_action("copy_as")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, LoginScreen))


async def test_the_palette_offers_it(open_explorer) -> None:
    async with open_explorer() as explorer:
        commands = {command.title for command in explorer.app.get_system_commands(explorer.app.screen)}
        assert "Copy as" in commands
