"""Where a query comes from: the command line, a file, standard input, or what is saved under a name."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from nxql_tui.commands.errors import WrongSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from nxql_tui.library.saved_query import SavedQuery

_STANDARD_INPUT = "-"

CommandFunction = TypeVar("CommandFunction", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class Source:
    """A query as it was given."""

    text: str
    saved: SavedQuery | None = None
    """What is kept with it; None unless it was named with `--saved`."""


def query_source(function: CommandFunction) -> CommandFunction:
    """Give a command the argument `QUERY` and the options `-f` and `--saved`, as `text`, `file` and `saved`."""
    argument = click.argument("text", metavar="[QUERY | -]", required=False)
    file = click.option("-f", "--file", metavar="FILE", help="Read the query from a file; - is standard input.")
    saved = click.option("--saved", metavar="NAME", help="Take the saved query of that name; see nxql-tui queries.")
    return argument(file(saved(function)))


def read_source(text: str | None, file: str | None, saved: str | None) -> Source:
    """The query that `query_source` was given.

    Raises:
        click.UsageError: There is none, or more than one.
        WrongSettings: It cannot be read, or is not UTF-8.
        SavedQueryError: There is none of that name, or its file is not understood.
    """
    if saved is None:
        return Source(read_query(text, file))
    if text is not None or file is not None:
        raise click.UsageError("Give a query or the name of a saved one with --saved, not both.")
    # Only who names a query pays for finding it.
    from nxql_tui.library.saved_queries import SavedQueries
    from nxql_tui.paths import find_paths

    query = SavedQueries(find_paths().queries).load(saved)
    return Source(query.text, query)


def read_query(text: str | None, file: str | None) -> str:
    """The query that was given as a text or a file.

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
        raise click.UsageError("Give a query, a file with -f FILE, - for standard input, or --saved NAME.")
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
