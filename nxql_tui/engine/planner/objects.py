"""`(select (FIELD…) (from OBJECT …))`: one row an object, with or without activity (`reference/nxql.md` §3.1, §3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.activities import filter_computed, join_activities, plan_activities
from nxql_tui.engine.planner.filters import filter_table
from nxql_tui.engine.planner.fragments import Fragment, all_of, column_of, identifier, join
from nxql_tui.engine.planner.periods import active_in
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.planner.platforms import on_platforms
from nxql_tui.engine.planner.selection import (
    KEY,
    check_table,
    columns_of,
    columns_sql,
    limit_rows,
    order,
    select_from_one,
)

if TYPE_CHECKING:
    from nxql_tui.engine.catalog import StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Select, Source


def plan_objects(question: Question, select: Select, table: StoredTable) -> Plan:
    """The plan of a select from one object table.

    Raises:
        QueryRefused: A name or a value in it means nothing.
    """
    source = select.source
    activities = plan_activities(question, table, source.activities)
    computed = [column for grouped in activities.groups for column in grouped.columns]
    selected = [*select_from_one(question, table, select.fields), *computed]
    havings = filter_computed(question, activities.groups, source.having)
    parts = (
        columns_sql(selected),
        Fragment(f"FROM {identifier(table.source)}"),
        join_activities(table, activities.groups),
        Fragment("WHERE"),
        all_of([*which_objects(question, table, source), activities.condition, *havings]),
        order(question, select.order_by, table, selected, [column_of(table.source, KEY)]),
        limit_rows(question, select.limit),
    )
    return Plan(columns_of(selected), join(" ", parts))


def which_objects(question: Question, table: StoredTable, source: Source) -> list[Fragment]:
    """The conditions that objects themselves meet: filters, platforms, period.

    Raises:
        QueryRefused: A filter means nothing, or is for another table.
    """
    for where in source.where:
        check_table(question, {table.name: table}, where.table)
    conditions = [filter_table(question, table, source.where), *on_platforms(question, table)]
    if source.between is not None:
        conditions.append(active_in(question, table, source.between))
    return conditions
