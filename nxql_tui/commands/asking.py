"""One question from the command line: looked at, sent, and its answer written where it belongs."""

from __future__ import annotations

import signal
import sys
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError
from nxql_tui.client.export import export_answer
from nxql_tui.commands.engine_choice import check_usage
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.login import log_in
from nxql_tui.commands.offline_check import check_leave, read_statement
from nxql_tui.commands.standard_output import SpoolCopy
from nxql_tui.commands.updating import Origin, check_somebody_confirms, send_update
from nxql_tui.nxql.tree import Update
from nxql_tui.paths import find_paths
from nxql_tui.private_files import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.export import Asker
    from nxql_tui.commands.engine_choice import LoginOptions
    from nxql_tui.nxql.parser import Parsed
    from nxql_tui.paths import Paths
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class Question:
    """What is asked and where its answer goes."""

    request: QueryRequest
    output: Path | None
    """None is standard output."""
    allow_update: bool
    confirmed: bool
    """Whether an update needs no confirmation any more."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written to no file."""
    every: float | None = None
    """Seconds after which it is asked again, and again; None asks once."""


def ask(question: Question, options: LoginOptions) -> None:
    """Ask the Engine that the options name.

    Raises:
        Exception: Any of our typed errors; `exit_codes.py` lists them.
    """
    check_usage(options)
    paths = find_paths()
    parsed = read_statement(question.request.query, question.request.parameters)
    with _ended_by_signals():
        login = log_in(options, paths)
        is_update = _check_update(parsed, question, allow_update=question.allow_update or login.allow_update)
        connection = options.connection or str(login.client.address)
        _answer(login.client, question, Origin(login.user, connection), paths, is_update=is_update)


def ask_demo(question: Question, timeout: float | None) -> None:
    """Ask an embedded Engine that lives as long as the question.

    Raises:
        Exception: Any of our typed errors; `exit_codes.py` lists them.
    """
    # Only the demo pays for the Engine's imports.
    from nxql_tui.commands.demo import DEMO_USER, demo_client

    paths = find_paths()
    parsed = read_statement(question.request.query, question.request.parameters)
    is_update = _check_update(parsed, question, allow_update=question.allow_update)
    with _ended_by_signals(), demo_client(paths, timeout=timeout) as client:
        _answer(client, question, Origin(DEMO_USER, "demo"), paths, is_update=is_update)


def _check_update(parsed: Parsed, question: Question, *, allow_update: bool) -> bool:
    """Whether it is an update; one that may not be sent, or that nobody can confirm, is refused."""
    check_leave(parsed, allow_update=allow_update)
    is_update = isinstance(parsed.statement, Update)
    if is_update and question.every is not None:
        raise WrongSettings("An update is sent once and never again: leave --every out.")
    if is_update:
        check_somebody_confirms(confirmed=question.confirmed)
    return is_update


def _answer(client: EngineClient, question: Question, origin: Origin, paths: Paths, *, is_update: bool) -> None:
    if not is_update:
        _write_answer(client, question, paths)
        return
    send_update(
        client,
        question.request,
        origin,
        paths,
        lambda sender: _write_answer(sender, question, paths),
        confirmed=question.confirmed,
        secret_numbers=question.secret_numbers,
    )


def _write_answer(client: Asker, question: Question, paths: Paths) -> None:
    if question.every is not None:
        _watch(client, question.request, question.every, paths)
    elif question.output is not None:
        _write_to_file(client, question.request, question.output)
    else:
        _write_to_standard_output(client, question.request, paths)


def _write_to_file(client: Asker, request: QueryRequest, output: Path) -> None:
    cancellation = Cancellation()

    def export() -> None:
        export_answer(client, request, output, overwrite=True, cancellation=cancellation)

    run_interruptibly(export, cancellation)


def _write_to_standard_output(client: Asker, request: QueryRequest, paths: Paths) -> None:
    cancellation = Cancellation()
    with _spool_folder(paths) as folder, closing(SpoolCopy(folder / "answer")) as copy:

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


def _watch(client: Asker, request: QueryRequest, interval: float, paths: Paths) -> None:
    # Only a watch pays for DuckDB.
    from nxql_tui.commands.watching import watch

    with _spool_folder(paths) as folder:
        watch(client, request, folder, interval)


@contextmanager
def _spool_folder(paths: Paths) -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="query-", dir=private_folder(paths.spools))
    except OSError as error:
        raise WrongSettings(f"{paths.spools} cannot be used for spool files: {error.strerror}.") from error
    with folder as name:
        yield Path(name)


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
