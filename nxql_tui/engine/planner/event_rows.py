"""Which events a query is about: filters on the event and on what it is linked to, period, platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.catalog import link_column
from nxql_tui.engine.planner.filters import filter_table
from nxql_tui.engine.planner.fragments import Fragment, all_of, column_of, identifier
from nxql_tui.engine.planner.names import resolve_linked
from nxql_tui.engine.planner.periods import happened_in
from nxql_tui.engine.planner.platforms import on_platforms
from nxql_tui.engine.planner.selection import KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Between, Where


def which_events(question: Question, event: StoredTable, wheres: Iterable[Where], between: Between | None) -> Fragment:
    """The condition that rows of the event's table meet.

    The filters of each table are alternatives to each other, those of different tables all hold
    (`reference/nxql.md` §4 [client|doc]). Without a period it is all time [inferred].

    Raises:
        QueryRefused: A name or value means nothing, or a table is not linked to the event.
    """
    conditions = on_platforms(question, event)
    if between is not None:
        conditions.append(happened_in(question, event, between))
    by_table: dict[str, list[Where]] = {}
    for where in wheres:
        by_table.setdefault(str(where.table), []).append(where)
    for name, clauses in by_table.items():
        if name == event.name and event.static:
            conditions.append(filter_table(question, event, clauses))
        else:
            conditions.append(_linked_to(question, event, clauses))
    return all_of(conditions)


def linked_id(event: StoredTable, table: StoredTable) -> str:
    """The column of an event that holds the id of its object in that table."""
    return column_of(event.source, link_column(table.name))


def _linked_to(question: Question, event: StoredTable, clauses: list[Where]) -> Fragment:
    table = resolve_linked(question, event, clauses[0].table)
    condition = filter_table(question, table, clauses)
    ids = f"SELECT {column_of(table.source, KEY)} FROM {identifier(table.source)} WHERE {condition.sql}"
    return Fragment(f"{linked_id(event, table)} IN ({ids})", condition.values)
