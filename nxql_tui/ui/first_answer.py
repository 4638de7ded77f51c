"""Whether this user has ever had an answer: who has not is told the first steps."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from nxql_tui.private_files import write_private

if TYPE_CHECKING:
    from nxql_tui.paths import Paths


class FirstAnswer:
    """Remembers it by a file; who has a history had answers before there was such a file."""

    def __init__(self, paths: Paths) -> None:
        self._mark = paths.first_answer
        self._has_come = self._mark.exists() or paths.history.exists()

    @property
    def has_come(self) -> bool:
        """Whether there was one."""
        return self._has_come

    def note(self) -> None:
        """Remember that one has come; where that cannot be written, the first steps are told once more."""
        if not self._has_come:
            self._has_come = True
            with suppress(OSError):
                write_private(self._mark, b"")
