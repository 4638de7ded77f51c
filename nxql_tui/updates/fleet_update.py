"""An update to the Engines of a fleet: counted everywhere first, then sent to one after the other until one fails.

```
UncountableFleetError   at least one Engine cannot say which objects would be changed; nothing was sent to any
QuestionCancelled
└── UpdateStopped       somebody stopped it before it was this Engine's turn
```
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.errors import ClientError, QuestionCancelled
from nxql_tui.client.fleet import DEFAULT_IN_FLIGHT
from nxql_tui.client.fleet_question import FleetQuestion
from nxql_tui.client.transfer import Cancellation
from nxql_tui.library.errors import AuditError
from nxql_tui.updates.matching_objects import count_question, counted_objects
from nxql_tui.updates.sending import UpdateEnding, UpdateSender, audited_update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from nxql_tui.client.fleet import FleetEngine
    from nxql_tui.client.fleet_question import EngineRun
    from nxql_tui.library.audit import AuditLog
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.wire.request import QueryRequest


class UncountableFleetError(Exception):
    """At least one Engine cannot say which objects would be changed; nothing was sent to any."""

    def __init__(self, failures: Mapping[str, ClientError]) -> None:
        names = ", ".join(failures)
        super().__init__(f"The objects cannot be counted on {names}, so the update was sent to no Engine.")
        self.failures = failures
        """Why, by the name of the Engine."""


class UpdateStopped(QuestionCancelled):
    """Somebody stopped it before it was this Engine's turn."""

    def __init__(self) -> None:
        ClientError.__init__(self, "The update was stopped before it was sent here.")


@dataclass(frozen=True, slots=True)
class CountedEngine:
    """An Engine, and how many of its objects would be changed."""

    engine: FleetEngine
    objects: int


@dataclass(frozen=True, slots=True)
class EngineUpdate:
    """What has become of the update at one Engine."""

    counted: CountedEngine
    ending: UpdateEnding
    updated: int | None = None
    """How many objects the Engine says it has changed; None when it says nothing of the kind."""
    error: ClientError | AuditError | None = None
    """Why it failed, or that it was stopped before; None where it was not sent because another Engine failed."""
    audit_trouble: str = ""
    """Why its end could not be written down, in words; empty when it was."""

    @property
    def in_words(self) -> str:
        """`3 objects changed`, `not sent`, or why not."""
        match self.ending:
            case UpdateEnding.DONE:
                if self.updated is None:
                    return "carried out; it does not say how many objects it has changed"
                return f"{self.updated:,} object{'' if self.updated == 1 else 's'} changed"
            case UpdateEnding.REFUSED:
                return f"refused, nothing changed: {self.error}"
            case UpdateEnding.UNCERTAIN:
                return f"unknown: {self.error}"
            case UpdateEnding.NOT_SENT:
                if self.error is not None:
                    return f"not sent: {self.error}"
                return "not sent" if self.counted.objects else "not sent, for there is nothing to change"


@dataclass(frozen=True, slots=True)
class FleetSender:
    """Who sends an update, and where it is written down."""

    log: AuditLog
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written to no file."""


class FleetCount(Cancellation):
    """Counts the objects on all Engines at once."""

    def __init__(
        self,
        update: QueryRequest,
        selects: MatchingSelects,
        engines: Iterable[FleetEngine],
        folder: Path,
        *,
        in_flight: int = DEFAULT_IN_FLIGHT,
    ) -> None:
        """Make it; nothing is sent before `run`.

        Args:
            update: What is to be sent later.
            selects: The questions that belong to it.
            engines: Whose objects are counted.
            folder: A folder of its own for the answers; it must exist.
            in_flight: How many Engines are asked at the same time.
        """
        super().__init__()
        self._question = FleetQuestion(count_question(update, selects), engines, folder, in_flight=in_flight)

    def cancel(self) -> None:
        """Hang up on all Engines."""
        super().cancel()
        self._question.cancel()

    def run(self) -> tuple[CountedEngine, ...]:
        """Ask; blocks until all Engines are over.

        Raises:
            UncountableFleetError: One of them cannot be counted.
            QuestionCancelled: Somebody cancelled it.
        """
        found: dict[str, int] = {}
        failures: dict[str, ClientError] = {}
        for run in self._question.endings():
            try:
                found[run.engine.name] = self._count(run)
            except ClientError as error:
                failures[run.engine.name] = error
            finally:
                run.spool.unlink(missing_ok=True)
        if self.is_cancelled:
            raise QuestionCancelled
        engines = [run.engine for run in self._question.runs]
        if failures:
            in_order = {engine.name: failures[engine.name] for engine in engines if engine.name in failures}
            raise UncountableFleetError(in_order)
        return tuple(CountedEngine(engine, found[engine.name]) for engine in engines)

    def _count(self, run: EngineRun) -> int:
        if run.status.error is not None:
            raise run.status.error
        return counted_objects(run.spool, self._question.request)


def send_to_fleet(
    update: QueryRequest,
    counted: Iterable[CountedEngine],
    sender: FleetSender,
    folder: Path,
    cancellation: Cancellation,
    on_update: Callable[[EngineUpdate], object] = lambda _update: None,
) -> tuple[EngineUpdate, ...]:
    """Send a confirmed update to one Engine after the other; the first that fails is the last.

    Args:
        update: What is sent.
        counted: To whom, in this order; those without an object to change are left out.
        sender: Who sends it.
        folder: A folder of its own for the answers; it must exist.
        cancellation: Hangs up on the Engine that is at it, and lets no other begin.
        on_update: Told what has become of it at each Engine before the next one begins. Where it fails, no other
            begins, it is told of the rest all the same, and its failure is raised in the end.

    Returns:
        What has become of it at every Engine, also at those that it was not sent to.
    """
    updates: list[EngineUpdate] = []
    faults: list[Exception] = []
    has_failed = False
    for number, one in enumerate(counted, start=1):
        if one.objects == 0 or has_failed:
            outcome = EngineUpdate(one, UpdateEnding.NOT_SENT)
        elif cancellation.is_cancelled:
            outcome = EngineUpdate(one, UpdateEnding.NOT_SENT, error=UpdateStopped())
        else:
            spool = folder / f"update-{number}.{update.format.value}"
            outcome = _send(update, one, sender, spool, cancellation)
            with suppress(OSError):
                spool.unlink(missing_ok=True)
            # An end that nobody can write down is no reason to go on.
            has_failed = outcome.error is not None or bool(outcome.audit_trouble)
        updates.append(outcome)
        try:
            on_update(outcome)
        except Exception as fault:  # noqa: BLE001  what has been changed elsewhere is told first
            faults.append(fault)
            has_failed = True
    if faults:
        raise faults[0]
    return tuple(updates)


def _send(
    update: QueryRequest, one: CountedEngine, sender: FleetSender, spool: Path, cancellation: Cancellation
) -> EngineUpdate:
    client = one.engine.client
    # Whoever could be counted has a client.
    assert client is not None  # noqa: S101
    audited = audited_update(
        update,
        user=client.user,
        connection=one.engine.connection or str(one.engine.address),
        address=str(client.address),
        objects=one.objects,
        secret_numbers=sender.secret_numbers,
    )
    sending = UpdateSender(client, sender.log, audited)
    error: ClientError | AuditError | None = None
    try:
        sending.ask(update, spool, cancellation=cancellation)
    except (ClientError, AuditError) as failure:
        error = failure
    return EngineUpdate(one, sending.ending, sending.updated, error, sending.audit_trouble)
