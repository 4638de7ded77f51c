"""Sending an update: once, by POST, between two lines of the audit log.

```
UpdateEnding   not sent · refused · done · uncertain
ClientError
└── UncertainUpdateError   it was sent and its answer never came: nobody knows whether it was carried out
```
"""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.client.errors import (
    ClientError,
    NotLicensedError,
    RefusedError,
    UnexpectedStatusError,
    WrongQueryError,
)
from nxql_tui.library.audit import AuditedUpdate
from nxql_tui.library.errors import AuditError
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.wire.formats import AnswerError, open_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from nxql_tui.client.engine_client import Answer, Cancellation, EngineClient, Progress
    from nxql_tui.library.audit import AuditLog, SentUpdate
    from nxql_tui.wire.request import Format, QueryRequest

NOBODY_KNOWS = "Nobody knows whether the update was carried out."

_LARGEST_ANSWER = 1 << 20
"""Bytes of the answer to an update in which its number is looked for."""
_LONGEST_NUMBER = 15


class UpdateEnding(StrEnum):
    """What has become of an update."""

    NOT_SENT = "not sent"
    REFUSED = "refused"
    """The Engine says that it did not carry it out."""
    DONE = "done"
    UNCERTAIN = "uncertain"
    """It was sent, and nothing was heard of it."""


class UncertainUpdateError(ClientError):
    """It was sent and its answer never came: nobody knows whether it was carried out."""

    def __init__(self, cause: ClientError) -> None:
        super().__init__(
            f"{NOBODY_KNOWS} {cause.what}",
            "It is not sent again by itself: ask for the objects and look before you do.",
        )
        self.may_have_arrived = True


class UpdateSender:
    """Sends one update one time; has the `ask` of a client, so whoever writes answers can write this one's."""

    def __init__(self, client: EngineClient, log: AuditLog, update: AuditedUpdate) -> None:
        self.update = update
        """What is written down."""
        self.ending = UpdateEnding.NOT_SENT
        """What has become of it so far."""
        self.updated: int | None = None
        """How many objects the Engine says it has changed; None when it says nothing of the kind."""
        self.audit_trouble = ""
        """Why its end could not be written down, in words; empty when it was."""
        self._client = client
        self._log = log
        self._is_used = False

    def ask(
        self,
        request: QueryRequest,
        spool: Path,
        *,
        on_progress: Callable[[Progress], object] | None = None,  # noqa: ARG002  one number is no progress
        cancellation: Cancellation | None = None,
    ) -> Answer:
        """Write it down, send it, write down how it ended.

        Raises:
            AuditError: It cannot be written down; nothing was sent.
            UncertainUpdateError: Nobody knows whether it was carried out.
            ClientError: It was not carried out.
        """
        if self._is_used:
            raise RuntimeError("an update is sent once")
        self._is_used = True
        sent = self._log.record_sending(self.update)
        self.ending = UpdateEnding.UNCERTAIN
        with ExitStack() as unless_known:
            unless_known.callback(self._record_failed, sent, NOBODY_KNOWS)
            try:
                answer = self._client.update(request, spool, cancellation=cancellation)
            except ClientError as error:
                failure = error
            else:
                unless_known.pop_all()
                return self._done(sent, answer, spool)
            unless_known.pop_all()
        self.ending = _ending(failure)
        said = UncertainUpdateError(failure) if self.ending is UpdateEnding.UNCERTAIN else failure
        self._record_failed(sent, str(said))
        raise said

    def _done(self, sent: SentUpdate, answer: Answer, spool: Path) -> Answer:
        self.ending = UpdateEnding.DONE
        self.updated = _updated(spool, answer.format)
        self._record(lambda: self._log.record_done(sent, self.updated))
        return answer

    def _record_failed(self, sent: SentUpdate, message: str) -> None:
        self._record(lambda: self._log.record_failed(sent, f"{self.ending.value}: {message}"))

    def _record(self, write: Callable[[], None]) -> None:
        # The update is gone by now: what became of it matters more.
        try:
            write()
        except AuditError as error:
            self.audit_trouble = str(error)


def audited_update(
    request: QueryRequest,
    *,
    user: str,
    connection: str,
    address: str,
    objects: int | None,
    secret_numbers: Collection[int] = (),
) -> AuditedUpdate:
    """What is written down of an update."""
    return AuditedUpdate(
        statement=statement_without_secrets(request, secret_numbers),
        user=user,
        connection=connection,
        address=address,
        objects=objects,
    )


def statement_without_secrets(request: QueryRequest, secret_numbers: Collection[int]) -> str:
    """The update with its parameters filled in, but those that are secret, whose placeholders stay."""
    values = {number: value for number, value in request.parameters.items() if number not in secret_numbers}
    return substitute(request.query, values).text


def _ending(error: ClientError) -> UpdateEnding:
    if not error.may_have_arrived:
        return UpdateEnding.NOT_SENT
    refused = isinstance(error, WrongQueryError | RefusedError | NotLicensedError) or (
        isinstance(error, UnexpectedStatusError) and 300 <= error.status < 500
    )
    return UpdateEnding.REFUSED if refused else UpdateEnding.UNCERTAIN


def _updated(spool: Path, answer_format: Format) -> int | None:
    """The number in the answer: one row, one column (`reference/nxql.md` §12 [inferred])."""
    reader = open_reader(answer_format)
    try:
        with spool.open("rb") as file:
            rows = [*reader.feed(file.read(_LARGEST_ANSWER)), *reader.finish()]
    except (AnswerError, OSError):
        return None
    text = (rows[0][0] or "") if len(rows) == 1 and len(rows[0]) == 1 else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
