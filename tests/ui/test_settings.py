"""The settings, changed in the explorer."""

from __future__ import annotations

from textual.theme import Theme

from nxql_tui.settings import SETTINGS, load_settings
from nxql_tui.ui.keymap.presets import PRESETS
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.settings import SettingsScreen
from nxql_tui.ui.theme_preview import ThemePreview
from nxql_tui.ui.theming import DEFAULT_THEME


async def _open(explorer) -> None:
    commands = {command.title: command for command in explorer.app.get_system_commands(explorer.app.screen)}
    await commands["Settings"].callback()
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, SettingsScreen) and explorer.app.screen.focused)


async def test_what_holds_at_once_does(open_explorer, paths) -> None:
    async with open_explorer() as explorer:
        await _open(explorer)
        explorer.widget("#theme").value = "nxql-light"
        explorer.widget("#history").value = False
        explorer.widget("#full_repaint").value = True
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: not isinstance(explorer.app.screen, SettingsScreen))
        assert explorer.app.theme == "nxql-light"
        assert explorer.app.repaints_fully
        assert "private" in explorer.text_of(".connection")
    settings = load_settings(paths.settings)
    assert (settings.theme, settings.history, settings.full_repaint) == ("nxql-light", False, True)


async def test_what_holds_later_is_said(open_explorer) -> None:
    async with open_explorer() as explorer:
        await _open(explorer)
        explorer.widget("#close_brackets").value = False
        await explorer.pilot.press("f5")
        await explorer.wait_for(lambda: explorer.app._notifications)
        said = [notification.message for notification in explorer.app._notifications]
        assert said == ["Saved. From the next start: close_brackets."]


async def test_a_theme_is_shown_while_it_is_chosen_and_the_old_one_comes_back(open_explorer, paths) -> None:
    async with open_explorer() as explorer:
        old = explorer.app.theme
        await _open(explorer)
        await explorer.pilot.press("right")
        await explorer.wait_for(lambda: explorer.app.theme != old)
        assert explorer.app.theme == explorer.widget("#theme").value
        await explorer.pilot.press("left")
        await explorer.wait_for(lambda: explorer.app.theme == old)
        await explorer.pilot.press("right", "right")
        await explorer.wait_for(lambda: explorer.app.theme == explorer.widget("#theme").value != old)
        await explorer.pilot.press("escape")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, Confirmation))
        await explorer.pilot.press("right", "enter")
        await explorer.wait_for(lambda: len(explorer.app.screen_stack) == 1)
        assert explorer.app.theme == old
    assert not paths.settings.exists()


async def test_a_theme_that_goes_while_others_are_looked_at_gives_way_to_the_usual_one(open_explorer, paths) -> None:
    async with open_explorer() as explorer:
        app = explorer.app
        app.register_theme(Theme("mine", "#ff0000"))
        app.theme = "mine"
        preview = ThemePreview(app)
        preview.show("nord")
        app.unregister_theme("mine")
        preview.show("mine")
        assert app.theme == "nord"
        preview.take_back()
        assert app.theme == DEFAULT_THEME


async def test_a_broken_file_is_named_and_left_alone(open_explorer, paths) -> None:
    async with open_explorer() as explorer:
        paths.settings.parent.mkdir(parents=True)
        paths.settings.write_text("theme = \n")
        explorer.app.action_open_settings()
        await explorer.wait_for(lambda: explorer.app._notifications)
        assert "line 1, column 9" in next(iter(explorer.app._notifications)).message
        assert not isinstance(explorer.app.screen, SettingsScreen)
    assert paths.settings.read_text() == "theme = \n"


def test_every_set_of_keys_can_be_chosen() -> None:
    assert SETTINGS["keys"].choices == tuple(PRESETS)


async def test_many_mistakes_do_not_cover_the_screen_at_start(open_explorer, paths) -> None:
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text('theme = "none"\nhistory = 3\nkeys = 4\nin_flight = 0\n[keymap]\n"query.sned" = "f5"\n')
    async with open_explorer() as explorer:
        await explorer.wait_for(lambda: len(explorer.app._notifications) == 3)
        *said, last = [notification.message for notification in explorer.app._notifications]
        assert ["line 2" in said[0], "line 3" in said[1]] == [True, True]
        assert last == "3 more mistakes in your files: nxql-tui config check tells those of the settings."
