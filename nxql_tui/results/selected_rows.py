"""The rows of a selection, as those read them who summarise, group or export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from nxql_tui.results.columns import ResultColumn


@dataclass(frozen=True, slots=True)
class SelectedRows:
    """A place in the database where the rows can be asked for; good only while it is lent."""

    cursor: duckdb.DuckDBPyConnection
    columns: tuple[ResultColumn, ...]
    """Every column of the answer; column N is called `answer.cN` in SQL (`table.cell`)."""
    source: str
    """What stands behind FROM."""
    order: str
    """What stands behind ORDER BY, for the order of the selection."""
    row_count: int
