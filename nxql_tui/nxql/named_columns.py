"""Whether a query says itself which columns its answer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.nxql.tree import Activity, ActivityGroup, Select, TableFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nxql_tui.nxql.tree import ActivityTerm, Name


def names_its_columns(query: str, parameters: Mapping[int, str]) -> bool:
    """Whether every Engine must answer with the same columns: no wildcard, and nothing that each site defines."""
    statement = parse(substitute(query, parameters).text).statement
    if not isinstance(statement, Select):
        return False
    return all(
        not name.dynamic and not set(name.text) & set("*?")
        for name in (*_selected(statement), *_computed(statement.source.activities))
    )


def _selected(statement: Select) -> Iterator[Name]:
    for item in statement.fields:
        if isinstance(item, TableFields):
            yield from item.fields
        else:
            yield item


def _computed(terms: Iterable[ActivityTerm]) -> Iterator[Name]:
    for term in terms:
        if isinstance(term, ActivityGroup):
            yield from _computed(term.members)
        elif isinstance(term, Activity):
            yield from (name for compute in term.compute for name in compute.aggregates)
