"""One column in full: counts, figures in its units, the values that occur most, how they spread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.results.errors import NoSuchColumnError
from nxql_tui.results.summary.amounts import Amounts, tally_amounts
from nxql_tui.results.summary.column_counts import ColumnCounts
from nxql_tui.results.summary.ends import tally_ends
from nxql_tui.results.summary.figures import cell_text
from nxql_tui.results.summary.histogram import column_bins, histogram_of, tally_counts
from nxql_tui.results.summary.tally import tally
from nxql_tui.wire.units import format_quantity

if TYPE_CHECKING:
    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.results.summary.ends import Ends
    from nxql_tui.results.summary.histogram import Histogram

TOP_VALUES = 20


@dataclass(frozen=True, slots=True)
class TopValue:
    """A value that occurs often."""

    cell: str
    """As the Engine sent it."""
    count: int
    text: str = ""
    """A plain number in the units of the column; empty where the cell says all."""


@dataclass(frozen=True, slots=True)
class ColumnSummary(ColumnCounts):
    """What a column holds in the rows of a view."""

    span: str
    """How far date-times lie apart; empty for other kinds."""
    amounts: Amounts
    """Of numbers only."""
    top: tuple[TopValue, ...]
    """The values that occur most, at most `TOP_VALUES`."""
    histogram: Histogram | None
    """Of numbers and date-times only."""


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
        bins = column_bins(column, ends)
        counts = () if bins is None else tally_counts(column, bins, values)
        amounts = tally_amounts(column, values, bins, counts) if column.kind.is_numeric and ends.least else Amounts()
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
            amounts=amounts,
            top=tuple(
                TopValue(cell, count, cell_text(column, cell)) for cell, count in values.most_frequent(TOP_VALUES)
            ),
            histogram=None if bins is None else histogram_of(column, bins, counts),
        )


def _span(ends: Ends) -> str:
    if ends.least is None or ends.greatest is None:
        return ""
    first, last = ends.least.value, ends.greatest.value
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return ""
    seconds = (last - first).total_seconds()
    return format_quantity(seconds * 1000, "millisecond") if seconds else "0s"
