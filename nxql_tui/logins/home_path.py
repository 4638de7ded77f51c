"""Paths as people write them into a file."""

from __future__ import annotations

from pathlib import Path

from nxql_tui.client.errors import TrustFileError


def home_path(text: str) -> Path:
    """The path of a file, with `~` as a shell reads it.

    Raises:
        TrustFileError: It begins in the home of a user whom this system does not know.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise TrustFileError(f"{text} begins in a home that is not known here.", "Write the whole path.") from None
