"""`(select (FIELD…) (from OBJECT …))`: one row an object (`reference/nxql.md` §3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.filters import filter_table
from nxql_tui.engine.planner.fragments import Fragment, all_of, column_of, identifier, join
from nxql_tui.engine.planner.names import expand_field, resolve_field
from nxql_tui.engine.planner.periods import active_in
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.nxql.tree import Direction, TableFields
from nxql_tui.wire.cells import Column

if TYPE_CHECKING:
    from nxql_tui.engine.catalog import StoredField, StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Limit, Name, OrderBy, Select, SelectItem, Source

KEY = "id"
"""The field every table is ordered by where nothing else decides."""
PLATFORM = "platform"
"""The field that says of which platform a row is, in tables that have it."""
LARGEST_LIMIT = 2**62
"""More rows than any table holds; a larger limit means the same."""


def plan_plain_objects(question: Question, select: Select, table: StoredTable) -> Plan:
    """The plan of a select from one object table without activity.

    Raises:
        QueryRefused: A name or a value in it means nothing.
    """
    selected = [pair for item in select.fields for pair in _select_item(question, table, item)]
    statement = join(
        " ",
        (
            Fragment("SELECT " + ", ".join(column_of(table.name, stored.column) for _, stored in selected)),
            Fragment(f"FROM {identifier(table.name)}"),
            Fragment("WHERE"),
            _condition(question, table, select.source),
            _order(question, table, select.order_by),
            _limit(question, select.limit),
        ),
    )
    columns = tuple(Column(heading, stored.field.type) for heading, stored in selected)
    return Plan(columns, statement)


def _select_item(question: Question, table: StoredTable, item: SelectItem) -> list[tuple[str, StoredField]]:
    """The headings and fields of one item; a column named with its table is headed so too."""
    if not isinstance(item, TableFields):
        return [(stored.heading, stored) for stored in expand_field(question, table, item)]
    _check_table(question, table, item.table)
    return [
        (f"{table.name}/{stored.heading}", stored)
        for name in item.fields
        for stored in expand_field(question, table, name)
    ]


def _condition(question: Question, table: StoredTable, source: Source) -> Fragment:
    for where in source.where:
        _check_table(question, table, where.table)
    conditions = [filter_table(question, table, source.where)]
    if PLATFORM in table.static:
        asked = sorted(question.platforms)
        marks = ", ".join("?" for _ in asked)
        conditions.append(Fragment(f"{column_of(table.name, PLATFORM)} IN ({marks})", tuple(asked)))
    if source.between is not None:
        conditions.append(active_in(question, table, source.between))
    return all_of(conditions)


def _check_table(question: Question, table: StoredTable, name: Name) -> None:
    if name.dynamic or name.text != table.name:
        raise question.refuse(name.span, f"The table '{name}' is not among those the query is from", [table.name])


def _order(question: Question, table: StoredTable, order_by: OrderBy | None) -> Fragment:
    """Nulls come last either way, equals by id (`reference/nxql.md` §12)."""
    key = column_of(table.name, KEY)
    if order_by is None:
        return Fragment(f"ORDER BY {key}")
    column = column_of(table.name, resolve_field(question, table, order_by.field).column)
    direction = "ASC" if order_by.direction is Direction.ASCENDING else "DESC"
    return Fragment(f"ORDER BY {column} {direction} NULLS LAST, {key}")


def _limit(question: Question, limit: Limit | None) -> Fragment:
    """Without a limit every row comes; `(limit 0)` gives the header alone (`reference/nxql.md` §10)."""
    if limit is None:
        return Fragment("")
    if limit.count is None or limit.count < 0:
        raise question.refuse(limit.span, f"The limit '{limit.text}' is not a whole number of 0 or more")
    return Fragment("LIMIT ?", (min(limit.count, LARGEST_LIMIT),))
