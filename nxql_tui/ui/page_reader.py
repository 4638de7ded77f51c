"""Reading pages beside the screen: a sort of millions of rows must not hold a key up."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.results.errors import ClosedError, ResultError, StoppedError
from nxql_tui.results.stopping import Stop
from nxql_tui.thread_priority import SCREEN_RIGHT_OF_WAY
from nxql_tui.ui.background import run_in_background

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.results.columns import Page
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.view import View


@dataclass(frozen=True)
class PageRequest:
    """Which rows of which result set, in which order."""

    result_set: ResultSet
    view: View
    first: int
    """Place of the first row, from 0."""
    size: int


@dataclass
class PageBegun(Message):
    """The first rows of a view are here; how many there are is still being found out."""

    request: PageRequest
    page: Page


@dataclass
class PageRead(Message):
    """The rows are here."""

    request: PageRequest
    page: Page


@dataclass
class PageFailed(Message):
    """The rows could not be read."""

    request: PageRequest
    error: ResultError


class PageReader:
    """Reads one page at a time on a thread of its own; a newer request stops the one under way."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._lock = Lock()
        self._waiting: PageRequest | None = None
        self._is_reading = False
        self._stop = Stop()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being read and nothing waits."""
        with self._lock:
            return not self._is_reading

    def read(self, request: PageRequest) -> None:
        """Read this page as soon as the one under way is done."""
        with self._lock:
            self._waiting = request
            if self._is_reading:
                self._stop()
                return
            self._is_reading = True
        run_in_background(self._work, "read-page")

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            self._answer(*taken)

    def _take(self) -> tuple[PageRequest, Stop] | None:
        with self._lock:
            request, self._waiting = self._waiting, None
            self._is_reading = request is not None
            self._stop = Stop()
            return None if request is None else (request, self._stop)

    def _answer(self, request: PageRequest, stop: Stop) -> None:
        try:
            if request.first == 0:
                beginning = request.result_set.beginning(request.view, request.size, stop)
                if beginning is not None:
                    self._tell(PageBegun(request, beginning))
            page = request.result_set.page(request.view, request.first, request.size, stop)
        except (ClosedError, StoppedError):
            return  # The user has asked for something else.
        except ResultError as error:
            self._post(PageFailed(request, error))
        else:
            self._tell(PageRead(request, page))

    def _tell(self, read: PageBegun | PageRead) -> None:
        SCREEN_RIGHT_OF_WAY.take()
        self._post(read)
