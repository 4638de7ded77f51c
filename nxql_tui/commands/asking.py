"""One question from the command line: looked at, sent, and its answer written where it belongs."""

from __future__ import annotations

import signal
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError
from nxql_tui.client.export import export_answer
from nxql_tui.commands.engine_choice import check_fleet_usage, leads_to_fleet
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.login import log_in
from nxql_tui.commands.offline_check import check_leave, read_statement
from nxql_tui.commands.spool_folder import spool_folder
from nxql_tui.commands.standard_output import SpoolCopy
from nxql_tui.commands.terminal import say
from nxql_tui.commands.trust_choice import telling_whom_to_trust
from nxql_tui.commands.updating import Origin, check_somebody_confirms, send_update
from nxql_tui.nxql.row_limit import with_row_limit
from nxql_tui.nxql.tree import Update
from nxql_tui.paths import find_paths
from nxql_tui.results.view_export.provenance import FileFacts, Provenance, side_file, write_side_file
from nxql_tui.target_files import check_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import FrameType

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.export import Asker
    from nxql_tui.commands.destination import Destination
    from nxql_tui.commands.engine_choice import FleetOptions, LoginOptions
    from nxql_tui.nxql.parser import Parsed
    from nxql_tui.paths import Paths
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class Question:
    """What is asked and where its answer goes."""

    request: QueryRequest
    destination: Destination
    allow_update: bool
    confirmed: bool
    """Whether an update needs no confirmation any more."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written to no file."""
    every: float | None = None
    """Seconds after which it is asked again, and again; None asks once."""
    folder: Path | None = None
    """Where the answers of several Engines go as a file each; None merges them."""

    @property
    def has_limit_of_all(self) -> bool:
        """Whether its limit holds for the rows of several Engines together."""
        wish = self.destination.view
        return wish is not None and wish.has_limit_of_all


def ask(question: Question, options: FleetOptions) -> ExitCode:
    """Ask the Engine, or the Engines, that the options name.

    Raises:
        Exception: Any of our typed errors; `exit_codes.py` lists them.
    """
    check_fleet_usage(options)
    paths = find_paths()
    parsed = read_statement(question.request.query, question.request.parameters)
    if leads_to_fleet(options, paths):
        # Only several Engines need what merges their answers.
        from nxql_tui.commands.fleet_asking import ask_fleet

        with _ended_by_signals():
            return ask_fleet(question, parsed, options, paths)
    _check_nothing_is_for_several(question, options.only)
    _ask_one(question, parsed, options.login, paths)
    return ExitCode.DONE


def _check_nothing_is_for_several(question: Question, only: Sequence[str] = ()) -> None:
    if only or question.folder is not None or question.has_limit_of_all:
        raise click.UsageError("--only, --each-to and --limit-of-all are for several Engines, and there is only one.")


def _ask_one(question: Question, parsed: Parsed, options: LoginOptions, paths: Paths) -> None:
    with _ended_by_signals(), telling_whom_to_trust(options.connection, options.engine):
        login = log_in(options, paths)
        is_update = check_question(parsed, question, allow_update=question.allow_update or login.allow_update)
        connection = options.connection or str(login.client.address)
        if login.row_limit is not None:
            question = limited(question, login.row_limit, f"the connection '{connection}' adds")
        _answer(login.client, question, Origin(login.user, connection), paths, is_update=is_update)


def limited(question: Question, row_limit: int, who_adds: str) -> Question:
    """The question with a limit, if it has none of its own, which is then said."""
    query = with_row_limit(question.request.query, row_limit)
    if query == question.request.query:
        return question
    say(f"The query has no limit; {who_adds} (limit {row_limit}).")
    return replace(question, request=replace(question.request, query=query))


def ask_demo(question: Question, timeout: float | None) -> None:
    """Ask an embedded Engine that lives as long as the question.

    Raises:
        Exception: Any of our typed errors; `exit_codes.py` lists them.
    """
    # Only the demo pays for the Engine's imports.
    from nxql_tui.commands.demo import DEMO_USER, demo_client

    _check_nothing_is_for_several(question)
    paths = find_paths()
    parsed = read_statement(question.request.query, question.request.parameters)
    is_update = check_question(parsed, question, allow_update=question.allow_update)
    with _ended_by_signals(), demo_client(paths, timeout=timeout) as client:
        _answer(client, question, Origin(DEMO_USER, "demo"), paths, is_update=is_update)


