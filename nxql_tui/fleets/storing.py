"""Storing the answers of a fleet as they come: together where several wait, and told of in order."""

from __future__ import annotations

import time
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol

from nxql_tui.thread_priority import give_way

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nxql_tui.client.fleet_question import EngineRun, FleetQuestion

_TELLING_INTERVAL = 0.25
"""Seconds between two tellings of more rows, while many Engines answer at once."""
_MOST_TOGETHER = 16
"""Answers that are stored in one go."""
_LARGEST_TOGETHER = 300 * 10**6
"""Bytes of them: nobody sees a row of theirs before all are stored."""


class Tell(Protocol):
    """Tells of the rows that are there."""

    def __call__(self, *, is_last: bool) -> object:
        """Tell; `is_last` when all that will come is stored."""


class Storing:
    """Works on two threads, so that one loads while the other appends."""

    def __init__(self, question: FleetQuestion, store: Callable[[Sequence[EngineRun]], object], tell: Tell) -> None:
        """Ask nobody yet.

        Args:
            question: Whose answers are stored.
            store: Stores those of some Engines that are over; called from two threads.
            tell: Told now and then, from one thread at a time, and at the end.
        """
        self._question = question
        self._endings = question.endings()
        self._store = store
        self._tell = tell
        self._taking = Lock()
        self._telling = Lock()
        self._left = len(question.runs)
        self._told_at = 0.0
        self._faults: list[BaseException] = []

    def run(self) -> None:
        """Ask, and store all answers; blocks until then."""
        threads = [Thread(target=self._work, name=f"fleet-storing-{number}", daemon=True) for number in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._faults:
            raise self._faults[0]

    def _work(self) -> None:
        give_way()
        try:
            while runs := self._take():
                self._store(runs)
                self._note(len(runs))
        except BaseException as fault:  # noqa: BLE001  it is raised again when both threads are at their end
            self._faults.append(fault)
            self._question.cancel()

    def _take(self) -> list[EngineRun]:
        """Those that are over by now, but not too many; none when all have been taken."""
        with self._taking:
            runs = [run for run in (next(self._endings, None),) if run is not None]
            size = sum(run.status.size for run in runs)
            while runs and self._question.has_more and len(runs) < _MOST_TOGETHER and size < _LARGEST_TOGETHER:
                run = next(self._endings, None)
                if run is None:
                    break
                runs.append(run)
                size += run.status.size
            return runs

    def _note(self, count: int) -> None:
        with self._telling:
            self._left -= count
            is_due = not self._question.has_more or time.monotonic() - self._told_at >= _TELLING_INTERVAL
            if is_due or not self._left:
                self._told_at = time.monotonic()
                self._tell(is_last=not self._left)
