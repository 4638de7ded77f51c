"""Work on a result set of which only the newest is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.stopping import Stop
from nxql_tui.ui.background import run_in_background

if TYPE_CHECKING:
    from collections.abc import Callable


class LatestWork:
    """Runs on a thread of its own; newer work stops the one under way."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stop = Stop()

    def start(self, work: Callable[[Stop], object]) -> None:
        """Do this instead of what is under way; the work posts what it found, and hears when it is not wanted."""
        self._stop()
        stop = self._stop = Stop()
        run_in_background(lambda: work(stop), self._name)

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._stop()
