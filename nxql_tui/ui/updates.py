"""Updates beside the screen: finding the objects, then sending, each told in a message.

```
one of  MatchingFound · MatchingFailed      and later  UpdateEnded
```
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError
from nxql_tui.library.errors import AuditError
from nxql_tui.updates.matching_objects import MatchingObjects, find_matching_objects
from nxql_tui.updates.sending import UpdateEnding, UpdateSender

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.ui.question_log import QuestionLog
    from nxql_tui.ui.widgets.state_line import StateLine
    from nxql_tui.wire.request import QueryRequest


@dataclass
class MatchingFound(Message):
    """It is known which objects an update would change."""

    objects: MatchingObjects


@dataclass
class MatchingFailed(Message):
    """It could not be found out."""

    error: ClientError


@dataclass(frozen=True)
class PendingUpdate:
    """A confirmed update on its way."""

    sender: UpdateSender
    request: QueryRequest
    spool: Path
    labels: Mapping[int, str] = field(default_factory=dict)
    """What people call its parameters, by number."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are not kept."""
    cancellation: Cancellation = field(default_factory=Cancellation)
    """Stops the waiting; what has been sent stays sent."""


@dataclass
class UpdateEnded(Message):
    """An update was carried out or not, as its sender knows."""

    update: PendingUpdate
    what: str = ""
    """What the user has to know beyond that, as a sentence; may be empty."""
    advice: str = ""


def find_objects(
    client: EngineClient,
    request: QueryRequest,
    selects: MatchingSelects,
    folder: Path,
    cancellation: Cancellation,
    post: Callable[[Message], object],
) -> None:
    """Find the objects and tell; blocks until then."""
    try:
        objects = find_matching_objects(client, request, selects, folder, cancellation)
    except ClientError as error:
        post(MatchingFailed(error))
    else:
        post(MatchingFound(objects))


def send_update(update: PendingUpdate, post: Callable[[Message], object], log: QuestionLog) -> None:
    """Send, write it into the history as every question, and tell how it ended; blocks until then."""
    sender = update.sender
    what = advice = ""
    logged = log.begin(update.request, update.labels, update.secret_numbers)
    try:
        sender.ask(update.request, update.spool, cancellation=update.cancellation)
        log.answered(logged, None)
    except AuditError as error:
        log.failed(logged, error)
        what, advice = str(error), "Nothing was sent."
    except ClientError as error:
        log.failed(logged, error)
        what, advice = error.what, error.advice
        if sender.ending is UpdateEnding.NOT_SENT:
            advice = f"{advice} Nothing was sent.".strip()
    finally:
        update.spool.unlink(missing_ok=True)
    if sender.audit_trouble:
        what, advice = (what, f"{advice} {sender.audit_trouble}".strip()) if what else (sender.audit_trouble, "")
    post(UpdateEnded(update, what, advice))


def show_ending(sender: UpdateSender, state: StateLine, seconds: float) -> None:
    """Say in one line what has become of an update."""
    match sender.ending:
        case UpdateEnding.DONE:
            state.show_updated(sender.updated, sender.update.objects, seconds)
        case UpdateEnding.UNCERTAIN:
            state.show_standing("UNKNOWN whether the update was carried out")
        case _:
            state.show_standing("No object was changed")
