"""What standard error hears of a question to a fleet: a line for each Engine that is over, and one that lives."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from nxql_tui.client.fleet import EngineState
from nxql_tui.commands.exit_codes import ExitCode, exit_code_of, option_hint
from nxql_tui.commands.terminal import say
from nxql_tui.sizes import size_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nxql_tui.client.fleet import EngineStatus
    from nxql_tui.fleets.followed_answers import EngineOutcome

_REDRAW_INTERVAL = 0.25
"""Seconds between two states of the living line."""
_CLEAR = "\r\x1b[K"
_FALLBACK_WIDTH = (80, 24)


class FleetProgress:
    """Says how each Engine ended; on a terminal that shows nothing else, how far all are in between."""

    def __init__(self, statuses: Callable[[], Sequence[EngineStatus]], *, is_answer_printed: bool) -> None:
        """Make it.

        Args:
            statuses: How far each Engine is.
            is_answer_printed: Whether rows go to standard output meanwhile.
        """
        self._statuses = statuses
        self._is_answer_printed = is_answer_printed
        self._lock = Lock()
        self._is_drawn = False
        self._waiting: list[str] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep a line alive within the block, if there is a terminal for it."""
        if not self._has_own_terminal:
            yield
            self._say_what_waits()
            return
        end = Event()
        drawing = Thread(target=self._redraw_until, args=(end,), name="fleet-progress", daemon=True)
        drawing.start()
        try:
            yield
        finally:
            end.set()
            drawing.join()
            with self._lock:
                self._clear()

    def tell(self, outcome: EngineOutcome) -> None:
        """Say how one Engine ended; behind the answer, where that is written to the same terminal."""
        if self._shares_terminal:
            self._waiting.append(outcome_line(outcome))
            return
        with self._lock:
            self._clear()
            say(outcome_line(outcome))

    @property
    def _has_own_terminal(self) -> bool:
        """Whether standard error is a terminal that is not also written to by the answer."""
        return sys.stderr is not None and sys.stderr.isatty() and not self._shares_terminal

    @property
    def _shares_terminal(self) -> bool:
        """Whether a line would stand between two rows."""
        streams = (sys.stdout, sys.stderr)
        return self._is_answer_printed and all(stream is not None and stream.isatty() for stream in streams)

    def _say_what_waits(self) -> None:
        while self._waiting:
            say(self._waiting.pop(0))

    def _redraw_until(self, end: Event) -> None:
        while not end.wait(_REDRAW_INTERVAL):
            line = living_line(self._statuses())
            width = shutil.get_terminal_size(_FALLBACK_WIDTH).columns
            with self._lock:
                sys.stderr.write(_CLEAR + visible_line(line)[: width - 1])
                sys.stderr.flush()
                self._is_drawn = True

    def _clear(self) -> None:
        if self._is_drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._is_drawn = False


def living_line(statuses: Sequence[EngineStatus]) -> str:
    """`3 of 5 Engines over, 2,113 rows, 1.2 MB: eu-1 streaming, us-1 connecting`."""
    over = sum(status.state.is_over for status in statuses)
    rows = sum(status.row_count for status in statuses)
    size = size_text(sum(status.size for status in statuses))
    busy = [
        f"{status.engine.name} {status.state}"
        for status in statuses
        if status.state in (EngineState.CONNECTING, EngineState.STREAMING)
    ]
    return f"{over} of {len(statuses)} Engines over, {rows:,} rows, {size}: {', '.join(busy)}".rstrip(": ")


def outcome_line(outcome: EngineOutcome) -> str:
    """`eu-1: 2,113 rows, 1.2 MB, 0.4 s`, or why not."""
    name, error = outcome.engine.name, outcome.error
    rows = f"{outcome.rows:,} row{'' if outcome.rows == 1 else 's'}"
    if error is None:
        return f"{name}: {rows}, {size_text(outcome.size)}, {outcome.seconds:.1f} s"
    what = f"broke off after {rows}" if outcome.rows else "no answer"
    return f"{name}: {what}: {error}{option_hint(error, is_of_several=True)}"


def summary(outcomes: Sequence[EngineOutcome]) -> str:
    """What to know of the whole where an Engine failed; empty where none did."""
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    if not failed:
        return ""
    if len(failed) == len(outcomes) and not any(outcome.rows for outcome in outcomes):
        return f"NO ANSWER: all {len(outcomes)} Engines failed." if len(outcomes) > 1 else "NO ANSWER."
    names = ", ".join(outcome.engine.name for outcome in failed)
    return f"INCOMPLETE: {len(failed)} of {len(outcomes)} Engines failed: {names}."


def fleet_exit_code(outcomes: Sequence[EngineOutcome]) -> ExitCode:
    """Done when all answered; when none did, what they have in common."""
    codes = [exit_code_of(outcome.error) or ExitCode.FAULT for outcome in outcomes if outcome.error is not None]
    if not codes:
        return ExitCode.DONE
    if len(codes) < len(outcomes):
        return ExitCode.SOME_FAILED
    return codes[0] if len(set(codes)) == 1 else ExitCode.NO_ANSWER
