"""One question on its way to the Engines of a fleet: each has its own spool, time limit, retry and state.

Those that move data are bounded in number. One that says nothing, or next to nothing, gives its place to the next, so
that silent and slow Engines hold up nobody; should it begin to speak, there is one more for a while. A password goes to
few before one of them has accepted it (`password_trial.py`).
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from queue import SimpleQueue
from threading import Condition, Thread
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import ANY_SIZE
from nxql_tui.client.errors import ClientError, OthersRefusedError, QuestionCancelled
from nxql_tui.client.fleet import DEFAULT_IN_FLIGHT, EngineState, EngineStatus, with_trials
from nxql_tui.client.password_trial import PasswordTrials
from nxql_tui.client.transfer import Cancellation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from nxql_tui.client.engine_client import Answer, Progress
    from nxql_tui.client.fleet import FleetEngine
    from nxql_tui.client.password_trial import PasswordAttempt
    from nxql_tui.client.spool import SpoolRoom
    from nxql_tui.wire.request import QueryRequest

_LOOK_INTERVAL = 0.1
"""Seconds between two looks at how fast each Engine is."""
_SLOW = 64 * 1024 * _LOOK_INTERVAL
"""Bytes in that time that are next to nothing."""
_QUIET_LOOKS = 10
"""Looks in a row after which an Engine that was answering gives its place away."""
FIRST_BYTE_PATIENCE = 10.0
"""Seconds after which one does that has said nothing yet: most are computing then, and more of them would not help."""
_MOST_FOR_EACH_PLACE = 4
"""Engines that are asked at the same time for each that moves data, however quiet they are."""


class EngineRun:
    """The question to one Engine."""

    def __init__(self, engine: FleetEngine, spool: Path) -> None:
        self.engine = engine
        self.spool = spool
        """Where its answer's bytes go."""
        self._cancellation = Cancellation()
        self._objection = engine.refusal
        self._attempt: PasswordAttempt | None = None
        self._status = EngineStatus(engine)
        self._started = 0.0
        self._size_seen = 0
        self._quiet_looks = 0

    @property
    def status(self) -> EngineStatus:
        """How far it is now."""
        status = self._status
        if status.state in (EngineState.CONNECTING, EngineState.STREAMING):
            return replace(status, seconds=time.monotonic() - self._started)
        return status

    def is_quiet(self, first_byte_patience: float) -> bool:
        """Whether it has said nothing for so long, or next to nothing for a while."""
        looks = _QUIET_LOOKS if self._status.progress is not None else first_byte_patience / _LOOK_INTERVAL
        return self._quiet_looks >= looks

    @property
    def is_over_at_once(self) -> bool:
        """Whether nothing will be sent to it."""
        return self._cancellation.is_cancelled or self._objection is not None

    def may_begin(self) -> bool:
        """Whether it can be run now, so as to ask or to say why not; False where others prove the password first."""
        trial = self.engine.trial
        if trial is None or self.is_over_at_once:
            return True
        try:
            self._attempt = trial.begin(str(self.engine.address))
        except OthersRefusedError as error:
            self._objection = error
        return self.is_over_at_once or self._attempt is not None

    def look(self) -> None:
        """See how much has come since the last time."""
        size = self._status.size
        self._quiet_looks = self._quiet_looks + 1 if size - self._size_seen < _SLOW else 0
        self._size_seen = size

    def cancel(self) -> None:
        """Hang up, or do not begin."""
        self._cancellation.cancel()

    def run(self, request: QueryRequest, room: SpoolRoom, on_progress: Callable[[EngineRun], object]) -> None:
        """Ask, once it may begin; blocks until the Engine is over and raises nothing that an Engine can cause."""
        self._started = time.monotonic()
        self._status = replace(self._status, state=EngineState.CONNECTING)

        def note(progress: Progress) -> None:
            self._status = replace(self._status, state=EngineState.STREAMING, progress=progress)
            if self._attempt is not None:
                self._attempt.accept()
            on_progress(self)

        try:
            with self._attempt or nullcontext():
                answer = self._ask(request, room, note)
        except ClientError as error:
            state = EngineState.CANCELLED if isinstance(error, QuestionCancelled) else EngineState.FAILED
            self._end(state, error=error)
        else:
            self._end(EngineState.DONE, answer=answer)

    def _ask(self, request: QueryRequest, room: SpoolRoom, note: Callable[[Progress], object]) -> Answer:
        client = self.engine.client
        if self._cancellation.is_cancelled:
            raise QuestionCancelled
        if self._objection is not None or client is None:
            raise self._objection or QuestionCancelled()
        return client.ask(request, self.spool, on_progress=note, cancellation=self._cancellation, room=room)

    def give_up(self) -> None:
        """Nothing more comes of it, for a reason that is not the Engine's."""
        if self._attempt is not None:
            self._attempt.end()
        self._end(EngineState.FAILED)

    def _end(self, state: EngineState, *, answer: Answer | None = None, error: ClientError | None = None) -> None:
        seconds = time.monotonic() - self._started
        self._status = replace(self._status, state=state, seconds=seconds, answer=answer, error=error)


