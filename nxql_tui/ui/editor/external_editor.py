"""Writing a query in the editor of the user's choice."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from nxql_tui.text_editor import EditorFailed, chosen_editor, open_in_editor

DEFAULT_EDITOR = "notepad" if os.name == "nt" else "vi"


class ExternalEditorFailed(Exception):  # noqa: N818  the name says the state
    """The editor did not give a text back; the message is a sentence with what to try."""


def edit_text(text: str) -> str:
    """The text after the user has left the editor that `VISUAL` or `EDITOR` names; the terminal must be free.

    The file is readable by its owner only and is gone afterwards.

    Raises:
        ExternalEditorFailed: It cannot be started, ended with a failure, or left no text.
    """
    command = chosen_editor(os.environ) or DEFAULT_EDITOR
    with tempfile.TemporaryDirectory(prefix="nxql-tui-") as folder:
        path = Path(folder) / "query.nxql"
        path.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8", newline="\n")
        try:
            open_in_editor(command, path)
            written = path.read_text(encoding="utf-8-sig")
        except EditorFailed as error:
            raise ExternalEditorFailed(f"{error} The query is as it was.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise ExternalEditorFailed(
                f"What '{command}' left cannot be read: {error}. The query is as it was."
            ) from error
    return written if text.endswith("\n") else written.removesuffix("\n")
