"""Errors that nobody catches: on threads, in tasks and where objects are finalized.

Python would print them with their texts, onto the screen that the explorer draws and with whatever values a library put
into them. Here they go into the log, by kind and place.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

_log = logging.getLogger(__name__)


def keep_off_the_screen(on_thread_ended: Callable[[BaseException], object] | None = None) -> None:
    """Log what nobody catches from now on.

    Args:
        on_thread_ended: Told, on the thread that an error has ended, what it was.
    """

    def note_thread(happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is None or isinstance(happened.exc_value, SystemExit):
            return
        name = happened.thread.name if happened.thread is not None else "?"
        _log.error("the thread %s has ended", name, exc_info=happened.exc_value)
        if on_thread_ended is not None:
            on_thread_ended(happened.exc_value)

    threading.excepthook = note_thread
    sys.unraisablehook = _note_unraisable


def note_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what nobody awaits; the exception handler of an event loop."""
    error = context.get("exception")
    if error is None:
        _log.error("the event loop says: %s", context.get("message"))
        return
    # The message of a callback that fails holds the arguments it was called with.
    _log.error("nobody awaits an error of the event loop", exc_info=error)


def _note_unraisable(happened: sys.UnraisableHookArgs) -> None:
    _log.error("an error where none can be raised", exc_info=happened.exc_value)
