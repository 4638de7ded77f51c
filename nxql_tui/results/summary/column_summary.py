"""One column in full: counts, figures in its units, the values that occur most, how they spread."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.results.columns import CellForm
from nxql_tui.results.errors import NoSuchColumnError
from nxql_tui.results.summary.ends import tally_ends
from nxql_tui.results.summary.figures import Figure, number_figure
from nxql_tui.results.summary.histogram import tally_histogram
from nxql_tui.results.summary.tally import TALLY, tally
from nxql_tui.wire.units import format_quantity

if TYPE_CHECKING:
    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.results.summary.ends import Ends
    from nxql_tui.results.summary.histogram import Histogram
    from nxql_tui.results.summary.tally import Tally

TOP_VALUES = 20


@dataclass(frozen=True, slots=True)
class TopValue:
    """A value that occurs often."""

    cell: str
    """As the Engine sent it."""
    count: int


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """What a column holds in the rows of a view."""

    place: int
    """The column's place in the result set, from 0."""
    column: ResultColumn
    rows: int
    nulls: int
    missing: int
    """Cells that are empty or a lone dash: in no other figure but `distinct` and `top`."""
    distinct: int
    """Different texts that are not null."""
    distinct_is_exact: bool
    """Else it is an estimate, and `top` was looked for in a sample; its counts are exact all the same."""
    ends: Ends
    span: str
    """How far date-times lie apart; empty for other kinds."""
    mean: Figure | None
    """Of numbers only; so are median and sum."""
    median: Figure | None
    sum: Figure | None
    top: tuple[TopValue, ...]
    """The values that occur most, at most `TOP_VALUES`."""
    histogram: Histogram | None
    """Of numbers and date-times only."""


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What only numbers have."""

    mean: Figure | None = None
    median: Figure | None = None
    sum: Figure | None = None


def summarise_column(rows: SelectedRows, place: int) -> ColumnSummary:
    """Summarise one column of some rows.

    Raises:
        NoSuchColumnError: There is no column at this place.
    """
    if not 0 <= place < len(rows.columns):
        raise NoSuchColumnError(place, len(rows.columns))
    column = rows.columns[place]
    with tally(rows, place) as values:
        ends = tally_ends(column, values)
        amounts = _amounts(column, values) if column.kind.is_numeric and ends.least else _Amounts()
        return ColumnSummary(
            place=place,
            column=column,
            rows=rows.row_count,
            nulls=values.nulls,
            missing=values.missing,
            distinct=values.distinct,
            distinct_is_exact=values.is_exact,
            ends=ends,
            span=_span(ends),
            mean=amounts.mean,
            median=amounts.median,
            sum=amounts.sum,
            top=tuple(TopValue(*one) for one in values.most_frequent(TOP_VALUES)),
            histogram=tally_histogram(column, ends, values),
        )


def _span(ends: Ends) -> str:
    if ends.least is None or ends.greatest is None:
        return ""
    first, last = ends.least.value, ends.greatest.value
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return ""
    seconds = (last - first).total_seconds()
    return format_quantity(seconds * 1000, "millisecond") if seconds else "0s"


def _amounts(column: ResultColumn, values: Tally) -> _Amounts:
    whole = "TRY_CAST(text AS BIGINT)" if column.form is CellForm.INTEGER else "NULL::BIGINT"
    count, total, known, wholes, whole_total = values.ask(
        f"sum(n) FILTER (key IS NOT NULL)::BIGINT, fsum(key * n), count(key), count({whole}), sum({whole}::HUGEINT * n)"
    )
    exact_total = whole_total if wholes == known else total
    return _Amounts(
        number_figure(column, total / count),
        number_figure(column, _median(values, count)),
        number_figure(column, exact_total),
    )


def _median(values: Tally, count: int) -> float:
    """The value in the middle, or half way between the two that are."""
    running = "sum(n) OVER (ORDER BY key ROWS UNBOUNDED PRECEDING)"
    low, high = values.cursor.execute(
        f"SELECT min(key) FILTER (reached > {(count - 1) // 2}), min(key) FILTER (reached > {count // 2})"
        f" FROM (SELECT key, {running} AS reached FROM {TALLY} WHERE key IS NOT NULL)"
    ).fetchone() or (0.0, 0.0)
    return float(low) if low == high else float(low) / 2 + float(high) / 2
