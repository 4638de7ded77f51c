"""Updates from the command line: counted, confirmed, written down, sent once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.commands.errors import UpdateNotAllowed, WrongQuery
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.terminal import confirm, has_terminal, say
from nxql_tui.library.audit import AuditLog
from nxql_tui.nxql.matching_select import UnclearUpdateError, matching_selects
from nxql_tui.updates.matching_objects import count_matching_objects
from nxql_tui.updates.sending import NOBODY_KNOWS, UncertainUpdateError, UpdateEnding, UpdateSender, audited_update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.paths import Paths
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class Origin:
    """Who sends an update, and where to."""

    user: str
    connection: str
    """The name of the connection; the address where there is none."""


def check_somebody_confirms(*, confirmed: bool) -> None:
    """See whether an update can be confirmed at all, before an Engine is asked anything.

    Raises:
        UpdateNotAllowed: Nobody has confirmed it, and nobody can be asked.
    """
    if not confirmed and not has_terminal():
        raise UpdateNotAllowed("Nobody can be asked to confirm the update without a terminal. Confirm it with --yes.")


def send_update(
    client: EngineClient,
    request: QueryRequest,
    origin: Origin,
    paths: Paths,
    write_answer: Callable[[UpdateSender], None],
    *,
    confirmed: bool,
    secret_numbers: frozenset[int],
) -> None:
    """Count the objects, let somebody confirm them, send the update and hand its answer on.

    An update confirmed beforehand is counted too, for the audit log.

    Raises:
        WrongQuery: It cannot be said which objects would be changed.
        UpdateNotAllowed: It was not confirmed, or there is nothing to change; nothing was sent.
        AuditError: It cannot be written down; nothing was sent.
        ClientError: The objects cannot be counted, or the update was not or perhaps not carried out.
    """
    try:
        selects = matching_selects(request.query, request.parameters)
    except UnclearUpdateError as error:
        raise WrongQuery(str(error)) from None
    cancellation = Cancellation()
    count = run_interruptibly(
        lambda: count_matching_objects(client, request, selects, paths.spools, cancellation), cancellation
    )
    if not confirmed:
        _confirm(selects, count, str(client.address))
    update = audited_update(
        request,
        user=origin.user,
        connection=origin.connection,
        address=str(client.address),
        objects=count,
        secret_numbers=secret_numbers,
    )
    sender = UpdateSender(client, AuditLog(paths.audit_log), update)
    with _telling_its_ending(sender):
        write_answer(sender)


def _confirm(selects: MatchingSelects, count: int, address: str) -> None:
    if count == 0:
        raise UpdateNotAllowed(f"No object of {selects.table} matches: there is nothing to change, nothing was sent.")
    objects = f"{count:,} object{'' if count == 1 else 's'} of {selects.table}"
    if not confirm(f"Change '{selects.field}' of {objects} on {address}?"):
        raise UpdateNotAllowed("The update was not confirmed; it was not sent.")


@contextmanager
def _telling_its_ending(sender: UpdateSender) -> Iterator[None]:
    """Say what an error or an interruption alone would leave open."""
    try:
        yield
    except BaseException as error:
        if sender.ending is UpdateEnding.DONE:
            say("The update itself was carried out.")
        elif sender.ending is UpdateEnding.UNCERTAIN and not isinstance(error, UncertainUpdateError):
            say(f"{NOBODY_KNOWS} Look at the objects before it is sent again.")
        raise
    finally:
        if sender.audit_trouble:
            say(sender.audit_trouble)
