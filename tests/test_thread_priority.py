from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from nxql_tui import thread_priority
from nxql_tui.thread_priority import RightOfWay, give_way

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows threads apart")
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


class Clock:
    """Stands in the place of the module `time`: nobody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        self.on_sleep: Callable[[], object] = lambda: None

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        self.on_sleep()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(thread_priority, "time", clock)
    return clock


def test_nobody_holds_still_for_a_right_of_way_that_was_not_taken(clock: Clock) -> None:
    RightOfWay(2.0).stand_by()
    assert clock.slept == []


def test_those_that_stand_by_hold_still_for_what_is_left_of_the_moment(clock: Clock) -> None:
    right = RightOfWay(2.0)
    right.take()
    clock.now += 0.5
    right.stand_by()
    right.stand_by()
    assert clock.slept == [1.5]


def test_a_right_of_way_taken_again_and_again_leaves_the_others_their_turns(clock: Clock) -> None:
    right = RightOfWay(2.0)
    right.take()
    clock.on_sleep = right.take
    right.stand_by()
    assert clock.slept == [2.0]
