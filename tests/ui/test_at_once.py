from __future__ import annotations

import threading

import pytest

from nxql_tui.ui.at_once import at_once


def test_what_came_of_each_is_in_the_order_of_the_items() -> None:
    assert at_once(lambda item: item * 2, range(20), most=3, name="double") == [item * 2 for item in range(20)]


def test_nothing_to_do_is_done_at_once() -> None:
    assert at_once(str, [], most=3, name="nothing") == []


def test_they_are_worked_on_at_the_same_time() -> None:
    meeting = threading.Barrier(4)

    def meet(_item: int) -> int:
        # Nobody goes on before all four are there.
        return meeting.wait(30)

    assert sorted(at_once(meet, range(4), most=4, name="meet")) == [0, 1, 2, 3]


def test_no_more_than_so_many_are_worked_on_at_the_same_time() -> None:
    lock = threading.Lock()
    now, most = [0], [0]

    def count(_item: int) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        with lock:
            now[0] -= 1

    at_once(count, range(200), most=2, name="count")
    assert most[0] <= 2


def test_what_the_work_raises_is_raised_where_it_is_waited_for() -> None:
    def fail(item: int) -> int:
        raise ValueError(item)

    with pytest.raises(ValueError, match="0"):
        at_once(fail, [0], most=2, name="fail")
