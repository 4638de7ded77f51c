"""The answers of a fleet as they come: rows of whichever Engine has some, out of the growing spools.

The Engines write to the disk as fast as they like; what is held in memory is one portion of one answer.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.client.engine_client import ANY_SIZE
from nxql_tui.client.fleet import DEFAULT_IN_FLIGHT, EngineState
from nxql_tui.client.fleet_question import FleetQuestion
from nxql_tui.fleets.followed_spool import FollowedSpool, Rows

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from nxql_tui.client.errors import ClientError
    from nxql_tui.client.fleet import EngineStatus, FleetEngine
    from nxql_tui.client.fleet_question import EngineRun
    from nxql_tui.client.spool import SpoolRoom
    from nxql_tui.results.errors import ResultError
    from nxql_tui.wire.request import Format, QueryRequest

_LOOK_INTERVAL = 0.25
"""Seconds between two looks at what has come of all."""
_GOODBYE = 5.0
"""Seconds that Engines which have been cancelled may take to let go of their spools."""


@dataclass(frozen=True, slots=True)
class EngineOutcome:
    """An Engine that is over, and what was read of its answer."""

    engine: FleetEngine
    rows: int
    """Whole rows that were read and not refused, also of an answer that broke off."""
    size: int
    """Bytes that came."""
    seconds: float
    """Since it was asked."""
    error: ClientError | ResultError | None = None
    """Why its answer is not whole, or never came."""
    spool: Path | None = None
    """Where the bytes that came are; None where they are not kept."""

    def rows_again(self, answer_format: Format) -> Iterator[Rows]:
        """All its rows once more, from the spool that was kept.

        Raises:
            ClientError: Its answer is whole, and cannot be read to its end any more.
        """
        assert self.spool is not None  # noqa: S101  spools that are read again are kept
        return FollowedSpool(self.engine.name, self.spool, answer_format).read_all(is_whole=self.error is None)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why an answer is read no further, and how many of the rows that were given count for nothing."""

    error: ClientError
    rows: int


Event: TypeAlias = Rows | EngineOutcome


class FollowedAnswers:
    """One question to a fleet, and its answers while they come."""

    def __init__(
        self,
        request: QueryRequest,
        engines: Iterable[FleetEngine],
        spools: Path,
        *,
        room: SpoolRoom = ANY_SIZE,
        in_flight: int = DEFAULT_IN_FLIGHT,
        keeps_spools: bool = False,
    ) -> None:
        """Make it; nothing is sent before `follow`.

        Args:
            request: What is asked.
            engines: Who is asked.
            spools: A folder of its own for the answers; it must exist.
            room: How much of the disk each answer may take.
            in_flight: How many Engines move data at the same time.
            keeps_spools: Whether what has been read is still needed.
        """
        self._question = FleetQuestion(
            request, engines, spools, room=room, in_flight=in_flight, on_progress=self._give_turn
        )
        self._followed = {run: FollowedSpool(run.engine.name, run.spool, request.format) for run in self._question.runs}
        self._keeps_spools = keeps_spools
        self._turns: SimpleQueue[EngineRun | BaseException] = SimpleQueue()
        self._next_look = 0.0
        self._lock = Lock()
        self._queued: set[EngineRun] = set()
        self._over: set[EngineRun] = set()
        self._refusals: dict[str, _Refusal] = {}

    @property
    def statuses(self) -> tuple[EngineStatus, ...]:
        """How far each Engine is, in their order."""
        return self._question.statuses

    def cancel(self) -> None:
        """Hang up on all Engines; what has come of their answers is still given."""
        self._question.cancel()

    def refuse(self, rows: Rows, error: ClientError) -> None:
        """Take neither these rows nor any more of their Engine, whose answer does not fit: that is what came of it."""
        self._refusals[rows.engine] = _Refusal(error, len(rows.rows))
        self._question.cancel(rows.engine)

    def follow(self) -> Generator[Event, None, None]:
        """Ask, and give rows as they come and the outcome of each Engine behind its last row; may be used once.

        Whoever leaves early has the Engines hung up on.
        """
        waiting = Thread(target=self._await_endings, name="fleet-endings", daemon=True)
        waiting.start()
        remaining = len(self._followed)
        try:
            while remaining:
                turn = self._next_turn()
                if isinstance(turn, BaseException):
                    raise turn
                for event in self._take_turn(turn):
                    remaining -= isinstance(event, EngineOutcome)
                    yield event
        finally:
            self._question.cancel()
            waiting.join(_GOODBYE)
            for followed in self._followed.values():
                followed.close()

    def _next_turn(self) -> EngineRun | BaseException:
        """Whoever has told of more; now and then all that are at it, for nobody tells of the last before a silence."""
        while True:
            now = time.monotonic()
            if now >= self._next_look:
                self._next_look = now + _LOOK_INTERVAL
                for run in self._followed:
                    if run.status.state is EngineState.STREAMING:
                        self._give_turn(run)
            with suppress(Empty):
                return self._turns.get(timeout=self._next_look - now)

    def _take_turn(self, run: EngineRun) -> Iterator[Event]:
        with self._lock:
            # What comes from here on is worth a turn of its own.
            self._queued.discard(run)
            is_over = run in self._over
        followed = self._followed[run]
        if run.engine.name not in self._refusals:
            rows = followed.read(is_whole=is_over and run.status.error is None)
            if rows is not None:
                yield rows
            if not followed.is_caught_up:
                self._give_turn(run)
                return
            if followed.error is not None:
                run.cancel()
        if is_over:
            yield self._outcome(run, followed)

    def _outcome(self, run: EngineRun, followed: FollowedSpool) -> EngineOutcome:
        followed.close()
        if not self._keeps_spools:
            run.spool.unlink(missing_ok=True)
        status, refusal = run.status, self._refusals.get(run.engine.name)
        error = refusal.error if refusal is not None else followed.error or status.error
        rows = followed.row_count - (refusal.rows if refusal is not None else 0)
        spool = run.spool if self._keeps_spools else None
        return EngineOutcome(run.engine, rows, status.size, status.seconds, error, spool)

    def _give_turn(self, run: EngineRun) -> None:
        with self._lock:
            if run in self._queued:
                return
            self._queued.add(run)
        self._turns.put(run)

    def _await_endings(self) -> None:
        try:
            for run in self._question.endings():
                with self._lock:
                    self._over.add(run)
                self._give_turn(run)
        except BaseException as fault:  # noqa: BLE001  it is raised again where the rows are awaited
            self._turns.put(fault)
