"""The same work for many things at once."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from nxql_tui.ui.background import run_in_background

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Item = TypeVar("Item")
Result = TypeVar("Result")


def at_once(work: Callable[[Item], Result], items: Iterable[Item], *, most: int, name: str) -> list[Result]:
    """Do the work for every item on threads of their own, and return what came of each, in their order; blocks.

    Args:
        work: What is done; what it raises is raised again here.
        items: What it is done with.
        most: How many are worked on at the same time.
        name: Of the threads.
    """
    waiting = deque(enumerate(items))
    results: dict[int, Result] = {}
    faults: list[BaseException] = []
    lock = threading.Lock()

    def run() -> None:
        while True:
            with lock:
                if not waiting or faults:
                    return
                place, item = waiting.popleft()
            try:
                result = work(item)
            except BaseException as fault:  # noqa: BLE001  it is raised again where the work is waited for
                faults.append(fault)
                return
            results[place] = result

    threads = [run_in_background(run, f"{name}-{number}") for number in range(min(most, len(waiting)))]
    for thread in threads:
        thread.join()
    for fault in faults:
        raise fault
    return [results[place] for place in sorted(results)]
