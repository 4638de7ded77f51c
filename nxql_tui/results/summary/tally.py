"""The different values of a column, each with how often it occurs: what most figures are made of."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from nxql_tui.results.columns import CellForm
from nxql_tui.results.kinds import MISSING, order_key
from nxql_tui.results.table import ANSWER, cell, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.selected_rows import SelectedRows

MOST_COUNTED = 2_000_000
"""Different values that are counted one by one; beyond, their number is an estimate."""
SAMPLE_ROWS = 100_000
"""Rows among which the values that occur most are looked for where not all are counted."""

TALLY = "tally"
"""A table of `text`, `n` (how often) and `key` (what it is compared by; null where it says nothing)."""

MISSING_IN_SQL = ", ".join(map(quote, MISSING))


def value_key(column: ResultColumn, name: str) -> str:
    """What a cell is compared by, in SQL; null for cells that say nothing."""
    if column.form is CellForm.TEXT:
        return f"CASE WHEN {name} NOT IN ({MISSING_IN_SQL}) THEN {name} END"
    return order_key(column.form, name)


@dataclass(frozen=True, slots=True)
class Tally:
    """The values of a column; good only while it is lent."""

    cursor: duckdb.DuckDBPyConnection
    rows: int
    nulls: int
    missing: int
    """Cells that are empty or a lone dash."""
    distinct: int
    """Different texts that are not null."""
    is_exact: bool
    """Whether every different value is counted; else `distinct` is an estimate."""

    def ask(self, expressions: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        """The values of aggregate expressions over `TALLY`."""
        return self.cursor.execute(f"SELECT {expressions} FROM {TALLY}", values).fetchone() or ()

    def most_frequent(self, limit: int) -> list[tuple[str, int]]:
        """The values that occur most, those that occur as often in their own order."""
        source = TALLY if self.is_exact else f"({self._counted(limit)})"
        return self.cursor.execute(
            f"SELECT text, n FROM {source} ORDER BY n DESC, key NULLS LAST, text LIMIT {limit}"
        ).fetchall()

    def _counted(self, limit: int) -> str:
        """Only the values that occur most in a sample, counted in all rows."""
        return (
            f"SELECT text, sum(n)::BIGINT AS n, any_value(key) AS key FROM {TALLY}"
            f" WHERE text IN ({self._sampled(limit)}) GROUP BY text"
        )

    def _sampled(self, limit: int) -> str:
        """The values that occur most in a sample."""
        sample = f"SELECT text FROM {TALLY} USING SAMPLE reservoir({SAMPLE_ROWS} ROWS) REPEATABLE (1)"
        return f"SELECT text FROM ({sample}) GROUP BY text HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT {limit}"


@contextmanager
def tally(rows: SelectedRows, place: int) -> Iterator[Tally]:
    """Count the values of a column and lend them."""
    name, key = f"{ANSWER}.{cell(place)}", value_key(rows.columns[place], f"{ANSWER}.{cell(place)}")
    count, values, missing, estimate = rows.cursor.execute(
        f"SELECT count(*), count({name}), count(*) FILTER ({name} IN ({MISSING_IN_SQL})),"
        f" approx_count_distinct({name}) FROM {rows.source}"
    ).fetchone() or (0, 0, 0, 0)
    is_exact = estimate <= MOST_COUNTED
    how_often, groups = ("count(*)", f"GROUP BY {name}") if is_exact else ("1", "")
    try:
        rows.cursor.execute(
            f"CREATE OR REPLACE TABLE {TALLY} AS SELECT {name} AS text, {how_often} AS n, {key} AS key"
            f" FROM {rows.source} WHERE {name} IS NOT NULL {groups}"
        )
        distinct = estimate
        if is_exact:
            (distinct,) = rows.cursor.execute(f"SELECT count(*) FROM {TALLY}").fetchone() or (0,)
        yield Tally(rows.cursor, count, count - values, missing, distinct, is_exact)
    finally:
        # After an interruption, or when all has been closed, there may be nothing to drop.
        with suppress(duckdb.Error):
            rows.cursor.execute(f"DROP TABLE IF EXISTS {TALLY}")
