"""Searching the history beside the screen: another program may hold its file for seconds."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.library.errors import LibraryError
from nxql_tui.ui.background import run_in_background

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.library.history import History, HistoryEntry


@dataclass(frozen=True, slots=True)
class HistorySearch:
    """What is looked for."""

    words: str = ""
    limit: int = 100


@dataclass
class HistoryRead(Message):
    """What a search has found."""

    search: HistorySearch
    entries: tuple[HistoryEntry, ...]

    @property
    def is_whole(self) -> bool:
        """Whether there is no more to find."""
        return len(self.entries) < self.search.limit


@dataclass
class HistoryFailed(Message):
    """The history could not be read or changed."""

    error: LibraryError


class HistoryReader:
    """Does one thing at a time on a thread of its own; of searches that wait, only the newest is made."""

    def __init__(self, history: History, post: Callable[[Message], object]) -> None:
        self._history = history
        self._post = post
        self._lock = Lock()
        self._to_delete: list[int] = []
        self._waiting: HistorySearch | None = None
        self._is_working = False

    def search(self, search: HistorySearch) -> None:
        """Search as soon as what is under way is done."""
        with self._lock:
            self._waiting = search
            self._begin()

    def delete(self, entry_id: int, search: HistorySearch) -> None:
        """Forget a question, then search."""
        with self._lock:
            self._to_delete.append(entry_id)
            self._waiting = search
            self._begin()

    def _begin(self) -> None:
        if not self._is_working:
            self._is_working = True
            run_in_background(self._work, "read-history")

    def _work(self) -> None:
        while (work := self._take()) is not None:
            try:
                work()
            except LibraryError as error:
                self._post(HistoryFailed(error))

    def _take(self) -> Callable[[], None] | None:
        """The next thing to do: what is to be forgotten comes first."""
        with self._lock:
            if self._to_delete:
                entry_id = self._to_delete.pop(0)
                return lambda: self._history.delete(entry_id)
            search, self._waiting = self._waiting, None
            self._is_working = search is not None
            return (lambda: self._search(search)) if search is not None else None

    def _search(self, search: HistorySearch) -> None:
        self._post(HistoryRead(search, self._history.search(search.words, limit=search.limit)))
