"""How the screen fares while an answer of many rows arrives, is stored and shown: `python bench_screen.py [ROWS]`.

The real explorer, without a terminal, asks a server in another process. A task of its event loop wakes every
millisecond; how late it wakes is how long a key would have waited. Beside it the same for an explorer that does nothing.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from answer_files import write_answer_file
from spool_server import serving

from nxql_tui.commands.explore import COLLECTOR_THRESHOLDS
from nxql_tui.paths import Paths
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.questions import AnswerArrived, FirstPageRead, QuestionAnswered, QuestionProgressed
from nxql_tui.ui.start import ExplorerStart

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.message import Message

    from nxql_tui.client.engine_client import EngineClient

SIZE = (120, 40)
TICK = 0.001
IDLE_SECONDS = 5.0


class Watch:
    """The longest time that the event loop did not come round, in every phase."""

    def __init__(self) -> None:
        self.phase = "idle"
        self.longest: dict[str, float] = {}
        self.own_work: dict[str, float] = {}
        """The most CPU that the loop itself took in one go, whatever else the machine had to do."""
        self.collections: dict[str, float] = {}
        self._collecting = 0.0
        gc.callbacks.append(self._note_collection)

    async def run(self) -> None:
        before, worked = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(TICK)
            now, work = time.perf_counter(), time.thread_time()
            self.longest[self.phase] = max(self.longest.get(self.phase, 0.0), now - before - TICK)
            self.own_work[self.phase] = max(self.own_work.get(self.phase, 0.0), work - worked)
            before, worked = now, work

    def _note_collection(self, phase: str, info: dict[str, int]) -> None:
        now = time.perf_counter()
        if phase == "start":
            self._collecting = now
        elif info["generation"] == 2:
            self.collections[self.phase] = max(self.collections.get(self.phase, 0.0), now - self._collecting)


class Steps:
    """When each step was first seen."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.times: dict[str, float] = {}

    def note(self, message: Message) -> None:
        now = time.perf_counter()
        if isinstance(message, QuestionProgressed) and message.progress.bytes_received:
            self.times.setdefault("first bytes", now)
            self._watch.phase = "arriving" if self._watch.phase == "idle" else self._watch.phase
        elif isinstance(message, FirstPageRead):
            self.times.setdefault("first page read", now)
            self._watch.phase = "first page"
        elif isinstance(message, AnswerArrived):
            self.times.setdefault("last byte", now)
            self._watch.phase = "storing"
        elif isinstance(message, QuestionAnswered):
            self.times.setdefault("ready to sort", now)
            self._watch.phase = "showing"


@asynccontextmanager
async def explorer(
    client: EngineClient, folder: Path, watch: Watch
) -> AsyncIterator[tuple[ExplorerApp, object, Steps]]:
    paths = Paths(folder / "config", folder / "state", folder / "cache")
    gc.set_threshold(*COLLECTOR_THRESHOLDS)
    app = ExplorerApp(ExplorerStart(paths, client, connection_name="bench", user="admin"))
    steps = Steps(watch)
    async with app.run_test(size=SIZE, message_hook=steps.note) as pilot:
        await pilot.pause(1.0)
        yield app, pilot, steps


async def measure(client: EngineClient, folder: Path) -> None:
    watch = Watch()
    async with explorer(client, folder, watch) as (app, _, steps):
        task = asyncio.create_task(watch.run())
        await asyncio.sleep(IDLE_SECONDS)
        table = app.screen.query_one("#results")
        app.screen.action_send()
        while not table.row_count:
            await asyncio.sleep(TICK)
        shown = time.perf_counter()
        await asyncio.sleep(0.3)
        watch.phase = "arriving" if watch.phase == "first page" else watch.phase
        while "ready to sort" not in steps.times:
            await asyncio.sleep(0.01)
        await asyncio.sleep(1.0)
        task.cancel()
        first = steps.times["first bytes"]
        print(f"first page on screen after the first bytes {(shown - first) * 1e3:8.1f} ms   budget 100 ms")
        for name in ("last byte", "ready to sort"):
            print(f"{name:15} after the first bytes           {(steps.times[name] - first):8.2f} s")
        for phase, longest in watch.longest.items():
            collected = watch.collections.get(phase, 0.0)
            own = watch.own_work[phase]
            print(
                f"longest stall while {phase:12} {longest * 1e3:8.1f} ms, of its own work {own * 1e3:6.1f} ms,"
                f" of full collections {collected * 1e3:6.1f} ms"
            )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answer = folder / "answer.csv"
        write_answer_file(answer, rows)
        with serving(answer, folder / "certificate") as client:
            asyncio.run(measure(client, folder))


if __name__ == "__main__":
    main()
