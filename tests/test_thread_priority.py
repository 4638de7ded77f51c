from __future__ import annotations

import os
import sys
import threading

import pytest

from nxql_tui.thread_priority import give_way

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows threads apart")


def test_a_thread_that_gives_way_steps_back_alone() -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    seen: list[int] = []

    def step_back() -> None:
        give_way()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    stepping = threading.Thread(target=step_back)
    stepping.start()
    stepping.join()

    assert seen[0] > before
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
