"""Files that hold an answer: exported earlier, or written by another tool that asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

_NOT_READ = frozenset({"xlsx", "parquet", "md"})


def format_of(path: Path) -> Format:
    """The format that the ending tells; csv where it tells nothing, as `.txt` does."""
    ending = _ending(path)
    return Format(ending) if ending in set(Format) else Format.CSV


def complaint_about(path: Path) -> str:
    """Why a file cannot be read, as a sentence; empty when it may hold an answer."""
    if not path.is_file():
        return f"There is no file {path}."
    ending = _ending(path)
    return f"A file of {ending} is not read: export as csv, json, xml or html." if ending in _NOT_READ else ""


def _ending(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()
