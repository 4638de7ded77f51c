"""Which thread has its turn first, where many work beside a screen."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_STEPS_BACK = 10
"""Of the 19 that a thread may step back, as `nice` counts them."""


def give_way() -> None:
    """Let the other threads of this process, and other processes, go before this one and those that it starts.

    Linux knows threads apart; elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEPS_BACK)
