"""What is wrong in the files by which users make the explorer their own: settings, keys, themes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nxql_tui.keymap_table import KEYMAP
from nxql_tui.settings import Settings, SettingsError, SettingsMistake, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.doctor.files import OwnFiles
    from nxql_tui.keymap_table import OwnKeys
    from nxql_tui.paths import Paths
    from nxql_tui.settings import ReadSettings
    from nxql_tui.ui.keymap.chosen_keys import ChosenKeys


def own_files(paths: Paths) -> OwnFiles:
    """How the doctor reads them."""
    # Who only looks at the settings needs nothing of the doctor, which knows the client.
    from nxql_tui.doctor.files import OwnFiles

    return OwnFiles(partial(settings_words, paths), partial(themes_words, paths))


def find_mistakes(paths: Paths) -> Iterator[SettingsMistake]:
    """Everything in the file of settings that cannot hold, keys and the choice of the theme among it."""
    try:
        read = read_settings(paths.settings)
    except SettingsError as error:
        yield from error.mistakes
        return
    yield from read.mistakes
    yield from _find_mistakes_of_keys(paths.settings, read)
    what = _mistake_of_theme(paths, read)
    if what:
        yield SettingsMistake(paths.settings, what, read.lines["theme"])


def read_what_holds(paths: Paths) -> ReadSettings:
    """As `read_settings`; in place of a theme that is not there stands the one that holds, and keys hold too.

    Raises:
        SettingsError: The file cannot be read, or is no TOML.
    """
    read = read_settings(paths.settings)
    settings = replace(read.settings, keymap=_keys_that_hold(read))
    if not _mistake_of_theme(paths, read):
        return replace(read, settings=settings)
    lines = {name: line for name, line in read.lines.items() if name != "theme"}
    return replace(read, settings=replace(settings, theme=Settings().theme), lines=lines)


def settings_words(paths: Paths) -> str:
    """What can be said of the file of settings.

    Raises:
        SettingsError: Something in it cannot hold.
    """
    mistakes = tuple(find_mistakes(paths))
    if mistakes:
        raise SettingsError(*mistakes)
    return "understood"


def themes_words(paths: Paths) -> str:
    """What can be said of the folder of themes.

    Raises:
        SettingsError: A theme in it is not usable.
    """
    from nxql_tui.ui.quantities import count_text
    from nxql_tui.ui.theming import load_themes

    loaded = load_themes(paths.themes)
    if loaded.mistakes:
        raise SettingsError(*(SettingsMistake(paths.themes, mistake) for mistake in loaded.mistakes))
    return count_text(len(loaded.themes), "own theme")


def _mistake_of_theme(paths: Paths, read: ReadSettings) -> str:
    """What is wrong with the choice of the theme; empty where nothing is."""
    if "theme" not in read.lines:
        return ""
    # Only a theme that was chosen is looked for: Textual, which knows the others, is dear.
    from nxql_tui.ui.theming import theme_mistake

    return theme_mistake(read.settings.theme, paths.themes)


def _chosen_keys(read: ReadSettings) -> ChosenKeys | None:
    """What becomes of the user's own keys; None where there are none."""
    if not read.settings.keymap:
        return None
    from nxql_tui.ui.keymap.chosen_keys import choose_keys

    return choose_keys(read.settings.keys, read.settings.keymap)


def _keys_that_hold(read: ReadSettings) -> OwnKeys:
    """The user's own keys without those that cannot be."""
    chosen = _chosen_keys(read)
    return () if chosen is None else tuple(one for one in read.settings.keymap if one[0] in chosen.own)


def _find_mistakes_of_keys(path: Path, read: ReadSettings) -> Iterator[SettingsMistake]:
    """What of the user's own keys cannot hold."""
    chosen = _chosen_keys(read)
    for sentence in () if chosen is None else chosen.mistakes:
        named = [command_id for command_id, _ in read.settings.keymap if f"'{command_id}'" in sentence]
        # What a sentence is about is what it names first.
        subject = min(named, key=lambda one: sentence.index(f"'{one}'"), default=None)
        yield SettingsMistake(path, sentence, None if subject is None else read.lines[f"{KEYMAP}.{subject}"])
