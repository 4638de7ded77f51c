"""Orders of the rows: each view is sorted once into a table of row ids, and pages are looked up in it by position."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from nxql_tui.results.errors import NoSuchColumnError
from nxql_tui.results.kinds import order_keys
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.results.view import SortDirection

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.view import SortKey

KEPT_ORDERS = 4
"""Orders kept for coming back to; 8 bytes a row each."""


class Orders:
    """The order tables of one result set; the least recently used go first."""

    def __init__(self, columns: Sequence[ResultColumn]) -> None:
        self._columns = columns
        self._tables: OrderedDict[tuple[SortKey, ...], str] = OrderedDict()
        self._made = 0

    def table_for(self, cursor: duckdb.DuckDBPyConnection, sort: tuple[SortKey, ...]) -> str:
        """The name of a table whose column `row` holds the row ids in this order; made when there is none yet.

        Raises:
            NoSuchColumnError: A key names a column that is not there.
        """
        if sort in self._tables:
            self._tables.move_to_end(sort)
            return self._tables[sort]
        keys = ", ".join([*(self._order_by(cursor, key) for key in sort), "rowid"])
        self._made += 1
        name = f"order_{self._made}"
        cursor.execute(f"CREATE TABLE {name} AS SELECT rowid AS row FROM {ANSWER} ORDER BY {keys}")
        self._tables[sort] = name
        while len(self._tables) > KEPT_ORDERS:
            cursor.execute(f"DROP TABLE {self._tables.popitem(last=False)[1]}")
        return name

    def _order_by(self, cursor: duckdb.DuckDBPyConnection, key: SortKey) -> str:
        if not 0 <= key.column < len(self._columns):
            raise NoSuchColumnError(key.column, len(self._columns))
        direction = "DESC" if key.direction is SortDirection.DESCENDING else "ASC"
        expressions = order_keys(cursor, self._columns[key.column].kind, cell(key.column))
        return ", ".join(f"{expression} {direction} NULLS LAST" for expression in expressions)
