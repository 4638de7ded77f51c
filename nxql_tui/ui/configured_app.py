"""An app that looks and works as the user's files say: `config.toml`, and the folder of themes."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from textual.theme import BUILTIN_THEMES

from nxql_tui.settings import SETTINGS, SettingsError, read_settings, save_settings, settings_or_defaults
from nxql_tui.terminals import why_no_colours
from nxql_tui.ui.helpful_app import HelpfulApp
from nxql_tui.ui.keymap.chosen_keys import choose_keys
from nxql_tui.ui.message_log import RememberingApp
from nxql_tui.ui.motion import MovingApp
from nxql_tui.ui.mouse import has_mouse, have_mouse
from nxql_tui.ui.ordered_keys import OrderedKeysApp
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.screens.choose_theme import ChooseThemeScreen
from nxql_tui.ui.screens.messages import MessagesScreen
from nxql_tui.ui.screens.settings import SettingsScreen
from nxql_tui.ui.theme_folder import LOOK_SECONDS, WatchedFolder
from nxql_tui.ui.theming import DEFAULT_THEME, load_themes, shipped_theme_folder
from nxql_tui.ui.window_focus import WindowFocusApp

if TYPE_CHECKING:
    from collections.abc import Collection

    from nxql_tui.paths import Paths
    from nxql_tui.settings import Settings
    from nxql_tui.ui.settings_work import SettingsKept


_MOST_SAID = 2
"""Mistakes that are said on the screen at start."""

_log = logging.getLogger(__name__)


class ConfiguredApp(HelpfulApp, MovingApp[int], WindowFocusApp[int], OrderedKeysApp[int], RememberingApp[int]):
    """Reads the files when it begins, says what is wrong with them, and follows what is changed in it."""

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths.crash_reports)
        self._paths = paths
        self._settings, mistakes = settings_or_defaults(paths.settings)
        self._mistakes = [*mistakes]
        """What is wrong with the files, to be said once there is a screen."""
        self.repaints_fully = self.repaints_fully or self._settings.full_repaint
        self.move(self._settings.motion)
        self.take_keys(choose_keys(self._settings.keys, self._settings.keymap))
        self._mistakes += (f"{paths.settings}: {mistake}" for mistake in self.keys.mistakes)
        self._theme_folder = WatchedFolder(paths.themes)
        self._mistakes += self._load_themes()
        self._begin_theme(self._settings.theme)

    def on_mount(self) -> None:
        """Say what is wrong, and look at the themes now and then."""
        self.set_interval(LOOK_SECONDS, self._look_for_themes)
        for mistake in self._mistakes[:_MOST_SAID]:
            self.warn(mistake)
        others = self._mistakes[_MOST_SAID:]
        if others:
            # More of them would cover the screen.
            words = count_text(len(others), "more mistake")
            self.warn(f"{words} in your files: nxql-tui config check tells those of the settings.")
        for mistake in others:
            _log.warning("%s", mistake)

    # Settings

    def action_open_settings(self) -> None:
        """Change what the file of settings says."""
        if isinstance(self.screen, SettingsScreen):
            return
        path = self._paths.settings
        try:
            read = read_settings(path)
        except SettingsError as error:
            self.warn(f"{error} Correct it with: nxql-tui config edit")
            return
        for mistake in read.mistakes:
            if mistake.key not in SETTINGS:
                self.warn(str(mistake))
        self.push_screen(SettingsScreen(path, read, self.available_themes), self._take_settings)

    def _take_settings(self, kept: SettingsKept | None) -> None:
        """Let hold what was changed, and say what of it holds later."""
        if kept is None:
            return
        changes: Any = kept.changes
        before, self._settings = self._settings, replace(self._settings, **changes)
        self._follow_settings(before)
        self.notify(kept.words, markup=False)

    def _follow_settings(self, before: Settings) -> None:
        """Let hold at once what can of the settings that were changed."""
        settings = self._settings
        if settings.theme in self.available_themes:
            self.theme = settings.theme
        self.move(settings.motion)
        if settings.mouse != before.mouse:
            have_mouse(self, wanted=settings.mouse)
        if settings.full_repaint != before.full_repaint:
            self.repaints_fully = type(self).repaints_fully or settings.full_repaint
            self.action_repaint()

    # Mouse

    @property
    def wants_mouse(self) -> bool:
        """Whether the settings give the mouse to the explorer."""
        return self._settings.mouse

    def action_toggle_mouse(self) -> None:
        """Take the mouse, or leave it to the terminal, until the explorer is left."""
        wanted = not has_mouse(self)
        have_mouse(self, wanted=wanted)
        if wanted:
            self.notify("The explorer has the mouse: clicks choose, the wheel scrolls.", markup=False)
        else:
            back = with_keys(self, "{app.mouse} takes it back.")
            told = "The terminal has the mouse: it selects and copies as everywhere."
            self.notify(f"{told} {back}".rstrip(), markup=False)

    # Messages

    def action_show_messages(self) -> None:
        """Show what was said in this session, or go back."""
        if isinstance(self.screen, MessagesScreen):
            self.screen.dismiss()
        else:
            # All that lies over the screen is in it.
            self.clear_notifications()
            self.push_screen(MessagesScreen(tuple(self.said)))

    # Themes

    def _load_themes(self) -> tuple[str, ...]:
        """Take in what the folders hold; returns what is wrong with it, where what was there before stays."""
        loaded = load_themes(shipped_theme_folder(), self._paths.themes)
        for theme in loaded.themes:
            self.register_theme(theme)
        if not loaded.mistakes:
            self._forget_themes({*BUILTIN_THEMES, *(theme.name for theme in loaded.themes)})
        return loaded.mistakes

    def _forget_themes(self, there_are: Collection[str]) -> None:
        """Offer no longer what was taken away; what is drawn in it now is drawn in the usual one."""
        gone = self.available_themes.keys() - there_are
        if self.theme in gone:
            self.warn(f"The theme '{self.theme}' is gone; '{DEFAULT_THEME}' is used.")
            self.theme = DEFAULT_THEME
        for name in gone:
            self.unregister_theme(name)

    def _begin_theme(self, name: str) -> None:
        if name in self.available_themes:
            self.theme = name
            return
        near = get_close_matches(name, self.available_themes, n=1)
        suggestion = f" Did you mean '{near[0]}'?" if near else ""
        self._mistakes.append(f"There is no theme '{name}'; '{DEFAULT_THEME}' is used.{suggestion}")
        self.theme = DEFAULT_THEME

    def _look_for_themes(self) -> None:
        """Show what the user has changed in a theme file."""
        if not self._theme_folder.has_changed():
            return
        before = self.current_theme
        for mistake in self._load_themes():
            self.warn(f"{mistake}. The theme stays as it was.")
        if self.current_theme != before:
            # It is another one of the same name.
            self.mutate_reactive(ConfiguredApp.theme)

    def action_change_theme(self) -> None:
        """Choose a theme, which is shown while it is looked at."""
        if self.no_color:
            self.notify(f"No theme shows its colours, because {why_no_colours(os.environ)}.", markup=False)
        elif not isinstance(self.screen, ChooseThemeScreen):
            shipped = [theme.name for theme in load_themes(shipped_theme_folder()).themes]
            others = sorted(self.available_themes.keys() - shipped)
            self.push_screen(ChooseThemeScreen((*shipped, *others)), self._keep_theme)

    def _keep_theme(self, name: str | None) -> None:
        if name is None or name == self._settings.theme:
            return
        self._settings = replace(self._settings, theme=name)
        try:
            save_settings(self._paths.settings, {"theme": name})
        except SettingsError as error:
            self.warn(str(error))
