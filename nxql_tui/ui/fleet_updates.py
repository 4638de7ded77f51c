"""Updates to a fleet beside the screen: counting on all Engines, then sending to one after the other.

```
one of  FleetCounted · FleetUncountable      and later  EngineUpdated…  FleetUpdateEnded
```
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.errors import ClientError, QuestionCancelled, SpoolError
from nxql_tui.client.transfer import Cancellation
from nxql_tui.ui.quantities import count_text
from nxql_tui.updates.fleet_update import EngineUpdate, UncountableFleetError, UpdateStopped, send_to_fleet
from nxql_tui.updates.sending import UpdateEnding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nxql_tui.ui.question_log import QuestionLog
    from nxql_tui.updates.fleet_update import CountedEngine, FleetCount, FleetSender
    from nxql_tui.wire.request import QueryRequest


@dataclass
class FleetCounted(Message):
    """It is known how many objects an update would change on each Engine."""

    counted: tuple[CountedEngine, ...]


@dataclass
class FleetUncountable(Message):
    """Some Engines cannot say; nothing is sent to any."""

    failures: Mapping[str, ClientError]


@dataclass(frozen=True)
class PendingFleetUpdate:
    """A confirmed update on its way from Engine to Engine."""

    request: QueryRequest
    counted: tuple[CountedEngine, ...]
    sender: FleetSender
    folder: Path
    """Where files on the way may be kept."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """What people call its parameters, by number."""
    cancellation: Cancellation = field(default_factory=Cancellation)
    """Stops the waiting and lets no other Engine begin; what has been sent stays sent."""


@dataclass
class EngineUpdated(Message):
    """It is known what has become of the update at one Engine."""

    pending: PendingFleetUpdate
    update: EngineUpdate


@dataclass
class FleetUpdateEnded(Message):
    """It is known of all."""

    pending: PendingFleetUpdate
    updates: tuple[EngineUpdate, ...]


def count_on_fleet(count: FleetCount, post: Callable[[Message], object]) -> None:
    """Count and tell; blocks until then."""
    try:
        post(FleetCounted(count.run()))
    except QuestionCancelled:
        return
    except UncountableFleetError as error:
        post(FleetUncountable(error.failures))


def send_fleet_update(pending: PendingFleetUpdate, post: Callable[[Message], object], log: QuestionLog) -> None:
    """Send, write it into the history, and tell what has become of it at each Engine; blocks until then."""
    logged = log.begin(pending.request, pending.labels, pending.sender.secret_numbers)
    updates = _sent(pending, post)
    failure = next((update.error for update in updates if update.error is not None), None)
    if failure is None:
        log.answered(logged, None)
    else:
        log.failed(logged, failure)
    post(FleetUpdateEnded(pending, updates))


def _sent(pending: PendingFleetUpdate, post: Callable[[Message], object]) -> tuple[EngineUpdate, ...]:
    """What has become of it at every Engine, also where this host keeps no file any more."""
    updates: list[EngineUpdate] = []

    def note(update: EngineUpdate) -> None:
        updates.append(update)
        post(EngineUpdated(pending, update))

    counted = pending.counted
    try:
        with tempfile.TemporaryDirectory(prefix="update-", dir=pending.folder, ignore_cleanup_errors=True) as folder:
            send_to_fleet(pending.request, counted, pending.sender, Path(folder), pending.cancellation, note)
    except OSError as error:
        trouble = SpoolError(f"No place for the answers in {pending.folder}: {error.strerror}.")
        updates += [EngineUpdate(one, UpdateEnding.NOT_SENT, error=trouble) for one in counted[len(updates) :]]
    return tuple(updates)


def ending_in_words(updates: Sequence[EngineUpdate]) -> str:
    """`Updated 5 objects on 2 of 3 Engines`."""
    done = [update for update in updates if update.ending is UpdateEnding.DONE]
    wanted = [update for update in updates if update.counted.objects]
    objects = sum(update.updated or 0 for update in done)
    said = count_text(objects, "object") if done else "no object"
    places = count_text(len(wanted), "Engine")
    engines = places if len(done) == len(wanted) else f"{len(done)} of {places}"
    return f"Updated {said} on {engines}"


def report(updates: Sequence[EngineUpdate]) -> str:
    """What has become of it at each Engine, a line each."""
    lines = [f"{update.counted.engine.name}: {update.in_words}" for update in updates]
    lines += [update.audit_trouble for update in updates if update.audit_trouble]
    return "\n".join(lines)


def why_not_all(updates: Sequence[EngineUpdate], *, is_cancelled: bool) -> tuple[str, str]:
    """Why it was not carried out at all that were confirmed: in a clause, and where as a sentence."""
    failed = next((one for one in updates if one.error is not None or one.audit_trouble), None)
    if failed is None or isinstance(failed.error, UpdateStopped):
        return "you stopped it", "Nothing was sent to the others."
    reason = f"{failed.counted.engine.name}: {failed.in_words}"
    if is_cancelled and failed.ending is UpdateEnding.UNCERTAIN:
        return "you stopped it", reason
    return "it stopped at the first failure", reason


def is_done(updates: Sequence[EngineUpdate]) -> bool:
    """Whether all that was confirmed has been carried out and written down."""
    return all(update.ending is UpdateEnding.DONE or not update.counted.objects for update in updates) and not any(
        update.audit_trouble for update in updates
    )
