"""Stopping what is being read from a result set, from another thread."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from nxql_tui.results.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Stop:
    """Ends one reading and none beside it; may be called before it begins and after it has ended."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._interrupt: Callable[[], object] | None = None
        self.is_called = False
        """Whether nobody wants the rows any more."""

    def __call__(self) -> None:
        """Stop the reading."""
        with self._lock:
            self.is_called = True
            if self._interrupt is not None:
                self._interrupt()

    def check(self) -> None:
        """Go on only while somebody wants the rows.

        Raises:
            StoppedError: It was called.
        """
        if self.is_called:
            raise StoppedError

    @contextmanager
    def reaching(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Let a call end what runs in the block.

        Raises:
            StoppedError: It was called before.
        """
        with self._lock:
            if self.is_called:
                raise StoppedError
            self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None
