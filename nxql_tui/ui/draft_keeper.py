"""Keeping what stands in the tabs while it is written, so that nothing ever typed is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from nxql_tui.library.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.library.draft_store import DraftStore
    from nxql_tui.library.drafts import Drafts

INTERVAL = 0.3
"""Seconds between two writings while keys come in: what a killed program can lose."""


class DraftKeeper:
    """Writes on a thread of its own; of drafts that wait, only the newest are written."""

    def __init__(self, store: DraftStore, report: Callable[[str], object]) -> None:
        """Keep drafts in a store that is open; `report` is told once, from any thread, that they cannot be kept."""
        self._store = store
        self._report = report
        self._condition = threading.Condition()
        self._waiting: Drafts | None = None
        self._written = store.drafts
        self._is_closed = False
        self._has_reported = False
        self._thread = threading.Thread(target=self._work, name="drafts", daemon=True)
        self._thread.start()

    @property
    def drafts(self) -> Drafts:
        """What stood in the tabs of explorers before, and stands there now."""
        return self._store.drafts

    def keep(self, drafts: Drafts) -> None:
        """Write these soon."""
        with self._condition:
            self._waiting = drafts
            self._condition.notify()

    def close(self) -> None:
        """Write what waits and leave it to the next explorer."""
        with self._condition:
            if self._is_closed:
                return
            self._is_closed = True
            self._condition.notify()
        self._thread.join()
        self._store.close()

    def _work(self) -> None:
        while True:
            with self._condition:
                while self._waiting is None and not self._is_closed:
                    self._condition.wait()
                waiting, self._waiting = self._waiting, None
                is_closed = self._is_closed
            if waiting is not None and waiting != self._written:
                self._write(waiting)
            if is_closed:
                return
            with self._condition:
                self._condition.wait_for(lambda: self._is_closed, INTERVAL)

    def _write(self, drafts: Drafts) -> None:
        try:
            self._store.save(drafts)
            self._written = drafts
        except LibraryError as error:
            if not self._has_reported:
                self._has_reported = True
                self._report(str(error))
