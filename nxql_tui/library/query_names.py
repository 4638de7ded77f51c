"""Names of saved queries: those that can be a file's name on every system."""

from __future__ import annotations

import re

from nxql_tui.library.errors import QueryNameError
from nxql_tui.visible_text import visible_line

LONGEST_NAME = 60
"""Characters; as UTF-8 and with what the file's name has around it these fit in the 255 bytes of a file's name."""

_FORBIDDEN = '/\\:*?"<>|'
"""What no file's name holds, on Linux, macOS or Windows."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names of devices on Windows, with whatever ending."""


def check_name(name: str) -> None:
    """See whether a query can have a name.

    Raises:
        QueryNameError: It cannot; the message says why.
    """
    reason = _reason_against(name)
    if reason:
        raise QueryNameError(f"'{_shortened(name)}' cannot be the name of a query: {reason}. Choose another name.")


def _reason_against(name: str) -> str:
    if not name.strip():
        return "it is empty"
    if len(name) > LONGEST_NAME:
        return f"it has {len(name)} characters, and {LONGEST_NAME} is the most"
    if visible_line(name) != name:
        return "it holds characters that are not seen"
    for character in name:
        if character in _FORBIDDEN:
            return f"it holds {character}"
    if name.startswith(".") or name.endswith("."):
        return "it begins or ends with a dot"
    if name != name.strip():
        return "it begins or ends with a blank"
    return "Windows keeps that name for itself" if _RESERVED.fullmatch(name) else ""


def _shortened(name: str) -> str:
    seen = visible_line(name)
    return seen if len(seen) <= LONGEST_NAME else f"{seen[: LONGEST_NAME - 1]}…"
