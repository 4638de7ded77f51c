"""Completion of paths while they are typed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester

_MOST_ENTRIES = 5000
"""A folder with more entries than this is not searched to its end: typing must not wait."""


class PathSuggester(Suggester):
    """Suggests the first file or folder that begins as the text does; folders end with a slash."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path, or None when nothing fits."""
        return await asyncio.to_thread(complete_path, value)


def typed_path(text: str) -> Path:
    """The path that a text names; `~` stands for the home folder, and for itself where there is none."""
    return Path(os.path.expanduser(text)).absolute()  # noqa: PTH111  a Path fails on `~` and a name that nobody has


def short_path(path: Path) -> str:
    """A path with the home folder as `~`."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def complete_path(text: str) -> str | None:
    """The text made longer to the first entry of its folder that begins so; `~` stands for the home folder."""
    folder_text, separator, beginning = text.rpartition(os.sep)
    if not beginning:
        return None
    folder = typed_path(f"{folder_text}{separator}" or ".")
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count > _MOST_ENTRIES:
                    break
                if entry.name.startswith(beginning):
                    names.append(entry.name + (os.sep if entry.is_dir() else ""))
    except (OSError, ValueError):
        return None
    return f"{folder_text}{separator}{min(names)}" if names else None
