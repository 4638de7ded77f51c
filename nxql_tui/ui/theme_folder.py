"""The user's own folder of themes, looked at again and again while the explorer runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.ui.theming import THEME_ENDING

if TYPE_CHECKING:
    from pathlib import Path

_State: TypeAlias = "dict[str, tuple[int, int]]"

LOOK_SECONDS = 2.0
"""How often the folder is looked at."""


class WatchedFolder:
    """Tells whether a theme was written, added or taken away; reads no file for that."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state = self._look()

    def has_changed(self) -> bool:
        """Whether anything is other than at the last time."""
        before, self._state = self._state, self._look()
        return self._state != before

    def _look(self) -> _State:
        state: _State = {}
        try:
            for path in self._folder.glob(f"*{THEME_ENDING}"):
                found = path.stat()
                state[path.name] = (found.st_mtime_ns, found.st_size)
        except OSError:
            # What is being replaced at this moment is there the next time.
            return state
        return state
