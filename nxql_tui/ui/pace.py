"""How far a piece of work has come, and how fast."""

from __future__ import annotations

from dataclasses import dataclass

from nxql_tui.ui.quantities import count_text, seconds_text, size_text

_SETTLED = 0.5
"""Seconds before a rate says anything."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What has been done since the work began."""

    seconds: float
    size: int | None = None
    """Bytes written; None where rows are counted."""
    rows: int | None = None
    share: float | None = None
    """How much of all of it has been done, from 0 to 1; None where nobody knows the whole."""

    def __str__(self) -> str:
        """`2.4 MB · 5.1 MB/s · 48 % · 3.0 s left`."""
        return " · ".join([*self._amounts(), *self._rates(), *self._shares()]) or seconds_text(self.seconds)

    def _amounts(self) -> list[str]:
        if self.size is not None:
            return [size_text(self.size)]
        return [] if self.rows is None else [count_text(self.rows, "row")]

    def _rates(self) -> list[str]:
        if self.seconds < _SETTLED:
            return []
        if self.size is not None:
            return [f"{size_text(round(self.size / self.seconds))}/s"]
        return [] if self.rows is None else [f"{round(self.rows / self.seconds):,}/s"]

    def _shares(self) -> list[str]:
        if self.share is None or not 0 < self.share <= 1:
            return []
        percent = f"{self.share * 100:.0f} %"
        if self.seconds < _SETTLED:
            return [percent]
        return [percent, f"{seconds_text(self.seconds * (1 - self.share) / self.share)} left"]
