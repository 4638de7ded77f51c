"""Filters, and how they combine (`reference/nxql.md` §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.comparisons import compare, compare_nil
from nxql_tui.engine.planner.fragments import Fragment, all_of, any_of, column_of
from nxql_tui.engine.planner.names import resolve_field
from nxql_tui.nxql.tree import Nil

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Filter, Where


def filter_table(question: Question, table: StoredTable, wheres: Sequence[Where]) -> Fragment:
    """The condition all `where` clauses of one table make.

    Filters in one clause all hold, several clauses are alternatives [doc|client]; none at all lets every row through.

    Raises:
        QueryRefused: A filter means nothing.
    """
    if not wheres:
        return Fragment("TRUE")
    return any_of(all_of(_condition(question, table, condition) for condition in where.filters) for where in wheres)


def _condition(question: Question, table: StoredTable, condition: Filter) -> Fragment:
    stored = resolve_field(question, table, condition.field)
    column = column_of(table.source, stored.column)
    if isinstance(condition.value, Nil):
        return compare_nil(question, condition.operator, column)
    return compare(question, condition.operator, stored.field, column, condition.value)
