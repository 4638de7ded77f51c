"""What is wrong in the file of settings, for the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.terminal import say
from nxql_tui.ui.own_files import find_mistakes

if TYPE_CHECKING:
    from nxql_tui.paths import Paths


def say_mistakes(paths: Paths) -> ExitCode:
    """Say each mistake of the file, and return how the program ends."""
    mistakes = list(find_mistakes(paths))
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
