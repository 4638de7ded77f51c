"""What a select asks for, its order and its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.names import check_once, check_selected
from nxql_tui.nxql.checker.scope import has_placeholder
from nxql_tui.nxql.checker.sources import computed_names
from nxql_tui.nxql.diagnostics import Fix
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Name, TableFields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.nxql.checker.scope import Scope
    from nxql_tui.nxql.checker.sources import Tables
    from nxql_tui.nxql.tree import OrderBy, Select

HINTED_LIMIT = 100


def check_selection(scope: Scope, select: Select, tables: Tables) -> None:
    """Fields, order and limit."""
    plain = [item for item in select.fields if isinstance(item, Name)]
    check_once(scope, plain, "selected")
    for item in select.fields:
        if isinstance(item, TableFields):
            _check_table_fields(scope, item, tables)
        elif len(tables.names) > 1:
            _check_lonely(scope, item, tables)
        else:
            table = tables.by_name[tables.names[0].text]
            if table is not None:
                check_selected(scope, table, item)
    if select.order_by is not None:
        _check_order(scope, select, select.order_by, tables)
    if scope.is_whole and tables.event is not None and select.limit is None:
        fix = _limit(scope, select)
        name = tables.events[0][0]
        scope.findings.hint(name.span, f"Every '{name.text}' of the period will come: a limit keeps the newest.", fix)


def _check_table_fields(scope: Scope, item: TableFields, tables: Tables) -> None:
    check_once(scope, item.fields, "selected")
    if item.table.text not in tables.by_name:
        if has_placeholder(item.table.text) or any(has_placeholder(name) for name in tables.by_name):
            return
        scope.findings.unknown(item.table, "table of this query", tables.by_name)
        return
    table = tables.by_name[item.table.text]
    if table is not None:
        for name in item.fields:
            check_selected(scope, table, name)


def _check_lonely(scope: Scope, name: Name, tables: Tables) -> None:
    """With several tables every field stands with its table (`reference/nxql.md` §3.3 [doc])."""
    holders = [table.name for table in tables.by_name.values() if table is not None and name.text in table.fields]
    fixes = tuple(Fix(f"write ({holder} ({name}))", name.span, f"({holder} ({name}))") for holder in holders)
    scope.findings.error(name.span, f"'{name}' stands without its table: write (TABLE ({name})).", *fixes)


def _check_order(scope: Scope, select: Select, order_by: OrderBy, tables: Tables) -> None:
    name = order_by.field
    if name.dynamic or has_placeholder(name.text) or not tables.are_known:
        return
    if name.is_wildcard:
        scope.findings.error(name.span, f"'{name.text}' stands for several fields; rows are ordered by one.")
        return
    known = set(_orderable(select, tables))
    learned = any(scope.learned.has_field(table, name.text) for table in tables.by_name)
    if name.text not in known and not learned:
        scope.findings.unknown(name, "field or aggregate of this query", sorted(known))


def _orderable(select: Select, tables: Tables) -> Iterator[str]:
    for table in tables.by_name.values():
        if table is not None:
            yield from table.fields
    yield from (name.text for name in computed_names(select.source))
    for item in select.fields:
        names = item.fields if isinstance(item, TableFields) else (item,)
        yield from (name.text for name in names)


def _limit(scope: Scope, select: Select) -> Fix:
    """The edit that adds a limit behind the last clause, whether or not that is closed."""
    last = max((clause.span for clause in (select.source, select.order_by) if clause), key=lambda span: span.end)
    closing = ")" * scope.unclosed_brackets(last)
    return Fix(f"add (limit {HINTED_LIMIT})", Span(last.end, last.end), f"{closing} (limit {HINTED_LIMIT})")
