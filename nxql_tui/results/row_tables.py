"""Tables of row ids: each selection is filtered and sorted once, and pages are looked up in it by position."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nxql_tui.results.conditions import filter_condition, words_condition
from nxql_tui.results.duplicates import each_once
from nxql_tui.results.errors import NoSuchColumnError
from nxql_tui.results.filters import Comparison
from nxql_tui.results.kinds import order_keys
from nxql_tui.results.row_sources import ALL_ROWS, RowTable
from nxql_tui.results.sort_keys import SortDirection
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.results.view import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.filters import RowFilter
    from nxql_tui.results.first_rows import FirstRows
    from nxql_tui.results.row_sources import RowSource
    from nxql_tui.results.sort_keys import SortKey

ROWS_LOOKED_THROUGH = 200_000
"""Of more rows than twice these the first that fit are looked for before all are."""
KEPT_TABLES = 6
"""Tables kept for coming back to; 8 bytes a row each."""


class RowTables:
    """The tables of one result set; the least recently used go first."""

    def __init__(self, columns: Sequence[ResultColumn], numbers: Iterator[int]) -> None:
        """Make no table yet; the numbers name those to come."""
        self._columns = columns
        self._tables: OrderedDict[Selection, RowTable] = OrderedDict()
        self._numbers = numbers

    def table_for(self, cursor: duckdb.DuckDBPyConnection, selection: Selection) -> RowTable:
        """The table of a selection; made when there is none yet.

        Raises:
            NoSuchColumnError: A sort key or a filter names a column that is not there.
            NoEnginesError: A filter asks what several Engines know, and no column says which Engine a row is from.
            UnusableValueError: A filter compares a column with what is nothing of its kind.
        """
        table = self._table(cursor, selection)
        while len(self._tables) > KEPT_TABLES:
            cursor.execute(f"DROP TABLE {self._tables.popitem(last=False)[1].name}")
        return table

    @property
    def names(self) -> tuple[str, ...]:
        """What the tables are called."""
        return tuple(table.name for table in self._tables.values())

    def beginning(
        self, cursor: duckdb.DuckDBPyConnection, selection: Selection, count: int, row_count: int
    ) -> list[int]:
        """The first rows of a selection that are found soon: none where the order is to be found before.

        Args:
            cursor: The database.
            selection: Which rows.
            count: How many at most.
            row_count: How many there are; of few, none are worth being shown before the others.

        Raises:
            ResultError: As `table_for`.
        """
        is_quick = row_count <= 2 * ROWS_LOOKED_THROUGH
        if is_quick or selection in self._tables or selection == Selection() or not _is_told_row_by_row(selection):
            return []
        where, values = self._where(cursor, selection.filters, selection.words, ALL_ROWS)
        source = f"(SELECT *, rowid AS row FROM {ANSWER} WHERE rowid < {ROWS_LOOKED_THROUGH}) AS {ANSWER}"
        found = cursor.execute(f"SELECT row FROM {source}{where} ORDER BY row LIMIT {count}", values).fetchall()
        return [row for (row,) in found]

    def _table(self, cursor: duckdb.DuckDBPyConnection, selection: Selection) -> RowTable:
        if selection not in self._tables:
            # Others may be made for it, and none may go meanwhile.
            self._tables[selection] = self._make(cursor, selection)
        self._tables.move_to_end(selection)
        return self._tables[selection]

    def _make(self, cursor: duckdb.DuckDBPyConnection, selection: Selection) -> RowTable:
        query, values = self._query(cursor, selection)
        name = f"rows_{next(self._numbers)}"
        cursor.execute(f"CREATE TABLE {name} AS {query}", values)
        (row_count,) = cursor.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
        return RowTable(name, row_count)

    def _query(self, cursor: duckdb.DuckDBPyConnection, selection: Selection) -> tuple[str, list[Any]]:
        """What gives the ids of the rows in their order."""
        first, filters = selection.first, selection.filters
        if first is not None and selection == Selection(first=first):
            return self._first_rows(cursor, first), []
        until_once = _count_until_once(filters)
        if until_once == len(filters) > 0 and not selection.words:
            rows = self._source(cursor, replace(selection, filters=filters[:-1]))
            return each_once(self._checked(filters[-1].column), rows), []
        all_rows = self._source(cursor, Selection(first=first))
        if until_once:
            self._table(cursor, replace(selection, filters=filters[:until_once], words=()))
        where, values = self._where(cursor, filters[until_once:], selection.words, all_rows)
        wider = self._wider(selection)
        # Where the rows stand in their order already, only what is let through changes.
        keys = [] if wider is not None else [self._order_by(cursor, key) for key in selection.sort]
        rows = all_rows if wider is None else wider.source
        return f"SELECT {ANSWER}.rowid AS row FROM {rows.sql}{where} ORDER BY {', '.join([*keys, rows.place])}", values

    def _source(self, cursor: duckdb.DuckDBPyConnection, selection: Selection) -> RowSource:
        """The rows of a selection, to choose from."""
        return ALL_ROWS if selection == Selection() else self._table(cursor, selection).source

    def _first_rows(self, cursor: duckdb.DuckDBPyConnection, first: FirstRows) -> str:
        chosen = ", ".join([*(self._order_by(cursor, key) for key in first.sort), "rowid"])
        ids = f"SELECT rowid AS row FROM {ANSWER} ORDER BY {chosen} LIMIT {first.count}"
        if not first.order:
            return ids
        order = ", ".join([*(self._order_by(cursor, key) for key in first.order), f"{ANSWER}.rowid"])
        return f"SELECT row FROM ({ids}) AS chosen JOIN {ANSWER} ON {ANSWER}.rowid = chosen.row ORDER BY {order}"

    def _wider(self, selection: Selection) -> RowTable | None:
        """A table at hand in the same order that holds all these rows: while one types a word, or adds a filter."""
        fitting = [table for other, table in self._tables.items() if _holds(other, selection)]
        return min(fitting, key=lambda table: table.row_count, default=None)

    def _where(
        self,
        cursor: duckdb.DuckDBPyConnection,
        filters: Sequence[RowFilter],
        words: Sequence[str],
        all_rows: RowSource,
    ) -> tuple[str, list[Any]]:
        conditions = [
            *(filter_condition(cursor, self._columns, one, all_rows) for one in filters),
            *words_condition(words, len(self._columns)),
        ]
        if not conditions:
            return "", []
        text = " AND ".join(condition.sql for condition in conditions)
        return f" WHERE {text}", [value for condition in conditions for value in condition.values]

    def _order_by(self, cursor: duckdb.DuckDBPyConnection, key: SortKey) -> str:
        column = self._checked(key.column)
        direction = "DESC" if key.direction is SortDirection.DESCENDING else "ASC"
        expressions = order_keys(cursor, self._columns[column].form, cell(column))
        return ", ".join(f"{expression} {direction} NULLS LAST" for expression in expressions)

    def _checked(self, column: int) -> int:
        if not 0 <= column < len(self._columns):
            raise NoSuchColumnError(column, len(self._columns))
        return column


def _count_until_once(filters: Sequence[RowFilter]) -> int:
    """How many filters decide, by what they let through, which of alike rows is the one that is kept."""
    return max((place for place, one in enumerate(filters, 1) if one.comparison is Comparison.ONCE), default=0)


def _is_told_row_by_row(selection: Selection) -> bool:
    """Whether it is known of each row alone if it is let through, and no order is to be found before."""
    looks_around = any(one.comparison.looks_at_other_rows for one in selection.filters)
    return not selection.sort and selection.first is None and not looks_around


def _holds(wider: Selection, narrower: Selection) -> bool:
    """Whether every row of one selection is in the other, in the same order."""
    count = _count_until_once(narrower.filters)
    return (
        (wider.sort, wider.first) == (narrower.sort, narrower.first)
        and wider.filters[:count] == narrower.filters[:count]
        and _count_until_once(wider.filters) == count
        and {*wider.filters} <= {*narrower.filters}
        and all(any(word in longer for longer in narrower.words) for word in wider.words)
    )
