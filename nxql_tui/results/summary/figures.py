"""Numbers computed from the cells of a column, as people read them in the column's units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import floor, isfinite, log10
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.results.columns import CellForm, ColumnKind
from nxql_tui.wire.units import format_quantity

if TYPE_CHECKING:
    from nxql_tui.results.columns import ResultColumn

Value: TypeAlias = int | float | datetime | str

MILLISECONDS_A_DAY = 86_400_000
_MOST_DECIMALS = 12
"""Smaller numbers are written with an exponent."""
_PLAIN_FORMS = frozenset({CellForm.INTEGER, CellForm.REAL})
_INFINITE = "∞"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and how it reads."""

    value: Value
    """A number in the units of the column, a date-time, or a cell as it was sent."""
    text: str


def number_figure(column: ResultColumn, value: float) -> Figure:
    """A number in the units of the column."""
    return Figure(value, number_text(column, value))


def number_text(column: ResultColumn, value: float) -> str:
    """`15.87 GB`, `97.0%`, `1h 30min`, `1,234`."""
    if not isfinite(value):
        return _INFINITE if value > 0 else f"-{_INFINITE}"
    if column.kind is ColumnKind.DURATION and column.unit == "days":
        return format_quantity(value * MILLISECONDS_A_DAY, "millisecond")
    type_name = unit_type(column)
    return format_quantity(value, type_name) if type_name else plain_number(value)


def cell_text(column: ResultColumn, cell: str) -> str:
    """A plain number in the units of its column; empty for cells that say all there is to say."""
    if column.form not in _PLAIN_FORMS or not unit_type(column):
        return ""
    try:
        return number_text(column, float(cell))
    except ValueError:
        return ""


def unit_type(column: ResultColumn) -> str:
    """The data type whose units the numbers of the column take, for `wire.units`; empty without units."""
    match column.kind:
        case ColumnKind.BYTES:
            return "byte"
        case ColumnKind.RATIO:
            return "percent"
        case ColumnKind.DURATION:
            return "microsecond" if column.unit == "µs" else "millisecond"
        case ColumnKind.QUANTITY:
            return {"MHz": "mhz", "bit/s": "bps"}.get(column.unit, "")
        case _:
            return ""


def edge_text(column: ResultColumn, value: float, step: float) -> str:
    """A number of a scale with such steps, with as many decimals as tell it from the next."""
    decimals = decimals_of(step)
    if decimals > _MOST_DECIMALS:
        return f"{value:.6g}"
    if column.kind is ColumnKind.RATIO:
        return f"{value * 100:.{max(0, decimals - 2)}f}%"
    if unit_type(column):
        return number_text(column, value)
    return f"{value:,.{decimals}f}"


def decimals_of(step: float) -> int:
    """How many decimals multiples of a round step have."""
    power = floor(log10(step) + 1e-9)
    is_half = abs(step / 10.0**power - 2.5) < 1e-6
    return max(0, is_half - power)


def plain_number(value: float) -> str:
    """A number without units: whole where it is whole, else with four digits that matter."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}" if 1000 <= abs(value) < 1e15 else f"{value:.4g}"
