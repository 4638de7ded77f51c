"""Writing a query in the editor of the user's choice."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

DEFAULT_EDITOR = "notepad" if os.name == "nt" else "vi"


class ExternalEditorFailed(Exception):  # noqa: N818  the name says the state
    """The editor did not give a text back; the message is a sentence with what to try."""


def edit_text(text: str) -> str:
    """The text after the user has left the editor that `VISUAL` or `EDITOR` names; the terminal must be free.

    The file is readable by its owner only and is gone afterwards.

    Raises:
        ExternalEditorFailed: It cannot be started, ended with a failure, or left no text.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or DEFAULT_EDITOR
    with tempfile.TemporaryDirectory(prefix="nxql-tui-") as folder:
        path = Path(folder) / "query.nxql"
        path.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8", newline="\n")
        _run(command, path)
        try:
            written = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ExternalEditorFailed(
                f"What '{command}' left cannot be read: {error}. The query is as it was."
            ) from error
    return written if text.endswith("\n") else written.removesuffix("\n")


def _run(command: str, path: Path) -> None:
    try:
        words = shlex.split(command, posix=os.name != "nt")
        status = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603  the user's own editor
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExternalEditorFailed(
            f"The editor '{command}' cannot be started: {reason}. Set EDITOR to one that is installed."
        ) from error
    if status:
        raise ExternalEditorFailed(f"The editor '{command}' ended with status {status}; the query is as it was.")
