"""How far an answer has come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.client.engine_client import Progress


class Arrival:
    """From the sending of a question to the storing of what has come."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._first_seconds: float | None = None
        self.size = 0
        """Bytes that have come."""
        self.row_count = 0
        """Rows that have come, more or less."""
        self.is_over = False
        """Whether nothing more will come, and what has come is being stored."""
        self.rows_shown = 0
        """Rows on the screen before there is a result set."""

    @property
    def seconds(self) -> float:
        """Since the question was sent."""
        return time.monotonic() - self._started

    @property
    def rate(self) -> int:
        """Bytes a second since the first came, up to now; 0 before that can be said."""
        if self._first_seconds is None or self.seconds <= self._first_seconds:
            return 0
        return int(self.size / (self.seconds - self._first_seconds))

    def note(self, progress: Progress) -> None:
        """More has come."""
        self.size, self.row_count = progress.bytes_received, progress.rows_received
        if progress.bytes_received and self._first_seconds is None:
            self._first_seconds = self.seconds
