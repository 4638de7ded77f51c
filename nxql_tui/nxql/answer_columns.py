"""What the data model knows of the columns of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.model import Aggregate, Field, load_model
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.nxql.tree import Activity, Select

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nxql_tui.nxql.model import Table
    from nxql_tui.nxql.tree import ActivityTerm

TABLE_SEPARATOR = "/"
"""Stands between table and field in the head of a column where a question selects from several tables."""


def answer_columns(
    query: str, parameters: Mapping[int, str], header: Sequence[str]
) -> tuple[Field | Aggregate | None, ...]:
    """The field or aggregate of each column; None for what the data model does not know, such as dynamic names.

    Args:
        query: The question, as written.
        parameters: The values of its placeholders.
        header: The heads of the columns, as the Engine sent them.
    """
    statement = parse(substitute(query, parameters).text).statement
    if not isinstance(statement, Select):
        return tuple(None for _ in header)
    tables = _tables(statement)
    return tuple(_find(name, tables) for name in header)


def _tables(statement: Select) -> dict[str, Table]:
    model = load_model()
    asked = [name.text for name in statement.source.tables]
    selected = [item.table.text for item in statement.fields if not hasattr(item, "text")]
    events = [activity.event.text for activity in _activities(statement.source.activities)]
    names = dict.fromkeys((*asked, *selected, *events))
    return {name: table for name in names if (table := model.tables.get(name)) is not None}


def _activities(terms: Iterable[ActivityTerm]) -> Iterator[Activity]:
    for term in terms:
        if isinstance(term, Activity):
            yield term
        else:
            yield from _activities(term.members)


def _find(name: str, tables: Mapping[str, Table]) -> Field | Aggregate | None:
    table, separator, field = name.partition(TABLE_SEPARATOR)
    if separator:
        return tables[table].fields.get(field) if table in tables else None
    known = (table.fields[name] for table in tables.values() if name in table.fields)
    return next(known, None) or load_model().aggregates.get(name)
