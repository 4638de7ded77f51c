"""Themes are shown while they are looked at, and a file that changes is shown at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.containers import VerticalGroup

from nxql_tui.settings import load_settings
from nxql_tui.ui import configured_app
from nxql_tui.ui.screens.choose_theme import ChooseThemeScreen

if TYPE_CHECKING:
    from pathlib import Path

MINE = 'name = "mine"\nprimary = "{colour}"\n'


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configured_app, "LOOK_SECONDS", 0.05)


async def open_list(explorer) -> None:
    explorer.app.action_change_theme()
    await explorer.wait_for(lambda: explorer.app.screen.query("#search-themes:focus"))


def primary_of(explorer) -> str:
    return explorer.app.theme_variables["primary"].lower()


async def test_the_theme_that_is_looked_at_is_shown_and_escape_brings_the_old_one_back(paths, open_explorer) -> None:
    async with open_explorer() as explorer:
        before = primary_of(explorer)
        await open_list(explorer)
        assert explorer.app.theme == "nxql-dark"
        await explorer.press("down")
        assert explorer.app.theme == "nxql-light"
        assert primary_of(explorer) != before
        await explorer.press("escape")
        assert explorer.app.theme == "nxql-dark"
        await explorer.wait_for(lambda: primary_of(explorer) == before)
    assert not paths.settings.exists()


async def test_enter_keeps_the_theme_that_was_searched(paths, open_explorer) -> None:
    async with open_explorer() as explorer:
        await open_list(explorer)
        await explorer.press(*"blind", "enter")
        assert explorer.app.theme == "nxql-colour-blind"
        assert not isinstance(explorer.app.screen, ChooseThemeScreen)
    assert load_settings(paths.settings).theme == "nxql-colour-blind"


async def test_what_no_theme_is_called_leaves_the_one_that_is_shown(open_explorer) -> None:
    async with open_explorer() as explorer:
        await open_list(explorer)
        await explorer.press(*"zzz", "enter")
        assert isinstance(explorer.app.screen, ChooseThemeScreen)
        assert explorer.app.screen.query_one(VerticalGroup).border_subtitle == "no theme has such a name: type less"
        assert explorer.app.theme == "nxql-dark"


def write_mine(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / "mine.new"
    beside.write_text(text)
    beside.replace(folder / "mine.toml")


async def test_a_theme_file_that_changes_is_shown_and_a_broken_one_is_named(paths, open_explorer) -> None:
    write_mine(paths.themes, MINE.format(colour="#112233"))
    paths.settings.write_text('theme = "mine"\n')
    async with open_explorer() as explorer:
        assert primary_of(explorer) == "#112233"
        write_mine(paths.themes, MINE.format(colour="#445566"))
        await explorer.wait_for(lambda: primary_of(explorer) == "#445566")
        write_mine(paths.themes, MINE.format(colour="no colour"))
        await explorer.wait_for(lambda: explorer.app.screen.query("Toast"))
        told = str(explorer.app.screen.query("Toast").last().render())
        assert "mine.toml" in told
        assert primary_of(explorer) == "#445566"


async def test_a_theme_that_is_added_can_be_chosen(paths, open_explorer) -> None:
    async with open_explorer() as explorer:
        write_mine(paths.themes, MINE.format(colour="#112233"))
        await explorer.wait_for(lambda: "mine" in explorer.app.available_themes)
        await open_list(explorer)
        await explorer.press(*"mine", "enter")
        assert primary_of(explorer) == "#112233"


async def test_a_theme_that_is_taken_away_is_offered_no_longer_and_the_usual_one_takes_its_place(
    paths, open_explorer
) -> None:
    write_mine(paths.themes, MINE.format(colour="#112233"))
    paths.settings.write_text('theme = "mine"\n')
    async with open_explorer() as explorer:
        (paths.themes / "mine.toml").unlink()
        await explorer.wait_for(lambda: "mine" not in explorer.app.available_themes)
        assert explorer.app.theme == "nxql-dark"
        await explorer.wait_for(lambda: explorer.app.screen.query("Toast"))
        assert "'mine' is gone" in str(explorer.app.screen.query("Toast").last().render())
    assert paths.settings.read_text() == 'theme = "mine"\n'


async def test_a_theme_that_is_not_there_is_told_with_the_one_that_may_be_meant(paths, open_explorer) -> None:
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text('theme = "nxql-drak"\n')
    async with open_explorer() as explorer:
        await explorer.wait_for(lambda: explorer.app.screen.query("Toast"))
        assert "Did you mean 'nxql-dark'?" in str(explorer.app.screen.query("Toast").last().render())
