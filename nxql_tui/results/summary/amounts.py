"""Mean, median and sum of a column of numbers."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.results.columns import CellForm
from nxql_tui.results.summary.figures import Figure, number_figure
from nxql_tui.results.summary.histogram import place_in_sql
from nxql_tui.results.summary.tally import TALLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.summary.bins import Bins
    from nxql_tui.results.summary.tally import Tally


@dataclass(frozen=True, slots=True)
class Amounts:
    """What only numbers have; all of it is None where there are none."""

    mean: Figure | None = None
    median: Figure | None = None
    sum: Figure | None = None


def tally_amounts(column: ResultColumn, values: Tally, bins: Bins | None, counts: Sequence[int]) -> Amounts:
    """Amounts of numbers that are counted; there must be some.

    Args:
        column: The column, of a numeric kind.
        values: Its values.
        bins: Stretches that hold them, if there are any.
        counts: How many lie in each.
    """
    whole = "TRY_CAST(text AS BIGINT)" if column.form is CellForm.INTEGER else "NULL::BIGINT"
    count, total, known, wholes, whole_total = values.ask(
        f"sum(n) FILTER (key IS NOT NULL)::BIGINT, fsum(key * n), count(key), count({whole}), sum({whole}::HUGEINT * n)"
    )
    # Whole numbers are added exactly, as far as 64 bits reach for each.
    exact_total = whole_total if wholes == known else total
    median = _middle(column, values, count, bins, counts)
    return Amounts(
        number_figure(column, total / count), number_figure(column, median), number_figure(column, exact_total)
    )


def _middle(column: ResultColumn, values: Tally, count: int, bins: Bins | None, counts: Sequence[int]) -> float:
    """The value in the middle, or half way between the two that are."""
    ranks = (count - 1) // 2, count // 2
    before, narrowed = 0, ""
    if bins is not None:
        # Only the values near the middle have to be put in order.
        first, last = (_stretch_of(rank, counts) for rank in ranks)
        before = sum(counts[:first])
        narrowed = f" AND {place_in_sql(column, bins, 'key')} BETWEEN {first} AND {last}"
    low, high = values.cursor.execute(
        f"SELECT min(key) FILTER (reached > {ranks[0] - before}), min(key) FILTER (reached > {ranks[1] - before}) FROM"
        f" (SELECT key, sum(n) OVER (ORDER BY key ROWS UNBOUNDED PRECEDING) AS reached FROM {TALLY}"
        f" WHERE key IS NOT NULL{narrowed})"
    ).fetchone() or (0.0, 0.0)
    return float(low) if low == high else float(low) / 2 + float(high) / 2


def _stretch_of(rank: int, counts: Sequence[int]) -> int:
    """The place of the stretch that holds the value of a rank, from 0."""
    reached = 0
    for place, count in enumerate(counts):
        reached += count
        if reached > rank:
            return place
    return len(counts) - 1
