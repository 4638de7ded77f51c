"""How the screen fares while a fleet answers: `python bench_fleet_screen.py [ENGINES] [ROWS_EACH]`.

The real explorer, without a terminal, asks servers in another process, and when all have answered asks them again, which
lets the rows of the first time go. A task of its event loop wakes every millisecond; how late it wakes is how long a key
would have waited.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from answer_files import write_answer_file
from bench_screen import IDLE_SECONDS, SIZE, Watch
from spool_server import serving_all

from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.commands.explore import COLLECTOR_THRESHOLDS
from nxql_tui.paths import Paths
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.background import end_background
from nxql_tui.ui.fleet_questions import FleetHeadRead, FleetOver, FleetRowsMerged
from nxql_tui.ui.start import ExplorerStart

if TYPE_CHECKING:
    from textual.message import Message

    from nxql_tui.client.engine_client import EngineClient


class Steps:
    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.over = asyncio.Event()
        self.times: dict[str, float] = {}

    def note(self, message: Message) -> None:
        now = time.perf_counter()
        if isinstance(message, FleetHeadRead):
            self.times.setdefault("first rows", now)
        elif isinstance(message, FleetRowsMerged):
            self.times.setdefault("first rows that can be sorted", now)
            self._watch.phase = "merging"
        elif isinstance(message, FleetOver):
            self.times["over"] = now
            self.over.set()


async def measure(clients: list[EngineClient], folder: Path) -> None:
    watch = Watch()
    steps = Steps(watch)
    gc.set_threshold(*COLLECTOR_THRESHOLDS)
    engines = tuple(FleetEngine(f"engine-{n}", client.address, client) for n, client in enumerate(clients, 1))
    paths = Paths(folder / "config", folder / "state", folder / "cache")
    app = ExplorerApp(ExplorerStart(paths, clients[0], fleet=Fleet(engines), connection_name="bench", user="admin"))
    async with app.run_test(size=SIZE, message_hook=steps.note) as pilot:
        await pilot.pause(1.0)
        task = asyncio.create_task(watch.run())
        await asyncio.sleep(IDLE_SECONDS)
        for name in ("asking", "asking again"):
            watch.phase = name
            steps.over.clear()
            sent = time.perf_counter()
            app.screen.action_send()
            await steps.over.wait()
            print(f"{name}: " + ", ".join(f"{step} {at - sent:.2f} s" for step, at in steps.times.items()))
            steps.times.clear()
            await asyncio.sleep(1.0)
        task.cancel()
    for phase, longest in watch.longest.items():
        collected, own = watch.collections.get(phase, 0.0), watch.own_work[phase]
        print(
            f"longest stall while {phase:12} {longest * 1e3:8.1f} ms, of its own work {own * 1e3:6.1f} ms,"
            f" of full collections {collected * 1e3:6.1f} ms"
        )


def main() -> None:
    count, rows = (int(text) for text in (*sys.argv[1:], *("40", "100000")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answer = folder / "answer.csv"
        write_answer_file(answer, rows)
        with serving_all([answer] * count, folder / "certificate") as clients:
            asyncio.run(measure(clients, folder))
            end_background()


if __name__ == "__main__":
    main()
