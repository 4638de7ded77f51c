"""An update to a fleet from the command line: counted, confirmed once, sent to one Engine after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nxql_tui.client.transfer import Cancellation
from nxql_tui.commands.errors import UpdateNotAllowed, WrongQuery
from nxql_tui.commands.exit_codes import ExitCode, exit_code_of, option_hint
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.spool_folder import spool_folder
from nxql_tui.commands.standard_output import StandardOutput
from nxql_tui.commands.terminal import confirm, say
from nxql_tui.fleets.followed_spool import Rows
from nxql_tui.fleets.merged_text import MergedText
from nxql_tui.library.audit import AuditLog
from nxql_tui.nxql.matching_select import UnclearUpdateError, matching_selects
from nxql_tui.results.view_export.engine_shares import EngineShare
from nxql_tui.results.view_export.provenance import FileFacts, Provenance, write_side_file
from nxql_tui.target_files import write_target
from nxql_tui.updates.fleet_update import FleetCount, FleetSender, UncountableFleetError, send_to_fleet
from nxql_tui.updates.sending import UpdateEnding
from nxql_tui.wire.cells import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from nxql_tui.commands.asking import Question
    from nxql_tui.commands.fleet_login import FleetLogin
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.paths import Paths
    from nxql_tui.updates.fleet_update import CountedEngine, EngineUpdate


_UPDATED = (Column("updated", "integer"),)
"""The number of each Engine, as one alone answers it."""


def update_fleet(question: Question, login: FleetLogin, paths: Paths) -> ExitCode:
    """Count the objects everywhere, let somebody confirm them once, send the update, and say what came of it.

    Raises:
        click.UsageError: The answers are to go where those of an update do not.
        WrongQuery: It cannot be said which objects would be changed.
        UpdateNotAllowed: It was not confirmed, or there is nothing to change; nothing was sent.
    """
    if question.folder is not None:
        raise click.UsageError("An Engine answers an update with one number: leave --each-to out.")
    request = question.request
    try:
        selects = matching_selects(request.query, request.parameters)
    except UnclearUpdateError as error:
        raise WrongQuery(str(error)) from None
    with spool_folder(paths) as folder:
        try:
            fleet = login.fleet
            count = FleetCount(request, selects, fleet.engines, folder, in_flight=fleet.in_flight)
            counted = run_interruptibly(count.run, count)
        except UncountableFleetError as error:
            return _tell_failures(error, login)
        if not question.confirmed:
            _confirm(selects, counted)
        send = _FleetUpdate(question, counted, login, paths, folder)
        output = question.destination.output
        updates = send.to_standard_output() if output is None else send.to_file(output)
    return update_exit_code(updates)


def _tell_failures(error: UncountableFleetError, login: FleetLogin) -> ExitCode:
    engines = {engine.name: engine for engine in login.fleet.engines}
    for name, failure in error.failures.items():
        login.tell_whom_to_trust(engines[name], failure)
        say(f"{name}: {failure}{option_hint(failure, is_of_several=True)}")
    say(str(error))
    codes = {exit_code_of(failure) or ExitCode.NO_ANSWER for failure in error.failures.values()}
    return codes.pop() if len(codes) == 1 else ExitCode.NO_ANSWER


def _confirm(selects: MatchingSelects, counted: Sequence[CountedEngine]) -> None:
    total = sum(one.objects for one in counted)
    if total == 0:
        raise UpdateNotAllowed(
            f"No object of {selects.table} matches on any Engine: there is nothing to change, nothing was sent."
        )
    for one in counted:
        say(f"{one.engine.name}: {_objects(one.objects, selects.table)}")
    places = sum(one.objects > 0 for one in counted)
    engines = f"{places} Engine{'' if places == 1 else 's'}"
    if not confirm(f"Change '{selects.field}' of {_objects(total, selects.table)} on {engines}, one after the other?"):
        raise UpdateNotAllowed("The update was not confirmed; it was not sent.")


def _objects(count: int, table: str) -> str:
    return f"{count:,} object{'' if count == 1 else 's'} of {table}"


@dataclass(frozen=True)
class _FleetUpdate:
    """A confirmed update on its way."""

    question: Question
    counted: tuple[CountedEngine, ...]
    login: FleetLogin
    paths: Paths
    folder: Path

    def to_standard_output(self) -> tuple[EngineUpdate, ...]:
        output = StandardOutput()
        updates = self._send(output.write)
        output.finish()
        return updates

    def to_file(self, output: Path) -> tuple[EngineUpdate, ...]:
        """The numbers are few; a file of them appears whole, and not where no Engine has given one."""
        pieces: list[bytes] = []
        updates = self._send(pieces.append)
        if any(update.ending is UpdateEnding.DONE for update in updates):
            write_target(b"".join(pieces).decode(), output, overwrite=True)
            if self.question.destination.has_side_file:
                self._write_side_file(updates, output)
        return updates

    def _send(self, write: Callable[[bytes], object]) -> tuple[EngineUpdate, ...]:
        request = self.question.request
        text = MergedText(request.format)
        cancellation = Cancellation()
        log = AuditLog(self.paths.audit_log)
        sender = FleetSender(log, self.question.secret_numbers)

        def tell(update: EngineUpdate) -> None:
            name = update.counted.engine.name
            hint = "" if update.error is None else option_hint(update.error, is_of_several=True)
            say(f"{name}: {update.in_words}{hint}")
            if update.audit_trouble:
                say(update.audit_trouble)
            if update.ending is UpdateEnding.DONE:
                # However each of them heads its number: those of all stand in one column.
                write(text.add(Rows(name, _UPDATED, [(update.updated,)])))

        def send() -> tuple[EngineUpdate, ...]:
            updates = send_to_fleet(request, self.counted, sender, self.folder, cancellation, tell)
            write(text.end())
            return updates

        return run_interruptibly(send, cancellation)

    def _write_side_file(self, updates: Sequence[EngineUpdate], output: Path) -> None:
        request = self.question.request
        shares = tuple(map(_share, updates))
        told = (*shares, *self.login.not_reached)
        provenance = Provenance.now(request, self.login.title, self.question.secret_numbers, told)
        facts = FileFacts(None, all(share.is_complete for share in shares), request.format.value)
        write_side_file(provenance, output, facts, overwrite=True)


def _share(update: EngineUpdate) -> EngineShare:
    engine, is_done = update.counted.engine, update.ending is UpdateEnding.DONE
    said = "" if is_done else update.in_words
    return EngineShare(engine.name, str(engine.address), None, is_done, said)


def update_exit_code(updates: Sequence[EngineUpdate]) -> ExitCode:
    """Done where all that was confirmed has been changed; that of the failure where nothing was changed before it."""
    wanted = [update for update in updates if update.counted.objects]
    done = [update for update in wanted if update.ending is UpdateEnding.DONE]
    if len(done) == len(wanted):
        return ExitCode.DONE
    failure = next((update.error for update in wanted if update.error is not None), None)
    if done or failure is None:
        return ExitCode.SOME_FAILED
    return exit_code_of(failure) or ExitCode.FAULT
