"""One row an event: plain events, and events decorated with linked objects (`reference/nxql.md` §3.2, §3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.event_rows import linked_id, which_events
from nxql_tui.engine.planner.fragments import Fragment, column_of, identifier, join
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.planner.selection import (
    KEY,
    columns_of,
    columns_sql,
    limit_rows,
    order,
    select_from_one,
    select_from_several,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.engine.planner.selection import SelectedColumn
    from nxql_tui.nxql.tree import Select


def plan_plain_events(question: Question, select: Select, event: StoredTable) -> Plan:
    """The plan of a select from one event alone.

    Raises:
        QueryRefused: A name or a value in it means nothing, or it has no period.
    """
    return _plan(question, select, event, (), select_from_one(question, event, select.fields))


def plan_decorated_events(
    question: Question, select: Select, event: StoredTable, objects: Sequence[StoredTable]
) -> Plan:
    """The plan of a select from an event and objects linked to it.

    Raises:
        QueryRefused: A name or a value in it means nothing, an object is not linked, or it has no period.
    """
    for name in select.source.tables:
        if name.text not in (event.name, *event.table.links):
            message = f"The table '{name}' is not linked to {event.name}"
            raise question.refuse(name.span, message, event.table.links)
    tables = {table.name: table for table in (event, *objects)}
    return _plan(question, select, event, objects, select_from_several(question, tables, select.fields))


def _plan(
    question: Question,
    select: Select,
    event: StoredTable,
    objects: Sequence[StoredTable],
    selected: Sequence[SelectedColumn],
) -> Plan:
    parts = (
        columns_sql(selected),
        Fragment("FROM"),
        _events(question, select, event),
        *(Fragment(_decoration(event, table)) for table in objects),
        _order(question, select, event, selected),
    )
    return Plan(columns_of(selected), join(" ", parts))


def _events(question: Question, select: Select, event: StoredTable) -> Fragment:
    """A limit keeps the newest events, whatever the order they are put in (`reference/nxql.md` §3.2 [doc|inferred])."""
    source = select.source
    if source.between is None:
        raise question.refuse(
            source.span, f"'between' is missing: {event.name} needs a period, as in (between now-1d now)"
        )
    limit = limit_rows(question, select.limit)
    name = identifier(event.source)
    parts = (
        Fragment(f"(SELECT * FROM {name} WHERE"),
        which_events(question, event, source.where, source.between),
        Fragment(_newest_first(event)) if limit.sql else Fragment(""),
        limit,
        Fragment(f") AS {name}"),
    )
    return join(" ", parts)


def _order(question: Question, select: Select, event: StoredTable, selected: Sequence[SelectedColumn]) -> Fragment:
    """Without `order_by` a limited answer comes newest first, any other by id [inferred].

    Events are stored by id, and the rows of one table alone come as they are stored: a long answer begins at once.
    """
    key = column_of(event.source, KEY)
    if select.order_by is not None:
        return order(question, select.order_by, event, selected, [_time(event), key])
    if select.limit is not None:
        return Fragment(_newest_first(event))
    is_joined = len(select.source.tables) > 1 or any(where.table.text != event.name for where in select.source.where)
    return Fragment(f"ORDER BY {key}" if is_joined else "")


def _newest_first(event: StoredTable) -> str:
    return f"ORDER BY {_time(event)} DESC, {column_of(event.source, KEY)} DESC"


def _time(event: StoredTable) -> str:
    return column_of(event.source, event.table.time_field or KEY)


def _decoration(event: StoredTable, table: StoredTable) -> str:
    return f"JOIN {identifier(table.source)} ON {column_of(table.source, KEY)} = {linked_id(event, table)}"
