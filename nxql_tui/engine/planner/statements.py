"""Which form a statement has, and whether this Engine can answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.names import resolve_table
from nxql_tui.engine.planner.plain_objects import plan_plain_objects
from nxql_tui.nxql.tree import Activity, Select

if TYPE_CHECKING:
    from nxql_tui.engine.errors import QueryRefused
    from nxql_tui.engine.planner.plan import Plan
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.positions import Span
    from nxql_tui.nxql.tree import ActivityTerm, Name, Statement


def plan_statement(question: Question, statement: Statement) -> Plan:
    """The plan of any statement.

    Raises:
        QueryRefused: Something in it means nothing, or this Engine has no data for it yet.
    """
    source = statement.source
    tables = [resolve_table(question, name) for name in source.tables]
    if not isinstance(statement, Select):
        raise _not_yet(question, statement.span, "'update'")
    if len(tables) != 1:
        raise _not_yet(question, source.span, "a select from several tables")
    if source.activities:
        event = _first_event(source.activities[0])
        resolve_table(question, event)
        raise _not_yet(question, event.span, f"activity of '{event}'")
    if source.having:
        raise question.refuse(source.having[0].span, "'having' needs a 'with' that computes something")
    return plan_plain_objects(question, statement, tables[0])


def _first_event(term: ActivityTerm) -> Name:
    while not isinstance(term, Activity):
        term = term.members[0]
    return term.event


def _not_yet(question: Question, span: Span, what: str) -> QueryRefused:
    return question.refuse(span, f"This embedded Engine cannot answer {what} yet", sorted(question.catalog.tables))
