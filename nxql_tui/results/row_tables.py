"""Tables of row ids: each selection is filtered and sorted once, and pages are looked up in it by position."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nxql_tui.results.conditions import filter_condition, words_condition
from nxql_tui.results.errors import NoSuchColumnError
from nxql_tui.results.kinds import order_keys
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.results.view import Selection, SortDirection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.view import SortKey

ROWS_LOOKED_THROUGH = 200_000
"""Of more rows than twice these the first that fit are looked for before all are."""
KEPT_TABLES = 6
"""Tables kept for coming back to; 8 bytes a row each."""


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table whose column `row` holds row ids, at their places in the selection."""

    name: str
    row_count: int


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
            UnusableValueError: A filter compares a column with what is nothing of its kind.
        """
        if selection in self._tables:
            self._tables.move_to_end(selection)
            return self._tables[selection]
        made = self._make(cursor, selection)
        self._tables[selection] = made
        while len(self._tables) > KEPT_TABLES:
            cursor.execute(f"DROP TABLE {self._tables.popitem(last=False)[1].name}")
        return made

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
        if is_quick or selection in self._tables or selection.sort or selection == Selection():
            return []
        where, values = self._where(cursor, selection)
        source = f"(SELECT *, rowid AS row FROM {ANSWER} WHERE rowid < {ROWS_LOOKED_THROUGH}) AS {ANSWER}"
        found = cursor.execute(f"SELECT row FROM {source}{where} ORDER BY row LIMIT {count}", values).fetchall()
        return [row for (row,) in found]

    def _make(self, cursor: duckdb.DuckDBPyConnection, selection: Selection) -> RowTable:
        name = f"rows_{next(self._numbers)}"
        wider = self._wider(selection)
        if wider is not None:
            # The rows stand in their order already: only what is let through changes.
            source = f"{wider.name} JOIN {ANSWER} ON {ANSWER}.rowid = {wider.name}.row"
            order = f"{wider.name}.rowid"
        else:
            source = ANSWER
            order = ", ".join([*(self._order_by(cursor, key) for key in selection.sort), f"{ANSWER}.rowid"])
        where, values = self._where(cursor, selection)
        cursor.execute(
            f"CREATE TABLE {name} AS SELECT {ANSWER}.rowid AS row FROM {source}{where} ORDER BY {order}", values
        )
        (row_count,) = cursor.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
        return RowTable(name, row_count)

    def _wider(self, selection: Selection) -> RowTable | None:
        """A table at hand in the same order that holds all these rows: while one types a word, or adds a filter."""
        fitting = [table for other, table in self._tables.items() if other != selection and _holds(other, selection)]
        return min(fitting, key=lambda table: table.row_count, default=None)

    def _where(self, cursor: duckdb.DuckDBPyConnection, selection: Selection) -> tuple[str, list[Any]]:
        conditions = [
            *(filter_condition(cursor, self._columns, one) for one in selection.filters),
            *words_condition(selection.words, len(self._columns)),
        ]
        if not conditions:
            return "", []
        text = " AND ".join(condition.sql for condition in conditions)
        return f" WHERE {text}", [value for condition in conditions for value in condition.values]

    def _order_by(self, cursor: duckdb.DuckDBPyConnection, key: SortKey) -> str:
        if not 0 <= key.column < len(self._columns):
            raise NoSuchColumnError(key.column, len(self._columns))
        direction = "DESC" if key.direction is SortDirection.DESCENDING else "ASC"
        expressions = order_keys(cursor, self._columns[key.column].form, cell(key.column))
        return ", ".join(f"{expression} {direction} NULLS LAST" for expression in expressions)


def _holds(wider: Selection, narrower: Selection) -> bool:
    """Whether every row of one selection is in the other, in the same order."""
    return (
        wider.sort == narrower.sort
        and {*wider.filters} <= {*narrower.filters}
        and all(any(word in longer for longer in narrower.words) for word in wider.words)
    )
