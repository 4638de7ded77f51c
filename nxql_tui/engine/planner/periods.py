"""Moments and periods (`reference/nxql.md` §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.fragments import Fragment, column_of
from nxql_tui.nxql.values import ValueMismatch, resolve_time

if TYPE_CHECKING:
    from datetime import datetime

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Between, TimePoint

FIRST_SEEN = "first_seen"
LAST_SEEN = "last_seen"


def active_in(question: Question, table: StoredTable, between: Between) -> Fragment:
    """The condition that an object was active in a period: the time it was known overlaps it.

    A client asks so (`reference/nxql.md` §3.1 [client]); that the time between its first and its last sign counts, and
    that an object never seen was never active, is [inferred].

    Raises:
        QueryRefused: A moment means nothing, or objects of this table are not dated.
    """
    if FIRST_SEEN not in table.static or LAST_SEEN not in table.static:
        raise question.refuse(
            between.span, f"'between' cannot stand here: the table {table.name} does not say when an object was seen"
        )
    start = resolve_moment(question, between.start)
    end = resolve_moment(question, between.end)
    first_seen = column_of(table.source, FIRST_SEEN)
    last_seen = column_of(table.source, LAST_SEEN)
    return Fragment(f"({last_seen} >= ? AND {first_seen} < ?)", (start, end))


def happened_in(question: Question, event: StoredTable, between: Between) -> Fragment:
    """The condition that an event lies in a period: it began at its start or later, and before its end.

    `reference/nxql.md` §12 [inferred].

    Raises:
        QueryRefused: A moment means nothing, or the event has no time: installed packages are, they do not happen.
    """
    time_field = event.table.time_field
    if time_field is None:
        raise question.refuse(between.span, f"'between' cannot stand here: an installed {event.name} has no time")
    time = column_of(event.source, time_field)
    start = resolve_moment(question, between.start)
    end = resolve_moment(question, between.end)
    return Fragment(f"({time} >= ? AND {time} < ?)", (start, end))


def resolve_moment(question: Question, point: TimePoint) -> datetime:
    """The moment a query names.

    Raises:
        QueryRefused: It names none.
    """
    try:
        return resolve_time(point, question.now)
    except ValueMismatch as error:
        raise question.refuse(point.span, str(error).rstrip(".")) from error
