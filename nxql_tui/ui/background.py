"""Blocking work beside the screen."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable

LEAVING_PATIENCE = 2.0
"""Seconds that work which has been told to end may take when the program is left."""

_threads: WeakSet[threading.Thread] = WeakSet()


def run_in_background(work: Callable[[], object], name: str) -> threading.Thread:
    """Run blocking work on a thread of its own that never keeps the program from leaving.

    A pool's threads are waited for at exit, so one question to a silent host would hold the terminal; a daemon
    thread is not. The work tells what it found by posting messages, which is safe from any thread.
    """
    thread = threading.Thread(target=work, name=name, daemon=True)
    _threads.add(thread)
    thread.start()
    return thread


def end_background(patience: float = LEAVING_PATIENCE) -> None:
    """Let what has been told to end do so, before Python takes the ground from under it.

    A thread that is inside a database when the interpreter ends takes the whole process down with it.
    """
    deadline = time.monotonic() + patience
    for thread in list(_threads):
        thread.join(max(0.0, deadline - time.monotonic()))
