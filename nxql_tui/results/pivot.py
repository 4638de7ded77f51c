"""Rows grouped by one or two columns, with a figure of each group: a result set of its own."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Any

from nxql_tui.results.columns import CellForm, ColumnKind, ResultColumn
from nxql_tui.results.errors import NoSuchColumnError, StoppedError, UnusableMeasureError
from nxql_tui.results.kinds import order_keys
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.summary.figures import unit_type
from nxql_tui.results.summary.tally import value_key
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.wire.cell_texts import float_text
from nxql_tui.wire.units import quantity_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.view import Selection
    from nxql_tui.wire.cells import TextCell

ROWS_NAME = "rows"
"""The head of the column with the number of rows of each group."""

_ROWS_TOGETHER = 10_000
_SUM_DIGITS = 15
_MEAN_DIGITS = 10
"""More digits of a mean tell nothing and widen the column."""
_PLAIN_FORMS = frozenset({CellForm.INTEGER, CellForm.REAL})


class Measure(StrEnum):
    """What is told of each group besides its number of rows."""

    COUNT = "count"
    """How many of its cells have a value; of no column, how many rows it has."""
    SUM = "sum"
    MEAN = "mean"
    MIN = "min"
    """The first value in the order of the column."""
    MAX = "max"

    @property
    def adds(self) -> bool:
        """Whether it takes a column of numbers."""
        return self in (Measure.SUM, Measure.MEAN)


@dataclass(frozen=True, slots=True)
class PivotPlan:
    """How rows are grouped."""

    groups: tuple[int, ...]
    """The places of one or two columns; rows that are alike in them make a group, those without a value too."""
    measure: Measure = Measure.COUNT
    column: int | None = None
    """The place of the column that is measured; only a count needs none."""


def pivot(
    result_set: ResultSet, selection: Selection, plan: PivotPlan, *, folder: Path, stop: Stop | None = None
) -> ResultSet:
    """Group rows: a row for each group, in the order of the groups, with those without a value last.

    The columns are those of the groups, the number of rows, and the measure.

    Args:
        result_set: Where the rows are.
        selection: Which of them.
        plan: How they are grouped.
        folder: Where rows that do not fit in memory go; made when missing.
        stop: Stops the grouping.

    Raises:
        NoSuchColumnError: The plan names a column that is not there.
        UnusableMeasureError: It adds what cannot be added.
        ResultError: As `ResultSet.page`; nothing stays in the folder.
    """
    columns = pivot_columns(result_set.columns, plan)
    with result_set.select(selection, stop) as rows:
        groups = _group_rows(rows, plan, columns, stop)
        return ResultSet.of_rows(
            columns,
            groups,
            folder=folder,
            is_complete=result_set.is_complete,
            memory_limit=result_set.memory_limit,
        )


def pivot_columns(columns: Sequence[ResultColumn], plan: PivotPlan) -> tuple[ResultColumn, ...]:
    """The columns of the groups.

    Raises:
        NoSuchColumnError: The plan names a column that is not there.
        UnusableMeasureError: It adds what cannot be added.
    """
    for place in (*plan.groups, *(() if plan.column is None else (plan.column,))):
        if not 0 <= place < len(columns):
            raise NoSuchColumnError(place, len(columns))
    found = [*(columns[place] for place in plan.groups), _count_column(ROWS_NAME)]
    if plan.column is not None:
        found.append(_measure_column(columns[plan.column], plan.measure))
    return tuple(found)


def _count_column(name: str) -> ResultColumn:
    return ResultColumn(name, ColumnKind.INTEGER, CellForm.INTEGER, type="integer")


def _measure_column(column: ResultColumn, measure: Measure) -> ResultColumn:
    name = f"{measure.value} of {column.name}"
    if measure is Measure.COUNT:
        return _count_column(name)
    if not measure.adds:
        return replace(column, name=name)
    if not column.kind.is_numeric:
        raise UnusableMeasureError(column.name, column.kind.value)
    is_mean_of_whole = measure is Measure.MEAN and column.form is CellForm.INTEGER
    if is_mean_of_whole or (column.form not in _PLAIN_FORMS and _quantity_text(column) is None):
        kind = ColumnKind.REAL if column.kind is ColumnKind.INTEGER else column.kind
        return replace(column, name=name, kind=kind, form=CellForm.REAL)
    return replace(column, name=name)


def _group_rows(
    rows: SelectedRows, plan: PivotPlan, columns: Sequence[ResultColumn], stop: Stop | None
) -> Iterator[Sequence[TextCell]]:
    groups = [f"{ANSWER}.{cell(place)}" for place in plan.groups]
    measured = "NULL"
    texts: Callable[[Any], TextCell] = str
    if plan.column is not None:
        measured = _measure_in_sql(rows.columns[plan.column], f"{ANSWER}.{cell(plan.column)}", plan.measure)
        texts = _measure_text(columns[-1], plan.measure)
    names = ", ".join(groups)
    keys = [
        f"{key} NULLS LAST"
        for place, name in zip(plan.groups, groups, strict=True)
        for key in (*order_keys(rows.cursor, rows.columns[place].form, name), name)
    ]
    found = rows.cursor.execute(
        f"SELECT {names}, count(*), {measured} FROM {rows.source} GROUP BY {names} ORDER BY {', '.join(keys)}"
    )
    while batch := found.fetchmany(_ROWS_TOGETHER):
        if stop is not None and stop.is_called:
            raise StoppedError
        for *group, count, value in batch:
            cells = (*group, str(count))
            yield cells if plan.column is None else (*cells, None if value is None else texts(value))


def _measure_in_sql(column: ResultColumn, name: str, measure: Measure) -> str:
    key = value_key(column, name)
    match measure:
        case Measure.COUNT:
            return f"count({key})"
        case Measure.MIN:
            return f"arg_min({name}, {key})"
        case Measure.MAX:
            return f"arg_max({name}, {key})"
        case Measure.MEAN:
            return f"favg({key})"
        case Measure.SUM if column.form is CellForm.INTEGER:
            # Whole numbers are added exactly, as far as 64 bits reach for each.
            whole = f"TRY_CAST({name} AS BIGINT)"
            exact = f"CASE WHEN count({whole}) = count({key}) THEN sum({whole}) END"
            return f"coalesce({exact}, TRY_CAST(fsum({key}) AS HUGEINT))"
        case Measure.SUM:
            return f"fsum({key})"


def _measure_text(column: ResultColumn, measure: Measure) -> Callable[[Any], TextCell]:
    """How the values of a measure are written, as an Engine would."""
    if not measure.adds or column.form is CellForm.INTEGER:
        return str
    digits = _MEAN_DIGITS if measure is Measure.MEAN else _SUM_DIGITS
    quantity = None if column.form in _PLAIN_FORMS else _quantity_text(column)

    def text(value: float) -> TextCell:
        if not isfinite(value):
            return None
        return quantity(value) if quantity is not None else float_text(float(f"{value:.{digits}g}"))

    return text


def _quantity_text(column: ResultColumn) -> Callable[[float], str] | None:
    """How formatted quantities of a column are written; None where its unit is not known."""
    return quantity_text(unit_type(column))
