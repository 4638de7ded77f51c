"""What a select asks for: its columns, their order, their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.engine.planner.fragments import Fragment, column_of
from nxql_tui.engine.planner.names import expand_field, no_such_field, resolve_field
from nxql_tui.nxql.tree import Direction, TableFields
from nxql_tui.wire.cells import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nxql_tui.engine.catalog import StoredField, StoredTable
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Limit, Name, OrderBy, SelectItem

KEY = "id"
"""The field every table is ordered by where nothing else decides."""
LARGEST_LIMIT = 2**62
"""More rows than any table holds; a larger limit means the same."""


@dataclass(frozen=True, slots=True)
class SelectedColumn:
    """A column of the answer and where it comes from."""

    sql: str
    """The column in SQL."""
    name: str
    """The name of the field or aggregate, by which a query orders."""
    column: Column
    """As the answer heads it."""


def select_from_one(question: Question, table: StoredTable, items: Iterable[SelectItem]) -> list[SelectedColumn]:
    """The columns of a select from one table; one named with its table is headed so too.

    Raises:
        QueryRefused: A field does not exist, or another table is named.
    """
    selected: list[SelectedColumn] = []
    for item in items:
        if isinstance(item, TableFields):
            selected += _table_fields(question, {table.name: table}, item)
        else:
            selected += [_selected(table, stored, stored.heading) for stored in expand_field(question, table, item)]
    return selected


def select_from_several(
    question: Question, tables: Mapping[str, StoredTable], items: Iterable[SelectItem]
) -> list[SelectedColumn]:
    """The columns of a select from several tables, headed `table/field` (`reference/web_api.md` §4.2 [client]).

    Raises:
        QueryRefused: A field does not exist, stands without its table, or its table is not among those asked.
    """
    selected: list[SelectedColumn] = []
    for item in items:
        if not isinstance(item, TableFields):
            raise question.refuse(item.span, f"The field '{item}' stands without its table: write (TABLE (FIELD…))")
        selected += _table_fields(question, tables, item)
    return selected


def check_table(question: Question, tables: Mapping[str, StoredTable], name: Name) -> StoredTable:
    """The table of that name among those the query is from.

    Raises:
        QueryRefused: It is not among them.
    """
    if name.dynamic or name.text not in tables:
        raise question.refuse(name.span, f"The table '{name}' is not among those the query is from", tables)
    return tables[name.text]


def order(
    question: Question,
    order_by: OrderBy | None,
    table: StoredTable,
    selected: Sequence[SelectedColumn],
    ties: Sequence[str],
) -> Fragment:
    """The order of the rows: nulls last either way, equals by `ties` (`reference/nxql.md` §12 [inferred]).

    A query orders by a field of its table, selected or not, or by anything else it has selected.

    Raises:
        QueryRefused: There is nothing of that name to order by, or several things are.
    """
    if order_by is None:
        return Fragment(f"ORDER BY {', '.join(ties)}")
    column = _ordering_column(question, order_by.field, table, selected)
    direction = "ASC" if order_by.direction is Direction.ASCENDING else "DESC"
    return Fragment(f"ORDER BY {', '.join((f'{column} {direction} NULLS LAST', *ties))}")


def limit_rows(question: Question, limit: Limit | None) -> Fragment:
    """Without a limit every row comes; `(limit 0)` gives the header alone (`reference/nxql.md` §10).

    Raises:
        QueryRefused: The limit is no whole number.
    """
    if limit is None:
        return Fragment("")
    if limit.count is None or limit.count < 0:
        raise question.refuse(limit.span, f"The limit '{limit.text}' is not a whole number of 0 or more")
    return Fragment("LIMIT ?", (min(limit.count, LARGEST_LIMIT),))


def columns_sql(selected: Iterable[SelectedColumn]) -> Fragment:
    """The select list."""
    return Fragment("SELECT " + ", ".join(column.sql for column in selected))


def columns_of(selected: Iterable[SelectedColumn]) -> tuple[Column, ...]:
    """The columns as the answer heads them."""
    return tuple(column.column for column in selected)


def _table_fields(question: Question, tables: Mapping[str, StoredTable], item: TableFields) -> list[SelectedColumn]:
    table = check_table(question, tables, item.table)
    return [
        _selected(table, stored, f"{table.name}/{stored.heading}")
        for name in item.fields
        for stored in expand_field(question, table, name)
    ]


def _selected(table: StoredTable, stored: StoredField, heading: str) -> SelectedColumn:
    column = Column(heading, stored.field.type, is_list=stored.field.is_list)
    return SelectedColumn(column_of(table.source, stored.column), stored.heading, column)


def _ordering_column(question: Question, name: Name, table: StoredTable, selected: Sequence[SelectedColumn]) -> str:
    known = table.dynamic if name.dynamic else table.static
    if name.text in known or name.is_wildcard:
        return column_of(table.source, resolve_field(question, table, name).column)
    found = {column.sql for column in selected if name.text in (column.name, column.column.name)}
    if not found:
        raise no_such_field(question, table, name)
    if len(found) > 1:
        options = [column.column.name for column in selected if column.name == name.text]
        raise question.refuse(name.span, f"The field '{name}' is selected from several tables", options)
    return found.pop()
