"""How the values of a column spread: numbers and date-times, counted in stretches of equal width."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.summary.bins import moment, number_bins, time_bins
from nxql_tui.results.summary.figures import edge_text, number_text
from nxql_tui.results.summary.tally import TALLY
from nxql_tui.wire.units import date_time_to_read, format_quantity

if TYPE_CHECKING:
    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.summary.bins import Bins
    from nxql_tui.results.summary.ends import Ends
    from nxql_tui.results.summary.figures import Value
    from nxql_tui.results.summary.tally import Tally

_MINUTE, _DAY = 60, 86_400


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values lie in each of some stretches."""

    counts: tuple[int, ...]
    edges: tuple[Value, ...]
    """Where the stretches begin, and where the last one ends."""
    edge_texts: tuple[str, ...]
    step_text: str
    """The width of a stretch; empty where all values are the same."""


def column_bins(column: ResultColumn, ends: Ends) -> Bins | None:
    """Stretches that hold all values; None for what has no width."""
    if ends.least is None or ends.greatest is None:
        return None
    low, high = ends.least.value, ends.greatest.value
    if isinstance(low, datetime) and isinstance(high, datetime):
        return time_bins(low, high)
    if isinstance(low, int | float) and isinstance(high, int | float):
        return number_bins(column, float(low), float(high))
    return None


def place_in_sql(column: ResultColumn, bins: Bins, key: str) -> str:
    """The stretch of a value by its key, in SQL."""
    return bins.place_in_sql(f"epoch({key})" if column.kind is ColumnKind.DATETIME else key)


def tally_counts(column: ResultColumn, bins: Bins, values: Tally) -> tuple[int, ...]:
    """How many of the values that are counted lie in each stretch."""
    found = dict(
        values.cursor.execute(
            f"SELECT {place_in_sql(column, bins, 'key')} AS place, sum(n)::BIGINT FROM {TALLY}"
            " WHERE key IS NOT NULL GROUP BY place"
        ).fetchall()
    )
    return tuple(found.get(place, 0) for place in range(bins.count))


def histogram_of(column: ResultColumn, bins: Bins, counts: tuple[int, ...]) -> Histogram:
    """Counts with the edges of their stretches, in the units of the column."""
    if column.kind is ColumnKind.DATETIME:
        moments = tuple(map(moment, bins.edges))
        texts = tuple(_moment_text(one, bins.step) for one in moments)
        step = format_quantity(bins.step * 1000, "millisecond") if bins.step else ""
        return Histogram(counts, moments, texts, step)
    if not bins.step:
        return Histogram(counts, bins.edges, tuple(number_text(column, edge) for edge in bins.edges), "")
    texts = tuple(edge_text(column, edge, bins.step) for edge in bins.edges)
    return Histogram(counts, bins.edges, texts, edge_text(column, bins.step, bins.step))


def _moment_text(when: datetime, step: float) -> str:
    """As much of a date-time as tells it from the next edge."""
    text = date_time_to_read(when)
    if step >= _DAY:
        return text[: len("2026-11-23")]
    return text[: len("2026-11-23 09:12")] if step >= _MINUTE else text
