"""Files that hold an answer: exported earlier, or written by another tool that asked."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
"""What stands in folders and is no file."""
_NOT_READ = frozenset({"xlsx", "parquet", "md"})


def format_of(path: Path) -> Format:
    """The format that the ending tells; csv where it tells nothing, as `.txt` does."""
    ending = _ending(path)
    return Format(ending) if ending in set(Format) else Format.CSV


def complaint_about(path: Path) -> str:
    """Why a file cannot be read, as a sentence; empty when it may hold an answer."""
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return f"There is no file {path}."
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}."
    if kind in _KINDS:
        return f"{path} is {_KINDS[kind]}, not a file."
    ending = _ending(path)
    return f"A file of {ending} is not read: export as csv, json, xml or html." if ending in _NOT_READ else ""


def _ending(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()
