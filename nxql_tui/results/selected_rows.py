"""The rows of a selection, as those read them who summarise, group or export."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.results.errors import StoppedError
from nxql_tui.results.table import ANSWER, cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.stopping import Stop
    from nxql_tui.wire.answers import Row

BATCH = 5_000
"""Rows in memory at once, of those that are read one after the other."""


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

    def query(self, expressions: str) -> str:
        """What gives the rows in their order, with these SQL expressions for cells."""
        return f"SELECT {expressions} FROM {self.source} ORDER BY {self.order}"

    def batches(self, columns: Sequence[int], stop: Stop | None = None) -> Iterator[list[Row]]:
        """All rows in their order with the cells of some columns, at least one, a few thousand rows at a time.

        Raises:
            StoppedError: `stop` was called.
        """
        found = self.cursor.execute(self.query(", ".join(f"{ANSWER}.{cell(place)}" for place in columns)))
        while batch := found.fetchmany(BATCH):
            yield batch
            # An interruption between two steps is not noticed by the database.
            if stop is not None and stop.is_called:
                raise StoppedError
