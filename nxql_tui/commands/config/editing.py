"""`nxql-tui config edit`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from nxql_tui.commands.errors import WrongSettings

if TYPE_CHECKING:
    from pathlib import Path


@click.command("edit", short_help="Edit the settings in your own editor.")
def command() -> int:
    """Open the file of settings in the editor that VISUAL or EDITOR names, and look at it afterwards.

    Without a file one is made in which every setting stands in a comment. What is wrong with it when the editor ends is
    said, and the exit code is then 2; the file stays as you have left it.
    """
    from nxql_tui.commands.config.mistakes import say_how_it_is
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.paths import find_paths
    from nxql_tui.text_editor import EditorFailed, chosen_editor, open_in_editor

    paths = find_paths()
    editor = chosen_editor(os.environ)
    if editor is None:
        raise WrongSettings(f"No editor is named. Set EDITOR, for instance EDITOR=nano, or edit {paths.settings}")
    # The editor is not to get a password.
    with precautions():
        _make_private(paths.settings)
        try:
            open_in_editor(editor, paths.settings)
        except EditorFailed as error:
            raise WrongSettings(str(error)) from error
        finally:
            _keep_private(paths.settings)
        return say_how_it_is(paths)


def _make_private(path: Path) -> None:
    """Make the file where there is none."""
    from nxql_tui.commands.config.settings_text import text_to_begin_with
    from nxql_tui.private_files import write_private

    try:
        if not path.exists():
            write_private(path, text_to_begin_with().encode())
    except OSError as error:
        raise WrongSettings(f"{path} cannot be made: {error.strerror}.") from error


def _keep_private(path: Path) -> None:
    """Take the rights of others away again: an editor may have put a file of its own in the place."""
    from nxql_tui.private_files import FILE_MODE

    if path.exists():
        path.chmod(FILE_MODE)
