"""csv rendered inside the database: each row is one line, several times faster than rows written one by one.

The form is that of `wire.tab_csv`, byte for byte: TAB, a cell quoted only where it must be, null as nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.fragments import Fragment
from nxql_tui.wire.cell_texts import DATE_TIME_FORMAT
from nxql_tui.wire.cells import LIST_SEPARATOR
from nxql_tui.wire.tab_csv import SEPARATOR

if TYPE_CHECKING:
    from nxql_tui.engine.planner.plan import Plan
    from nxql_tui.wire.cells import Column

_WHOLE_NUMBERS = frozenset(
    {"integer", "identifier", "day", "byte", "millisecond", "microsecond", "http_status_code", "mhz"}
)
_REAL_NUMBERS = frozenset({"percent", "permill", "bps"})


def csv_lines(plan: Plan) -> Fragment:
    """The plan's statement with each row made one line, with its end, in the order of the rows."""
    names = [f"c{place}" for place in range(len(plan.columns))]
    cells = [_cell(column, name) for column, name in zip(plan.columns, names, strict=True)]
    # `concat` takes null for the empty text.
    between = f", '{SEPARATOR}', "
    line = f"concat({between.join(cells)}, chr(10))"
    statement = plan.statement
    sql = f"SELECT {line} FROM ({statement.sql}) AS answer({', '.join(names)})"  # noqa: S608
    return Fragment(sql, statement.values)


def _cell(column: Column, name: str) -> str:
    if column.is_list:
        elements = f"list_transform({name}, lambda element: coalesce(CAST(element AS VARCHAR), ''))"
        return _quoted(f"array_to_string({elements}, '{LIST_SEPARATOR}')")
    if column.type in _WHOLE_NUMBERS:
        return f"CAST({name} AS VARCHAR)"
    if column.type in _REAL_NUMBERS:
        return _real(f"CAST({name} AS DOUBLE)")
    if column.type == "datetime":
        return f"strftime({name}, '{DATE_TIME_FORMAT}')"
    return _quoted(name)


def _real(value: str) -> str:
    """The shortest decimal text, without an exponent."""
    text = f"CAST({value} AS VARCHAR)"
    sign = f"CASE WHEN {value} < 0 THEN '-' ELSE '' END"
    digits = f"translate(split_part({text}, 'e', 1), '-.', '')"
    exponent = f"CAST(split_part({text}, 'e', 2) AS INTEGER)"
    without_exponent = (
        f"{sign} || CASE WHEN {exponent} < 0 THEN '0.' || repeat('0', -{exponent} - 1) || {digits} "
        f"ELSE rpad({digits}, {exponent} + 1, '0') END"
    )
    return (
        f"CASE WHEN NOT isfinite({value}) THEN NULL WHEN {value} = 0 THEN '0' "
        f"WHEN contains({text}, 'e') THEN {without_exponent} ELSE regexp_replace({text}, '\\.0$', '') END"
    )


def _quoted(text: str) -> str:
    needs_quotes = " OR ".join(f"contains({text}, {mark})" for mark in ("'\"'", f"'{SEPARATOR}'", "chr(10)", "chr(13)"))
    doubled = f"""replace({text}, '"', '""')"""
    return f"""CASE WHEN {needs_quotes} THEN '"' || {doubled} || '"' ELSE {text} END"""
