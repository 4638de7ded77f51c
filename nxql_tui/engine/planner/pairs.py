"""Two objects: the different pairs that events link (`reference/nxql.md` §3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.activities import GroupedEvents, filter_computed, group_events
from nxql_tui.engine.planner.event_rows import linked_id, which_events
from nxql_tui.engine.planner.filters import filter_table
from nxql_tui.engine.planner.fragments import Fragment, all_of, column_of, identifier, join
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.planner.selection import (
    KEY,
    check_table,
    columns_of,
    columns_sql,
    limit_rows,
    order,
    select_from_several,
)
from nxql_tui.nxql.tree import Activity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Select, Source

PAIRS = "pairs"
"""What the pairs are called beside the object tables."""


def plan_pairs(question: Question, select: Select, tables: Sequence[StoredTable]) -> Plan:
    """The plan of a select from two object tables.

    Raises:
        QueryRefused: A name or a value in it means nothing, or nothing links the two.
    """
    source = select.source
    pairs = _pairs(question, source, tables)
    selected = [
        *select_from_several(question, {table.name: table for table in tables}, select.fields),
        *pairs.columns,
    ]
    ids = [column_of(table.source, KEY) for table in tables]
    joins = (
        f"JOIN {identifier(table.source)} ON {column_of(table.source, KEY)} = {pairs.key(table)}" for table in tables
    )
    parts = (
        columns_sql(selected),
        Fragment(f"FROM ({pairs.statement.sql}) AS {identifier(PAIRS)}", pairs.statement.values),
        *map(Fragment, joins),
        Fragment("WHERE"),
        all_of([*_filters(question, source, tables), *filter_computed(question, [pairs], source.having)]),
        order(question, select.order_by, tables[0], selected, ids),
        limit_rows(question, select.limit),
    )
    return Plan(columns_of(selected), join(" ", parts))


def _pairs(question: Question, source: Source, tables: Sequence[StoredTable]) -> GroupedEvents:
    activity = _only_activity(question, source)
    if activity is None:
        return _linked_in_period(question, source, tables)
    if source.between is not None:
        raise question.refuse(source.between.span, "'between' stands beside 'with': put it inside")
    return group_events(question, PAIRS, tables, activity)


def _only_activity(question: Question, source: Source) -> Activity | None:
    """There is one event at most, and no logical operators (`reference/nxql.md` §3.5 [doc])."""
    for term in source.activities:
        if not isinstance(term, Activity):
            raise question.refuse(term.span, f"'{term.connective}' cannot stand between two objects")
        if term.excluded:
            raise question.refuse(term.span, "'without' cannot stand between two objects")
    if len(source.activities) > 1:
        raise question.refuse(source.activities[1].span, "A second 'with' cannot stand between two objects")
    first = next(iter(source.activities), None)
    return first if isinstance(first, Activity) else None


def _linked_in_period(question: Question, source: Source, tables: Sequence[StoredTable]) -> GroupedEvents:
    """The pairs that any kind of event linked in the period [client]; which events these are is [inferred]."""
    if source.between is None:
        raise question.refuse(
            source.span, "'with' is missing: two objects are linked by an event or, with 'between', by any in a period"
        )
    wanted = {table.name for table in tables}
    events = [
        event
        for event in question.catalog.events.values()
        if event.static and wanted <= set(event.table.links) and event.table.platforms & question.platforms
    ]
    if not events:
        raise question.refuse(source.tables[1].span, f"No event links '{source.tables[1]}' to {source.tables[0]}")
    statements = []
    for event in events:
        keys = ", ".join(f"{linked_id(event, table)} AS {identifier(table.name)}" for table in tables)
        condition = which_events(question, event, (), source.between)
        sql = f"SELECT {keys} FROM {identifier(event.source)} WHERE {condition.sql}"
        statements.append(Fragment(sql, condition.values))
    return GroupedEvents(PAIRS, join(" UNION ", statements), ())


def _filters(question: Question, source: Source, tables: Sequence[StoredTable]) -> list[Fragment]:
    by_name = {table.name: table for table in tables}
    for where in source.where:
        check_table(question, by_name, where.table)
    return [
        filter_table(question, table, [where for where in source.where if where.table.text == table.name])
        for table in tables
    ]
