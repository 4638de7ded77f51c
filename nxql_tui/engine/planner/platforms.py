"""Which rows belong to the platforms asked (`reference/web_api.md` §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.fragments import Fragment, any_of, column_of
from nxql_tui.engine.planner.names import is_event

if TYPE_CHECKING:
    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question

PLATFORM = "platform"
"""The field that says of which platform an object is, in tables that have it."""


def on_platforms(question: Question, table: StoredTable) -> list[Fragment]:
    """The condition that a row is of one of the platforms asked; none where every row is.

    A user is of each platform they were seen on; ports, printers, domains and the like are of every platform their
    table exists on [inferred].
    """
    asked = sorted(table.table.platforms & question.platforms)
    if is_event(table):
        return _one_of(column_of(table.source, table.platform_column), asked, table)
    if PLATFORM in table.static:
        return _one_of(column_of(table.source, PLATFORM), asked, table)
    seen = [f"seen_on_{platform}" for platform in asked]
    if not all(name in table.static for name in seen):
        return []
    return [any_of(Fragment(f"{column_of(table.source, name)} = 'yes'") for name in seen)]


def _one_of(column: str, asked: list[str], table: StoredTable) -> list[Fragment]:
    if len(asked) == len(table.table.platforms):
        return []
    marks = ", ".join("?" for _ in asked)
    return [Fragment(f"{column} IN ({marks})", tuple(asked))]