def check_question(parsed: Parsed, question: Question, *, allow_update: bool) -> bool:
    """Whether it is an update; one that may not be sent, or that nobody can confirm, is refused.

    Raises:
        click.UsageError, UpdateNotAllowed: It may not be sent, or not so.
        TargetError: Its answer cannot be written where it should go.
    """
    check_leave(parsed, allow_update=allow_update)
    is_update = isinstance(parsed.statement, Update)
    if is_update and question.every is not None:
        raise click.UsageError("An update is sent once and never again: leave --every out.")
    if is_update and question.destination.view is not None:
        raise click.UsageError("An update has no rows to sort, filter or write in another format.")
    _check_destination(question.destination)
    if is_update:
        check_somebody_confirms(confirmed=question.confirmed)
    return is_update


def _answer(client: EngineClient, question: Question, origin: Origin, paths: Paths, *, is_update: bool) -> None:
    engine = str(client.address)
    if not is_update:
        _write_answer(client, question, engine, paths)
        return
    send_update(
        client,
        question.request,
        origin,
        paths,
        lambda sender: _write_answer(sender, question, engine, paths),
        confirmed=question.confirmed,
        secret_numbers=question.secret_numbers,
    )


def _check_destination(destination: Destination) -> None:
    if destination.view is not None:
        # Only a view pays for the database.
        from nxql_tui.commands.view_answer import check_wish

        check_wish(destination.view, destination.output)
    if destination.output is not None:
        check_target(destination.output, overwrite=True)
        if destination.has_side_file:
            check_target(side_file(destination.output), overwrite=True)


def _write_answer(client: Asker, question: Question, engine: str, paths: Paths) -> None:
    destination = question.destination
    if question.every is not None:
        ask_again_and_again(client, question.request, question.every, paths)
    elif destination.view is not None:
        from nxql_tui.commands.view_answer import ViewAnswer

        ViewAnswer(client, question.request, destination, engine, question.secret_numbers).write(paths)
    elif destination.output is not None:
        _write_to_file(client, question, destination.output, engine)
    else:
        _write_to_standard_output(client, question.request, paths)


def _write_to_file(client: Asker, question: Question, output: Path, engine: str) -> None:
    cancellation = Cancellation()

    def export() -> None:
        export_answer(client, question.request, output, overwrite=True, cancellation=cancellation)

    run_interruptibly(export, cancellation)
    if question.destination.has_side_file:
        provenance = Provenance.now(question.request, engine, question.secret_numbers)
        facts = FileFacts(None, is_complete=True, format=question.request.format.value)
        write_side_file(provenance, output, facts, overwrite=True)


def _write_to_standard_output(client: Asker, request: QueryRequest, paths: Paths) -> None:
    cancellation = Cancellation()
    with spool_folder(paths) as folder, closing(SpoolCopy(folder / "answer")) as copy:

        def copy_answer() -> None:
            spool = folder / "answer"
            try:
                client.ask(request, spool, on_progress=lambda _progress: copy.catch_up(), cancellation=cancellation)
            except ClientError:
                # Of an answer that broke off all is written that has come; the exit code says that it is not whole.
                if copy.has_begun:
                    copy.catch_up()
                raise
            copy.finish()

        run_interruptibly(copy_answer, cancellation)


def ask_again_and_again(client: Asker, request: QueryRequest, interval: float, paths: Paths) -> None:
    """Ask until a signal ends it, and write what changes.

    Raises:
        Exception: Any of our typed errors; `exit_codes.py` lists them.
    """
    # Only a watch pays for DuckDB.
    from nxql_tui.commands.watching import watch

    with spool_folder(paths) as folder:
        watch(client, request, folder, interval)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Leave the block in good order, spool and all, when the process is asked to end."""
    numbers = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]
    earlier = {number: signal.getsignal(number) for number in numbers}
    for number, handler in earlier.items():
        # nohup lets a hang-up pass.
        if handler is not signal.SIG_IGN:
            signal.signal(number, _leave)
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
