"""Where a query comes from: the command line, a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from nxql_tui.commands.errors import WrongSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_STANDARD_INPUT = "-"

CommandFunction = TypeVar("CommandFunction", bound="Callable[..., Any]")


def query_source(function: CommandFunction) -> CommandFunction:
    """Give a command the argument `QUERY` and the option `-f`, as `text` and `file`."""
    argument = click.argument("text", metavar="[QUERY | -]", required=False)
    option = click.option("-f", "--file", metavar="FILE", help="Read the query from a file; - is standard input.")
    return argument(option(function))


def read_query(text: str | None, file: str | None) -> str:
    """The query that `query_source` was given.

    Raises:
        click.UsageError: There is none, or more than one.
        WrongSettings: It cannot be read, or is not UTF-8.
    """
    if text is not None and file is not None:
        raise click.UsageError("Give the query itself or a file with -f, not both.")
    if text is not None and text != _STANDARD_INPUT:
        return text
    source = file if text is None else text
    if source is None:
        raise click.UsageError("Give a query, a file with -f FILE, or - for standard input.")
    if source == _STANDARD_INPUT:
        return _decode(_read_standard_input(), "standard input")
    try:
        return _decode(Path(source).read_bytes(), source)
    except OSError as error:
        raise WrongSettings(f"{source} cannot be read: {error.strerror}.") from error


def _read_standard_input() -> bytes:
    # It is None when the shell closed it.
    if sys.stdin is None:
        raise WrongSettings("Standard input is closed, so no query can be read from it.")
    return sys.stdin.buffer.read()


def _decode(raw: bytes, source: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise WrongSettings(f"{source}, line {line}: the query is not UTF-8. Save it as UTF-8.") from error
