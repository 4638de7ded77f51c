"""What is wrong in the file of settings, for the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.terminal import say
from nxql_tui.keymap_table import KEYMAP
from nxql_tui.settings import SettingsError, SettingsMistake, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.paths import Paths
    from nxql_tui.settings import ReadSettings


def say_mistakes(paths: Paths) -> ExitCode:
    """Say each mistake of the file, and return how the program ends."""
    mistakes = list(_find_mistakes(paths))
    for mistake in mistakes:
        say(str(mistake))
    return ExitCode.WRONG_USAGE if mistakes else ExitCode.DONE


def say_how_it_is(paths: Paths) -> ExitCode:
    """As `say_mistakes`, with a sentence where there is none."""
    code = say_mistakes(paths)
    if code is ExitCode.DONE:
        found = "Nothing is wrong with" if paths.settings.exists() else "The defaults hold; there is no"
        say(f"{found} {paths.settings}")
    return code


def _find_mistakes(paths: Paths) -> Iterator[SettingsMistake]:
    try:
        read = read_settings(paths.settings)
    except SettingsError as error:
        yield from error.mistakes
        return
    yield from read.mistakes
    yield from _find_mistakes_of_keys(paths.settings, read)
    theme = read.settings.theme
    if "theme" in read.lines:
        # Only a theme that was chosen is looked for: Textual, which knows the others, is dear.
        from nxql_tui.ui.theming import theme_mistake

        what = theme_mistake(theme, paths.themes)
        if what:
            yield SettingsMistake(paths.settings, what, read.lines["theme"])


def _find_mistakes_of_keys(path: Path, read: ReadSettings) -> Iterator[SettingsMistake]:
    """What of the user's own keys cannot hold."""
    if not read.settings.keymap:
        return
    from nxql_tui.ui.keymap.chosen_keys import choose_keys

    for sentence in choose_keys(read.settings.keys, read.settings.keymap).mistakes:
        named = [command_id for command_id, _ in read.settings.keymap if f"'{command_id}'" in sentence]
        # What a sentence is about is what it names first.
        subject = min(named, key=lambda one: sentence.index(f"'{one}'"), default=None)
        yield SettingsMistake(path, sentence, None if subject is None else read.lines[f"{KEYMAP}.{subject}"])
