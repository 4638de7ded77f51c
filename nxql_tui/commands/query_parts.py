"""What is asked: the query with its platforms and parameters, from the command line and from what is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from nxql_tui.commands.options import parse_parameters, parse_platforms
from nxql_tui.commands.query_source import read_source
from nxql_tui.nxql.placeholders import find_placeholders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nxql_tui.library.saved_query import SavedParameter, SavedQuery
    from nxql_tui.wire.request import Platform


class QueryParts(NamedTuple):
    """What a request is made of, whoever said it."""

    query: str
    """As it is sent: a saved one without its comments."""
    platforms: tuple[Platform, ...]
    parameters: dict[int, str]
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written to no file."""


def read_parts(
    text: str | None, file: str | None, saved: str | None, platforms: Sequence[str], parameters: Sequence[str]
) -> QueryParts:
    """The query that `query_source` was given; what the options do not say, the saved query does.

    Raises:
        click.UsageError: The options make no question, or a placeholder of the saved query has no value.
        Exception: As `read_source`.
    """
    asked_platforms = parse_platforms(platforms)
    values = parse_parameters(parameters)
    source = read_source(text, file, saved)
    _refuse_unused(values, source.text if source.saved is None else source.saved.sent_text)
    if source.saved is None:
        return QueryParts(source.text, asked_platforms, values)
    return QueryParts(
        source.saved.sent_text,
        asked_platforms if platforms else source.saved.platforms,
        _with_defaults(source.saved, values),
        source.saved.secret_numbers,
    )


def _refuse_unused(values: Mapping[int, str], text: str) -> None:
    """A value that nothing takes is a slip: most likely its number is that of another parameter."""
    for number in values.keys() - set(find_placeholders(text)):
        raise click.UsageError(f"The query holds no %{number}, so the value of parameter {number} would not be used.")


def _with_defaults(query: SavedQuery, values: Mapping[int, str]) -> dict[int, str]:
    filled = {**query.default_values, **values}
    for parameter in query.placeholders:
        if parameter.number not in filled:
            raise click.UsageError(_ask_for(parameter))
    return filled


def _ask_for(parameter: SavedParameter) -> str:
    choices = f" There are: {', '.join(parameter.choices)}." if parameter.choices else ""
    return f"{parameter.title} has no value. Give it with --param {parameter.number}=VALUE.{choices}"
