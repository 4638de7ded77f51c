"""Calls that may never return, bounded: a D-Bus prompt can wait for ever and must not hold up the program's end."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class DeadlinePassed(Exception):  # noqa: N818  not an error of the call: nobody knows how it will end
    """The call had not returned in time; it goes on alone, and nobody hears of its end."""


@dataclass(frozen=True, slots=True)
class Returned(Generic[T]):
    """The call came back."""

    value: T


@dataclass(frozen=True, slots=True)
class Raised:
    """The call failed."""

    error: BaseException


def call_within(seconds: float, call: Callable[[], T]) -> Returned[T] | Raised:
    """Run a call in a daemon thread and wait for it.

    What it raises is handed back and not raised: a caller that raises its own error then chains nothing to it,
    and the foreign frames, which may hold a password, are not kept.

    Raises:
        DeadlinePassed: It has not come back in time.
    """
    outcome: SimpleQueue[Returned[T] | Raised] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(Returned(call()))
        except BaseException as error:  # noqa: BLE001  handed to the caller, whatever it is
            outcome.put(Raised(error))

    threading.Thread(target=run, name="password-store", daemon=True).start()
    try:
        return outcome.get(timeout=seconds)
    except Empty:
        raise DeadlinePassed from None