class FleetQuestion:
    """One question to all Engines of a fleet, or to those of them that failed before."""

    def __init__(
        self,
        request: QueryRequest,
        engines: Iterable[FleetEngine],
        spools: Path,
        *,
        room: SpoolRoom = ANY_SIZE,
        in_flight: int = DEFAULT_IN_FLIGHT,
        first_byte_patience: float = FIRST_BYTE_PATIENCE,
        on_progress: Callable[[EngineRun], object] = lambda _run: None,
        on_thread: Callable[[], object] = lambda: None,
    ) -> None:
        """Make it; nothing is sent before `endings`.

        Args:
            request: What is asked.
            engines: Who is asked.
            spools: A folder of its own for the answers, one file each; it must exist.
            room: How much of the disk each answer may take.
            in_flight: How many Engines move data at the same time.
            first_byte_patience: Seconds after which one that has said nothing yet gives its place to the next.
            on_progress: Told from the threads of the Engines when more of an answer has come.
            on_thread: Called first in the thread of each Engine.
        """
        self.request = request
        self.folder = spools
        """Where the spools are."""
        ending = request.format.value
        self.runs = tuple(
            EngineRun(engine, spools / f"engine-{number}.{ending}")
            for number, engine in enumerate(with_trials(engines, PasswordTrials()), start=1)
        )
        """One for each Engine, in their order."""
        self._room = room
        self._in_flight = max(1, in_flight)
        self._first_byte_patience = first_byte_patience
        self._on_progress = on_progress
        self._on_thread = on_thread
        self._over: SimpleQueue[EngineRun | BaseException] = SimpleQueue()
        self._changed = Condition()
        self._running: set[EngineRun] = set()

    @property
    def statuses(self) -> tuple[EngineStatus, ...]:
        """How far each Engine is, in their order."""
        return tuple(run.status for run in self.runs)

    @property
    def has_more(self) -> bool:
        """Whether another Engine is over already."""
        return not self._over.empty()

    def cancel(self, name: str | None = None) -> None:
        """Stop asking one Engine, or all; what has come of an answer stays in its spool."""
        for run in self.runs:
            if name in (None, run.engine.name):
                run.cancel()
        with self._changed:
            self._changed.notify_all()

    def endings(self) -> Iterator[EngineRun]:
        """Ask all Engines and give each as soon as it is over, whatever came of it; may be used once.

        Whoever leaves early, or is thrown out by a fault, has the others hung up on.
        """
        try:
            Thread(target=self._schedule, name="fleet", daemon=True).start()
            for _ in self.runs:
                over = self._over.get()
                if isinstance(over, BaseException):
                    raise over
                yield over
        finally:
            self.cancel()

    def _schedule(self) -> None:
        waiting = list(self.runs)
        next_look = time.monotonic() + _LOOK_INTERVAL
        with self._changed:
            while waiting:
                for run in tuple(waiting):
                    if run.is_over_at_once or (self._has_place and run.may_begin()):
                        waiting.remove(run)
                        self._start(run)
                self._changed.wait(_LOOK_INTERVAL)
                if time.monotonic() >= next_look:
                    next_look = time.monotonic() + _LOOK_INTERVAL
                    for run in self._running:
                        run.look()

    @property
    def _has_place(self) -> bool:
        speaking = sum(not run.is_quiet(self._first_byte_patience) for run in self._running)
        return speaking < self._in_flight and len(self._running) < self._in_flight * _MOST_FOR_EACH_PLACE

    def _start(self, run: EngineRun) -> None:
        self._running.add(run)
        try:
            Thread(target=self._work, args=(run,), name=f"fleet-{run.engine.name}", daemon=True).start()
        except RuntimeError as fault:
            # This host lets us have no more threads.
            self._running.discard(run)
            run.give_up()
            self._over.put(fault)

    def _note(self, run: EngineRun) -> None:
        with self._changed:
            # Whoever answers has accepted the password, which others wait for.
            self._changed.notify_all()
        self._on_progress(run)

    def _work(self, run: EngineRun) -> None:
        outcome: EngineRun | BaseException = run
        try:
            self._on_thread()
            run.run(self.request, self._room, self._note)
        except BaseException as fault:  # noqa: BLE001  it is raised again where the endings are awaited
            run.give_up()
            outcome = fault
        with self._changed:
            self._running.discard(run)
            self._changed.notify_all()
        self._over.put(outcome)
