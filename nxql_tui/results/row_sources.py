"""Where rows are read from: the answer itself, or rows of it that were chosen before."""

from __future__ import annotations

from dataclasses import dataclass

from nxql_tui.results.table import ANSWER


@dataclass(frozen=True, slots=True)
class RowSource:
    """Rows that stand in an order."""

    sql: str
    """What stands behind FROM; the cells are those of `answer`."""
    place: str
    """What stands behind ORDER BY."""


ALL_ROWS = RowSource(ANSWER, f"{ANSWER}.rowid")
"""As they arrived."""


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table whose column `row` holds row ids, at their places in the selection."""

    name: str
    row_count: int

    @property
    def source(self) -> RowSource:
        """Its rows with their cells."""
        return RowSource(f"{self.name} JOIN {ANSWER} ON {ANSWER}.rowid = {self.name}.row", f"{self.name}.rowid")
