"""A query on its way into the folder: the text, what is kept with it already, and what the command line says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from nxql_tui.commands.options import parse_platforms
from nxql_tui.library.query_file import read_query
from nxql_tui.library.saved_query import SavedParameter, SavedQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.commands.query_source import Source

_NUMBERED = re.compile(r"([1-9][0-9]{0,5})=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """What the options say about a query; None and nothing where they are silent."""

    title: str | None
    description: str | None
    group: str | None
    platforms: tuple[str, ...]
    labels: tuple[str, ...]
    """`N=TEXT` each, as they were given; so are the defaults."""
    defaults: tuple[str, ...]
    secrets: tuple[int, ...]


def draft_query(name: str, source: Source, earlier: SavedQuery | None, words: Words) -> SavedQuery:
    """The query to be saved.

    What the options do not say comes with the query, where it is a saved one or has a head of its own, else from the
    one that it replaces.

    Args:
        name: What it will be called.
        source: The query as it was given.
        earlier: The one that it replaces; None where there is none.
        words: What the options say.

    Raises:
        click.UsageError: The query is empty, or an option is about a placeholder that it does not hold.
        QueryFileError: Its own head is not understood.
    """
    given = source.saved or read_query(name, source.text.encode("utf-8", "surrogatepass"), "the query")
    if not given.text.strip():
        raise click.UsageError("The query is empty, so nothing was saved.")
    has_words = given != SavedQuery(given.name, given.text)
    known = given if has_words or earlier is None else replace(earlier, text=given.text)
    return replace(
        known,
        name=name,
        title=known.title if words.title is None else words.title,
        description=known.description if words.description is None else words.description,
        group=known.group if words.group is None else words.group,
        platforms=parse_platforms(words.platforms) if words.platforms else known.platforms,
        parameters=_parameters(known, words),
        is_example=False,
    )


def _parameters(known: SavedQuery, words: Words) -> tuple[SavedParameter, ...]:
    """Of each placeholder that something is said about."""
    labels = _by_number(words.labels, "--label")
    defaults = _by_number(words.defaults, "--default")
    parameters = {parameter.number: parameter for parameter in known.placeholders}
    for number in {*labels, *defaults, *words.secrets} - set(parameters):
        raise click.UsageError(f"The query holds no %{number}, so nothing can be said about it.")
    for number in defaults.keys() & set(words.secrets):
        raise click.UsageError(f"%{number} cannot be secret and have a default: it would stand in the file.")
    for number, label in labels.items():
        parameters[number] = replace(parameters[number], label=label)
    for number, default in defaults.items():
        parameters[number] = replace(parameters[number], secret=False).with_default(default)
    for number in words.secrets:
        parameters[number] = parameters[number].as_secret()
    return tuple(parameter for number, parameter in parameters.items() if parameter != SavedParameter(number))


def _by_number(texts: Sequence[str], option: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for text in texts:
        numbered = _NUMBERED.fullmatch(text)
        if numbered is None:
            raise click.BadParameter(f"'{text}' does not say of which placeholder: 1={text}", param_hint=f"'{option}'")
        number = int(numbered[1])
        if number in found:
            raise click.BadParameter(f"%{number} is given twice.", param_hint=f"'{option}'")
        found[number] = numbered[2]
    return found
