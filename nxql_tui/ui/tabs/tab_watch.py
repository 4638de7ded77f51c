"""The watch of a tab: its question asked again and again, the rows marked with what changed.

```
one of  WatchAnswered · WatchFailed   every time
```
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError
from nxql_tui.client.spool import SpoolRoom
from nxql_tui.fleets.fleet_asker import FleetAsker
from nxql_tui.intervals import SHORTEST_INTERVAL, interval_text, parse_interval
from nxql_tui.results.errors import ResultError
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.screens.line_prompt import LinePrompt
from nxql_tui.ui.widgets.state_line import StateLine
from nxql_tui.watching.watch import Watch, ends_watch

if TYPE_CHECKING:
    from textual.timer import Timer

    from nxql_tui.client.fleet import Fleet
    from nxql_tui.results.comparing import Differences
    from nxql_tui.ui.tabs.query_tab import QueryTab
    from nxql_tui.watching.watch import WatchedAnswer

USUAL_INTERVAL = "30s"


@dataclass(frozen=True)
class RunningWatch:
    """A watch and the way to stop it."""

    watch: Watch
    fleet: Fleet | None
    """Who is asked; None where it is one Engine."""
    cancellation: Cancellation = field(default_factory=Cancellation)


@dataclass
class WatchAnswered(Message):
    """There is a newer answer."""

    running: RunningWatch
    answer: WatchedAnswer


@dataclass
class WatchFailed(Message):
    """This time there is none; the rows before stay."""

    running: RunningWatch
    error: ClientError | ResultError


class TabWatch:
    """Starts, goes on and stops; the tab routes its messages here."""

    def __init__(self, tab: QueryTab) -> None:
        self._tab = tab
        self._running: RunningWatch | None = None
        self._timer: Timer | None = None
        self._changed_at = ""

    @property
    def is_on(self) -> bool:
        """Whether the question is asked again and again."""
        return self._running is not None

    def toggle(self) -> None:
        """Ask how often, or stop."""
        tab = self._tab
        if self.is_on:
            self.stop()
            tab.query_one(StateLine).show_standing("The question is not asked again any more; the rows stay")
        elif tab.asked is None or tab.connected is None:
            tab.note("There is no answer to watch: send a query first")
        else:
            advice = f"s, min or h; {SHORTEST_INTERVAL:g}s at least"
            prompt = LinePrompt("Ask again every", USUAL_INTERVAL, advice, _complaint)
            tab.app.push_screen(prompt, self._start)

    def stop(self) -> None:
        """Ask no more; harmless when nothing is asked."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._running is not None:
            self._running.cancellation.cancel()
            # It may be asking just now, on a thread that ends soon.
            run_in_background(self._running.watch.close, "end-watch")
            self._running = None

    def _start(self, typed: str | None) -> None:
        tab = self._tab
        if typed is None or tab.asked is None or tab.connected is None:
            return
        interval = parse_interval(typed)
        if interval is None:
            return
        self.stop()
        self._changed_at = ""
        connected = tab.connected
        fleet, room = connected.fleet, SpoolRoom(connected.spool_limit)
        asker = connected.client if fleet is None else FleetAsker(fleet, room=room)
        watch = Watch(asker, tab.asked, tab.spools, interval, memory_limit=connected.memory_limit)
        self._running = RunningWatch(watch, fleet)
        self._ask()

    def _ask(self) -> None:
        running = self._running
        if running is None:
            return
        run_in_background(lambda: _ask_once(running, self._tab), "watch")

    def answered(self, event: WatchAnswered) -> None:
        """Show the rows, marked, where the reader stands."""
        differences = event.answer.differences
        if event.running is not self._running:
            differences.result_set.close()
            return
        at = event.answer.asked_at.astimezone().strftime("%H:%M:%S")
        rows = count_text(event.answer.row_count, "row")
        if self._changed_at and differences.is_none:
            # The marks of the last change stay until there is another: nobody looks at the screen all the time.
            differences.result_set.close()
            self._wait(f"no changes of {rows} since {self._changed_at}")
            return
        if self._tab.answer.is_derived:
            # What the user has made of the rows is not taken away under their eyes.
            differences.result_set.close()
            self._wait(f"{_changes(differences)} of {rows} at {at}, shown when you are back at the rows")
            return
        self._changed_at = at
        self._tab.renew_watched(differences.result_set, event.running.fleet)
        self._wait(f"{_changes(differences)} of {rows} at {at}")

    def failed(self, event: WatchFailed) -> None:
        """Say why, and try again later where that may help."""
        if event.running is not self._running:
            return
        if ends_watch(event.error):
            self.stop()
            self._tab.say(event.error.what, f"{event.error.advice} The question is not asked again.".strip())
            self._tab.query_one(StateLine).show_standing("The watch has ended; the rows stay")
        else:
            self._wait(f"no answer this time ({event.error.what.rstrip('.')})")

    def _wait(self, news: str) -> None:
        running = self._running
        if running is None:
            return
        watch = running.watch
        again = "" if watch.pause == watch.interval else f" · again in {interval_text(watch.pause)}"
        self._tab.query_one(StateLine).show_standing(
            f"Watching every {interval_text(watch.interval)}, W stops · {news}{again}"
        )
        self._timer = self._tab.set_timer(watch.pause, self._ask)


def _complaint(typed: str) -> str:
    """What is wrong with an interval."""
    return "" if parse_interval(typed) is not None else f"'{typed}' is no interval to ask at: write 30s, 5min or 1h."


def _ask_once(running: RunningWatch, tab: QueryTab) -> None:
    try:
        answer = running.watch.ask(running.cancellation)
    except (ClientError, ResultError) as error:
        tab.post_message(WatchFailed(running, error))
    else:
        tab.post_message(WatchAnswered(running, answer))


def _changes(differences: Differences) -> str:
    if differences.is_none:
        return "no changes"
    return f"+{differences.added:,} -{differences.gone:,} ~{differences.changed:,}"
