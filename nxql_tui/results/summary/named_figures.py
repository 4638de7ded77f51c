"""The figures of a column with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.columns import ColumnKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.results.summary.column_summary import ColumnSummary


def named_figures(summary: ColumnSummary) -> Iterator[tuple[str, str]]:
    """Least, median, mean, greatest, sum and span, as far as the column has them."""
    ends, amounts = summary.ends, summary.amounts
    first, last = ("from", "to") if summary.column.kind is ColumnKind.DATETIME else ("min", "max")
    # Shares of different things add up to nothing.
    total = None if summary.column.kind is ColumnKind.RATIO else amounts.sum
    named = ((first, ends.least), ("median", amounts.median), ("mean", amounts.mean), (last, ends.greatest))
    for name, figure in (*named, ("sum", total)):
        if figure is not None:
            yield name, figure.text
    if summary.span:
        yield "span", summary.span
