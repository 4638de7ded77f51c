"""Which form a statement has (`reference/nxql.md` §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.events import plan_decorated_events, plan_plain_events
from nxql_tui.engine.planner.names import is_event, resolve_table
from nxql_tui.engine.planner.objects import plan_objects
from nxql_tui.engine.planner.pairs import plan_pairs
from nxql_tui.engine.planner.updates import plan_update
from nxql_tui.nxql.tree import Select, TableFields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.plan import Plan, UpdatePlan
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Name, Source, Statement

MOST_OBJECTS = 2
"""Object tables that can stand together without an event (`reference/nxql.md` §3.5 [doc])."""


def plan_statement(question: Question, statement: Statement) -> Plan | UpdatePlan:
    """The plan of any statement.

    Raises:
        QueryRefused: Something in it means nothing.
    """
    names = statement.source.tables
    tables = [resolve_table(question, name) for name in names]
    _check_tables(question, names, tables)
    if not isinstance(statement, Select):
        return plan_update(question, statement, _only_object(question, names, tables))
    events = [table for table in tables if is_event(table)]
    objects = [table for table in tables if not is_event(table)]
    if not events:
        return (
            plan_objects(question, statement, tables[0])
            if len(objects) == 1
            else plan_pairs(question, statement, objects)
        )
    _check_event_source(question, statement.source, events[0])
    if objects or any(isinstance(item, TableFields) for item in statement.fields):
        return plan_decorated_events(question, statement, events[0], objects)
    return plan_plain_events(question, statement, events[0])


def _check_tables(question: Question, names: Sequence[Name], tables: Sequence[StoredTable]) -> None:
    """One event at most, two objects at most without one, none of them twice."""
    seen: list[StoredTable] = []
    for name, table in zip(names, tables, strict=True):
        if table in seen:
            raise question.refuse(name.span, f"The table '{name}' stands twice")
        if is_event(table) and any(map(is_event, seen)):
            first = next(filter(is_event, seen))
            raise question.refuse(name.span, f"The event '{name}' cannot stand beside {first.name}: one event at most")
        seen.append(table)
    if len(tables) > MOST_OBJECTS and not any(map(is_event, tables)):
        raise question.refuse(
            names[MOST_OBJECTS].span, f"The table '{names[MOST_OBJECTS]}' is one too many: without an event two at most"
        )


def _only_object(question: Question, names: Sequence[Name], tables: Sequence[StoredTable]) -> StoredTable:
    """An update changes the objects of one table [doc]."""
    for name, table in zip(names, tables, strict=True):
        if is_event(table) or table is not tables[0]:
            what = (
                "cannot be updated: it holds events" if is_event(table) else "is a second one: one is updated at a time"
            )
            raise question.refuse(name.span, f"The table '{name}' {what}", sorted(question.catalog.objects))
    return tables[0]


def _check_event_source(question: Question, source: Source, event: StoredTable) -> None:
    """Events have no activity of their own."""
    for clause, keyword in (
        *((term, "with") for term in source.activities),
        *((having, "having") for having in source.having),
    ):
        message = f"'{keyword}' needs a select from objects, and {event.name} is an event"
        raise question.refuse(clause.span, message)
