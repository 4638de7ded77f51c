"""Conditions on rows in SQL; every value from outside is a parameter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from nxql_tui.results.columns import CellForm, ColumnKind
from nxql_tui.results.duplicates import at_several_engines
from nxql_tui.results.errors import NoEnginesError, NoSuchColumnError, UnusableValueError
from nxql_tui.results.filters import Comparison
from nxql_tui.results.kinds import MISSING, order_key
from nxql_tui.results.row_sources import ALL_ROWS
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.results.telling_columns import engine_column
from nxql_tui.wire.units import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.filters import RowFilter
    from nxql_tui.results.row_sources import RowSource

_SIGNS = {
    Comparison.LESS: "<",
    Comparison.AT_MOST: "<=",
    Comparison.GREATER: ">",
    Comparison.AT_LEAST: ">=",
}
_BASE_UNITS = {"µs": 1000.0}
"""How many of a column's units are one of those that `parse_quantity` gives; 1 for all others."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition and the values in it."""

    sql: str
    values: tuple[Any, ...] = ()


def words_condition(words: Sequence[str], column_count: int) -> list[Condition]:
    """Each word stands in some cell, in any case of letters."""
    cells = [f"contains(lower({ANSWER}.{cell(column)}), ?)" for column in range(column_count)]
    return [Condition(f"({' OR '.join(cells) or 'false'})", (word,) * column_count) for word in words]


def filter_condition(
    cursor: duckdb.DuckDBPyConnection,
    columns: Sequence[ResultColumn],
    row_filter: RowFilter,
    all_rows: RowSource = ALL_ROWS,
) -> Condition:
    """The condition of one filter.

    Args:
        cursor: The database.
        columns: Those of the answer.
        row_filter: Of any comparison but `ONCE`, which is no condition on a row alone.
        all_rows: What a row is compared with, where other rows decide.

    Raises:
        NoSuchColumnError: There is no such column.
        NoEnginesError: No column says which Engine a row is from.
        UnusableValueError: The value cannot be compared with the cells of the column.
    """
    if not 0 <= row_filter.column < len(columns):
        raise NoSuchColumnError(row_filter.column, len(columns))
    column = columns[row_filter.column]
    name = f"{ANSWER}.{cell(row_filter.column)}"
    value = row_filter.value
    match row_filter.comparison:
        case Comparison.IS_NULL:
            return Condition(f"{name} IS NULL")
        case Comparison.NOT_NULL:
            return Condition(f"{name} IS NOT NULL")
        case Comparison.AT_SEVERAL_ENGINES:
            engine = engine_column(columns)
            if engine is None:
                raise NoEnginesError
            return Condition(at_several_engines(row_filter.column, engine, all_rows))
        case Comparison.CONTAINS:
            return Condition(f"contains(lower({name}), ?)", (value.lower(),))
        case Comparison.LACKS:
            return Condition(f"NOT coalesce(contains(lower({name}), ?), false)", (value.lower(),))
        case Comparison.IS:
            return Condition(f"{name} = ?", (value,))
        case Comparison.EQUAL:
            return _equal(cursor, column, name, value)
        case Comparison.NOT_EQUAL:
            equal = _equal(cursor, column, name, value)
            return Condition(f"NOT coalesce({equal.sql}, false)", equal.values)
        case comparison:
            key = _comparable(cursor, column, value)
            if key is None:
                raise UnusableValueError(column.name, column.kind.value, value)
            return Condition(f"{order_key(column.form, name)} {_SIGNS[comparison]} ?", (key,))


_INTEGER = re.compile(r"[+-]?[0-9]{1,38}")


def _equal(cursor: duckdb.DuckDBPyConnection, column: ResultColumn, name: str, value: str) -> Condition:
    """The very text, or the same number spelt in another way; a cell may be a sign for null all the same."""
    if column.form is CellForm.INTEGER and _INTEGER.fullmatch(value.strip()):
        # Two that differ may be the same real number.
        return Condition(
            f"({name} = ? OR try_cast({name} AS HUGEINT) = try_cast(? AS HUGEINT))", (value, value.strip())
        )
    key = None if column.form is CellForm.TEXT else _comparable(cursor, column, value)
    if key is None:
        if column.form is not CellForm.TEXT and value not in MISSING:
            raise UnusableValueError(column.name, column.kind.value, value)
        return Condition(f"{name} = ?", (value,))
    return Condition(f"({name} = ? OR {order_key(column.form, name)} = ?)", (value, key))


def _comparable(cursor: duckdb.DuckDBPyConnection, column: ResultColumn, value: str) -> Any:
    """What the keys of a column are compared with; None when the value is nothing of the kind."""
    if column.form is CellForm.TEXT:
        return value
    if column.kind.is_numeric:
        number = parse_quantity(value)
        return _number(value) if number is None else number * _BASE_UNITS.get(column.unit, 1.0)
    spelt = f"{value}T00:00:00" if column.kind is ColumnKind.DATETIME and len(value) == len("2026-11-23") else value
    # The key of the value is made as the keys of the cells are.
    key = order_key(column.form, "value")
    (found,) = cursor.execute(f"SELECT {key} FROM (SELECT ?::VARCHAR AS value)", [spelt.strip()]).fetchone() or (None,)  # noqa: S608
    return found


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
