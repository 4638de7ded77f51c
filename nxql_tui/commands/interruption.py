"""Waiting for an Engine so that Ctrl+C and other signals are always heard."""

from __future__ import annotations

from concurrent.futures import Future, wait
from threading import Thread
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.client.engine_client import Cancellation

Result = TypeVar("Result")


class Cancellable(Protocol):
    """What ends work before its time."""

    def cancel(self) -> None:
        """End it soon."""
        ...


_CHECK_INTERVAL = 0.1
"""Seconds between two looks for a signal."""

_GOODBYE = 5.0
"""Seconds that a question which has been cancelled may take to put its files away."""


def run_interruptibly(work: Callable[[], Result], cancellation: Cancellable) -> Result:
    """Do the work beside the main thread, and cancel it when a signal ends the wait for it.

    Python handles signals on the main thread between two steps of its own. One that comes just before that thread
    begins to read from a silent connection would wait as long as the connection is silent.
    """
    outcome: Future[Result] = Future()
    Thread(target=_fulfil, args=(outcome, work), daemon=True).start()
    try:
        while not outcome.done():
            wait([outcome], timeout=_CHECK_INTERVAL)
    finally:
        if not outcome.done():
            cancellation.cancel()
            wait([outcome], timeout=_GOODBYE)
    return outcome.result()


def interruptibly(work: Callable[[Cancellation], Result]) -> Result:
    """As `run_interruptibly`, for work that a cancellation of its own stops."""
    # Only who talks to an Engine has the client at hand.
    from nxql_tui.client.transfer import Cancellation

    cancellation = Cancellation()
    return run_interruptibly(lambda: work(cancellation), cancellation)


def _fulfil(outcome: Future[Result], work: Callable[[], Result]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001  it is raised again where the outcome is waited for
        outcome.set_exception(error)
