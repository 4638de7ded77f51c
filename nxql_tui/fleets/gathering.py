"""One question to a fleet, whose answers become one result set as they come.

An Engine that failed hides no row of the others; it can be asked again, and its rows take their place among the rest.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import ANY_SIZE
from nxql_tui.client.errors import RefusedError
from nxql_tui.client.fleet import DEFAULT_IN_FLIGHT, EngineState, EngineStatus, with_trials
from nxql_tui.client.fleet_question import FleetQuestion
from nxql_tui.client.password_trial import PasswordTrials
from nxql_tui.fleets.storing import Storing
from nxql_tui.private_files import private_folder
from nxql_tui.results.errors import ResultError, StoppedError, StorageError, UnreadableAnswerError
from nxql_tui.results.plain_batch import plain_answer
from nxql_tui.results.stopping import Stop
from nxql_tui.thread_priority import give_way
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from nxql_tui.client.errors import ClientError
    from nxql_tui.client.fleet import FleetEngine
    from nxql_tui.client.fleet_question import EngineRun
    from nxql_tui.client.spool import SpoolRoom
    from nxql_tui.results.merged_answers import MergedAnswers
    from nxql_tui.results.plain_batch import PlainAnswer
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True, slots=True)
class GatheredEngine:
    """What is known of an Engine, its answer and its rows at one moment."""

    status: EngineStatus
    stored_rows: int | None = None
    """Rows of it in the result set; None while it is not over, or not stored yet."""
    error: ClientError | ResultError | None = None
    """Why its answer is not here, or not whole."""

    @property
    def name(self) -> str:
        """What stands before its rows."""
        return self.status.engine.name

    @property
    def row_count(self) -> int:
        """Rows that are stored, or that have come so far, more or less."""
        return self.status.row_count if self.stored_rows is None else self.stored_rows

    @property
    def is_whole(self) -> bool:
        """Whether all of its rows are in the result set."""
        return self.stored_rows is not None and self.error is None

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.error is not None or self.is_whole


class Gathering:
    """Asks and stores on the thread of whoever runs it; may be looked at, and cancelled, from any other."""

    def __init__(
        self,
        request: QueryRequest,
        engines: Iterable[FleetEngine],
        merged: MergedAnswers,
        spools: Path,
        *,
        room: SpoolRoom = ANY_SIZE,
        in_flight: int = DEFAULT_IN_FLIGHT,
        on_progress: Callable[[EngineRun], object] = lambda _run: None,
    ) -> None:
        """Make it, and the folder of its files; nothing is sent before `run`.

        Args:
            request: What is asked.
            engines: Who is asked.
            merged: Where their rows go; closed by the caller.
            spools: A folder for files on the way; made when missing.
            room: How much of the disk each answer may take.
            in_flight: How many Engines move data at the same time.
            on_progress: Told from the threads of the Engines when more of an answer has come.

        Raises:
            StorageError: There is no place for the files.
        """
        self.request = request
        self.merged = merged
        self.stop = Stop()
        """Ends the storing, from any thread."""
        self._engines = with_trials(engines, PasswordTrials())
        self._spools = spools
        self._room = room
        self._in_flight = in_flight
        self._on_progress = on_progress
        self._over: dict[str, GatheredEngine] = {}
        self._rounds = 0
        self._question = self._prepared(self._engines)

    @property
    def engines(self) -> tuple[GatheredEngine, ...]:
        """How far each Engine is, in their order."""
        asked = {status.engine.name: status for status in self._question.statuses}
        return tuple(
            self._over.get(engine.name) or GatheredEngine(asked.get(engine.name, EngineStatus(engine)))
            for engine in self._engines
        )

    @property
    def is_complete(self) -> bool:
        """Whether all rows of all Engines are in the result set."""
        return all(engine.is_whole for engine in self.engines)

    @property
    def failed(self) -> tuple[GatheredEngine, ...]:
        """Those whose answer is not here, or not whole, and that can be asked again."""
        return tuple(
            engine for engine in self.engines if engine.error is not None and engine.status.engine.client is not None
        )

    def cancel(self, name: str | None = None) -> None:
        """Stop asking one Engine, or all; what has come is stored."""
        self._question.cancel(name)

    def abandon(self) -> None:
        """Nobody wants any of it any more."""
        self.stop()
        self.cancel()

    def run(self, on_merged: Callable[[ResultSet], object]) -> None:
        """Ask all Engines, or those of `ask_again`; blocks until all are over and their rows stored.

        Args:
            on_merged: Told, with a snapshot that it owns, when there are more rows; at the end at the latest.
        """
        Storing(self._question, self._store, partial(self._tell, on_merged)).run()
        with suppress(OSError):
            self._question.folder.rmdir()

    def _store(self, runs: Sequence[EngineRun]) -> None:
        """Store what has come, of several Engines in one go where that can be done."""
        done = [run for run in runs if run.status.state is EngineState.DONE]
        stored = self._stored_together(done) if len(done) > 1 else set()
        for run in runs:
            outcome = GatheredEngine(run.status, self.merged.rows_of(run.engine.name)) if run in stored else None
            self._over[run.engine.name] = outcome or self._stored(run)

    def _stored_together(self, runs: Sequence[EngineRun]) -> set[EngineRun]:
        if self.request.format is not Format.CSV:
            return set()
        alike: dict[tuple[str, ...], dict[EngineRun, PlainAnswer]] = {}
        for run in runs:
            answer = plain_answer(run.engine.name, run.spool)
            if answer is not None:
                # Engines of another version may know other columns.
                alike.setdefault(answer.names, {})[run] = answer
        stored: set[EngineRun] = set()
        for answers in alike.values():
            # What is wrong is said of each Engine by itself.
            with suppress(ResultError):
                if len(answers) > 1 and self.merged.add_plain(tuple(answers.values()), self.stop):
                    stored |= answers.keys()
        return stored

    def _tell(self, on_merged: Callable[[ResultSet], object], *, is_last: bool) -> None:
        with suppress(ResultError):
            on_merged(self.merged.result_set(is_complete=is_last and self.is_complete))

    def ask_again(self) -> int:
        """Let the next `run` ask those that failed; what they had sent gives way to what they send then.

        Of those that a refused password keeps from being asked one goes first, and the others once it accepts.

        Returns:
            How many they are; of none, nothing is to be run.

        Raises:
            StorageError: There is no place for their files; all stays as it was.
        """
        failed = self.failed
        again = tuple(replace(engine.status.engine, refusal=None) for engine in failed)
        if again:
            question = self._prepared(again)
            barred = {engine.status.engine.trial for engine in failed if isinstance(engine.error, RefusedError)}
            for trial in barred:
                if trial is not None:
                    trial.allow_one_more()
            for engine in again:
                self._over.pop(engine.name, None)
            self.stop = Stop()
            self._question = question
        return len(again)

    def _prepared(self, engines: tuple[FleetEngine, ...]) -> FleetQuestion:
        self._rounds += 1
        try:
            folder = private_folder(self._spools / f"asking-{id(self)}-{self._rounds}")
        except OSError as error:
            raise StorageError(f"No place for the answers in {self._spools}: {error.strerror}.") from None
        return FleetQuestion(
            self.request,
            engines,
            folder,
            room=self._room,
            in_flight=self._in_flight,
            on_progress=self._on_progress,
            # Whoever gathers looks at a screen meanwhile.
            on_thread=give_way,
        )

    def _stored(self, run: EngineRun) -> GatheredEngine:
        status = run.status
        error: ClientError | ResultError | None = status.error
        try:
            if status.state is EngineState.DONE:
                self._add(run, is_complete=True)
        except ResultError as failure:
            error = failure
        if error is not None and _may_hold_rows(run, error):
            with suppress(ResultError):
                self._add(run, is_complete=False)
        with suppress(OSError):
            run.spool.unlink(missing_ok=True)
        # What an earlier attempt has brought stays where this one brings nothing.
        return GatheredEngine(status, self.merged.rows_of(run.engine.name), error)

    def _add(self, run: EngineRun, *, is_complete: bool) -> None:
        if self.stop.is_called:
            raise StoppedError
        self.merged.add(run.engine.name, run.spool, self.request.format, is_complete=is_complete, stop=self.stop)


def _may_hold_rows(run: EngineRun, error: ClientError | ResultError) -> bool:
    is_cut = not isinstance(error, ResultError) or isinstance(error, UnreadableAnswerError)
    try:
        return is_cut and run.spool.stat().st_size > 0
    except OSError:
        return False
