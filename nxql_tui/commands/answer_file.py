"""Answers that lie in files, for the commands that work on rows which are here already."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import click

from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.spool_folder import spool_folder
from nxql_tui.results.answer_file_loading import load_answer_file
from nxql_tui.results.answer_files import complaint_about, format_of
from nxql_tui.results.stopping import Stop
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nxql_tui.results.result_set import ResultSet

STANDARD_INPUT = "-"

Result = TypeVar("Result")


class _Stopping:
    def __init__(self) -> None:
        self.stop = Stop()

    def cancel(self) -> None:
        self.stop()


def with_answers(names: tuple[str, ...], format_name: str | None, work: Callable[..., Result]) -> Result:
    """Read answers and do something with them.

    Args:
        names: The files, or pipes; `-` is standard input.
        format_name: What they are; None where their endings tell.
        work: Gets the result sets, and `stop` and `folder`, for whatever it makes of them.

    Raises:
        click.UsageError: Nothing comes from standard input.
        WrongSettings: There is no such file, or none that is read.
        ResultError: One holds no answer.
    """
    from nxql_tui.paths import find_paths

    stopping = _Stopping()
    with spool_folder(find_paths()) as folder:
        files = [_answer_file(name, folder / f"piped-{number}") for number, name in enumerate(names)]

        def read() -> Result:
            with _opened(names, files, format_name, folder, stopping.stop) as answers:
                return work(*answers, stop=stopping.stop, folder=folder)

        return run_interruptibly(read, stopping)


def _answer_file(name: str, copy: Path) -> Path:
    """The file of an answer; what can be read only once, as a pipe, is kept in a copy."""
    path = Path(name)
    if name == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("Nothing comes from standard input: name a file, or put a query before a pipe.")
        _keep(sys.stdin.buffer, copy)
        return copy
    if _is_pipe(path):
        # As a shell gives it for <(nxql-tui query …).
        with path.open("rb") as pipe:
            _keep(pipe, copy)
        return copy
    complaint = complaint_about(path)
    if complaint:
        raise WrongSettings(complaint)
    return path


def _is_pipe(path: Path) -> bool:
    try:
        return path.is_fifo()
    except OSError:
        return False


def _keep(source: BinaryIO, copy: Path) -> None:
    try:
        with copy.open("wb") as file:
            shutil.copyfileobj(source, file)
    except OSError as error:
        raise WrongSettings(f"What is piped in cannot be kept in {copy.parent}: {error.strerror}.") from error


@contextmanager
def _opened(
    names: tuple[str, ...], files: list[Path], format_name: str | None, folder: Path, stop: Stop
) -> Iterator[list[ResultSet]]:
    answers: list[ResultSet] = []
    try:
        for name, file in zip(names, files, strict=True):
            answer_format = format_of(file) if format_name is None else Format(format_name)
            called = "Standard input" if name == STANDARD_INPUT else name
            answers.append(load_answer_file(file, answer_format, folder=folder, stop=stop, name=called))
        yield answers
    finally:
        for answer in answers:
            answer.close()
