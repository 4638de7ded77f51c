"""Blocking work beside the screen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def run_in_background(work: Callable[[], object], name: str) -> threading.Thread:
    """Run blocking work on a thread of its own that never keeps the program from leaving.

    A pool's threads are waited for at exit, so one question to a silent host would hold the terminal; a daemon
    thread is not. The work tells what it found by posting messages, which is safe from any thread.
    """
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread
