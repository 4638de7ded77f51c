"""The limit of a query, which each Engine keeps for itself, for the rows of all together.

Which rows a limit keeps, and how they stand, is as in `reference/nxql.md` §3.2 and §12: of events the newest, whatever
they are ordered by; of objects the first by `order_by`, else by their ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.answer_columns import TABLE_SEPARATOR
from nxql_tui.nxql.model import TableKind, load_model
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.tree import Direction, Select
from nxql_tui.results.errors import NoLimitOfAllError
from nxql_tui.results.first_rows import FirstRows
from nxql_tui.results.sort_keys import SortDirection, SortKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.nxql.model import Table
    from nxql_tui.nxql.tree import OrderBy
    from nxql_tui.results.columns import ResultColumn

_DIRECTIONS = {Direction.ASCENDING: SortDirection.ASCENDING, Direction.DESCENDING: SortDirection.DESCENDING}
_ID = "id"


def limit_of_all(query: str, columns: Sequence[ResultColumn]) -> FirstRows:
    """The rows that the limit would keep if all Engines were one.

    Args:
        query: What was asked, its placeholders filled in.
        columns: Those of the answer.

    Raises:
        NoLimitOfAllError: There is no limit, or no column tells which rows come first.
    """
    select, count = _limited(query)
    heads = [column.name for column in columns]
    tables = [load_model().tables.get(name.text) for name in select.source.tables]
    event = next((table for table in tables if table is not None and table.kind is TableKind.EVENT), None)
    if event is not None and event.time_field is not None:
        return _newest(select, event, event.time_field, count, heads)
    if select.order_by is not None:
        key = _ordered_by(select.order_by, select.source.tables[0].text, heads)
        if key is None:
            raise _no_column(select.order_by.field.text)
        return FirstRows((key,), count)
    ids = tuple(SortKey(_place(name.text, _ID, heads)) for name in select.source.tables)
    return FirstRows(ids, count)


def _limited(query: str) -> tuple[Select, int]:
    parsed = parse(query)
    statement = parsed.statement
    if not parsed.is_valid or not isinstance(statement, Select) or not statement.source.tables:
        raise NoLimitOfAllError("The query behind these rows is not known.", "Ask again.")
    if statement.limit is None or statement.limit.count is None:
        raise NoLimitOfAllError("The query has no limit: these are all rows.", "Write (limit 100) in it.")
    return statement, statement.limit.count


def _newest(select: Select, event: Table, time_field: str, count: int, heads: Sequence[str]) -> FirstRows:
    newest = SortKey(_place(event.name, time_field, heads), SortDirection.DESCENDING)
    order = _ordered_by(select.order_by, event.name, heads) if select.order_by is not None else None
    return FirstRows((newest,), count, () if order in (None, newest) else (order,))


def _ordered_by(order_by: OrderBy, table: str, heads: Sequence[str]) -> SortKey | None:
    """The key that the query orders by; None where no column of the answer is that field."""
    place = _find(table, order_by.field.text, heads, is_dynamic=order_by.field.dynamic)
    return None if place is None else SortKey(place, _DIRECTIONS[order_by.direction])


def _place(table: str, field: str, heads: Sequence[str]) -> int:
    place = _find(table, field, heads)
    if place is None:
        raise _no_column(field)
    return place


def _find(table: str, field: str, heads: Sequence[str], *, is_dynamic: bool = False) -> int | None:
    """The column of a field: of the table itself where it has such a field, else of the only one that has."""
    for head in (field, f"{table}{TABLE_SEPARATOR}{field}"):
        if head in heads:
            return heads.index(head)
    known = load_model().tables.get(table)
    if known is not None and field in known.fields and not is_dynamic:
        return None
    others = [place for place, head in enumerate(heads) if head.endswith(f"{TABLE_SEPARATOR}{field}")]
    return others[0] if len(others) == 1 else None


def _no_column(field: str) -> NoLimitOfAllError:
    return NoLimitOfAllError(f"No column shows '{field}', the order of these rows.", "Select it too.")
