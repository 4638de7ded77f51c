"""The text editor of the user's choice, as a program of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EDITOR_VARIABLES = ("VISUAL", "EDITOR")
"""The first that is set decides."""


class EditorFailed(Exception):  # noqa: N818  the name says the state
    """The editor cannot be started, or ended with a failure; the message is a sentence."""


def chosen_editor(environment: Mapping[str, str]) -> str | None:
    """The command of the editor that the variables name, to which a path is added; None where they name none."""
    return next((environment[name] for name in EDITOR_VARIABLES if environment.get(name, "").strip()), None)


def open_in_editor(command: str, path: Path) -> None:
    """Let the user edit a file, and wait for the end; the terminal must be free.

    Raises:
        EditorFailed: The editor cannot be started, or ended with a failure.
    """
    try:
        words = shlex.split(command, posix=os.name != "nt")
        status = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603  the user's own editor
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EditorFailed(
            f"The editor '{command}' cannot be started: {reason}. Set EDITOR to one that is installed."
        ) from error
    if status:
        raise EditorFailed(f"The editor '{command}' ended with status {status}.")
