"""Which thread has its turn first, where many work beside a screen."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress

_STEPS_BACK = 10
"""Of the 19 that a thread may step back, as `nice` counts them."""
_DRAWING = 0.15
"""Seconds in which a screen has drawn the rows that it was told."""


def give_way() -> None:
    """Let the other threads of this process, and other processes, go before this one and those that it starts.

    Linux knows threads apart; elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEPS_BACK)


class RightOfWay:
    """What one thread takes for a moment, in which those that stand by hold still.

    All threads share one interpreter: beside eight that receive bytes, a page is drawn in twice its time.
    """

    def __init__(self, seconds: float = _DRAWING) -> None:
        self._seconds = seconds
        self._until = 0.0

    def take(self) -> None:
        """Have the others hold still from now on; may be called from any thread."""
        self._until = time.monotonic() + self._seconds

    def stand_by(self) -> None:
        """Hold still until the moment is over, once: however often it is taken, the others come to their turn too."""
        left = self._until - time.monotonic()
        if left > 0:
            time.sleep(left)


SCREEN_RIGHT_OF_WAY = RightOfWay()
"""The one of this process: taken where rows are handed to the screen."""
