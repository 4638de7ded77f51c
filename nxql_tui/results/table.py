"""The one table of a result set: cells `c0`, `c1`, … in the order of columns, rows in the order they arrived.

DuckDB's own `rowid` counts the rows from 0 as they were inserted: none is ever deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

ANSWER = "answer"
"""The name of the table."""


def cell(column: int) -> str:
    """The name of a column in SQL: names as sent may be empty, double or anything."""
    return f"c{column}"


def quote(text: str) -> str:
    """A text constant of ours in SQL; what comes from outside is a parameter."""
    return "'" + text.replace("'", "''") + "'"


def create_answer_table(cursor: duckdb.DuckDBPyConnection, column_count: int) -> None:
    """Make the empty table anew; an answer without columns gets one that is never shown."""
    cells = ", ".join(f"{cell(column)} VARCHAR" for column in range(max(1, column_count)))
    cursor.execute(f"CREATE OR REPLACE TABLE {ANSWER} ({cells})")
