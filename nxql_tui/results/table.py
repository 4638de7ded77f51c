"""The one table of a result set: cells `c0`, `c1`, … in the order of columns, rows in the order they arrived.

DuckDB's own `rowid` counts the rows from 0 as they were inserted: none is ever deleted.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

ANSWER = "answer"
"""The name of the table."""
_EXPRESSIONS_AT_ONCE = 40
"""DuckDB takes seconds to plan a query of a thousand expressions."""


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


def evaluate(cursor: duckdb.DuckDBPyConnection, expressions: Sequence[str]) -> tuple[Any, ...]:
    """The values of aggregate expressions over the whole table, in their order."""
    values: list[Any] = []
    for start in range(0, len(expressions), _EXPRESSIONS_AT_ONCE):
        some = ", ".join(expressions[start : start + _EXPRESSIONS_AT_ONCE])
        values += cursor.execute(f"SELECT {some} FROM {ANSWER}").fetchone() or ()
    return tuple(values)
