"""What every summary of a column tells, long or short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.summary.ends import Ends


@dataclass(frozen=True, slots=True)
class ColumnCounts:
    """How many cells of which sort a column has in the rows of a view."""

    place: int
    """The column's place in the result set, from 0."""
    column: ResultColumn
    rows: int
    nulls: int
    missing: int
    """Cells that are empty or a lone dash: in no figure but `distinct` and those that occur most."""
    distinct: int
    """Different texts that are not null."""
    distinct_is_exact: bool
    """Else it is an estimate, and what occurs most was looked for in a sample."""
    ends: Ends
