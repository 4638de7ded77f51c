"""The rows that an export writes, in steps: never more of them in memory than one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.results.errors import UnfitForFormatError
from nxql_tui.results.table import ANSWER, cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.results.stopping import Stop
    from nxql_tui.wire.answers import Row


@dataclass(frozen=True)
class ViewedRows:
    """The rows of a view with the columns that are seen; good only while the rows are lent."""

    selected: SelectedRows
    shown: tuple[int, ...]
    """The columns from left to right, by their places in the answer."""
    is_complete: bool
    """Whether they are of a whole answer."""
    conditions: tuple[str, ...]
    """What is true of all of them, in words; none where no row was left out."""
    stop: Stop
    tell: Callable[[int], object]
    """Told how many rows have been written."""

    @property
    def columns(self) -> tuple[ResultColumn, ...]:
        """Those that are seen, from left to right."""
        return tuple(self.selected.columns[place] for place in self.shown)

    @property
    def row_count(self) -> int:
        """How many rows will come."""
        return self.selected.row_count

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns that are seen, in SQL."""
        return tuple(f"{ANSWER}.{cell(place)}" for place in self.shown)

    def batches(self) -> Iterator[list[Row]]:
        """All rows, with their cells as the Engine sent them.

        Raises:
            StoppedError: Nobody wants them any more.
        """
        written = 0
        for batch in self.selected.batches(self.shown, self.stop):
            yield batch
            written += len(batch)
            self.tell(written)

    def __iter__(self) -> Iterator[Row]:
        for batch in self.batches():
            yield from batch


def check_shown(shown: tuple[int, ...]) -> None:
    """See whether there is anything to write.

    Raises:
        UnfitForFormatError: No column is seen.
    """
    if not shown:
        raise UnfitForFormatError("The view shows no column, so there is nothing to write.", "Show one first.")


def distinct_names(columns: tuple[ResultColumn, ...]) -> tuple[str, ...]:
    """A name for each column that no other has in any case of letters: the second `name` is `name 2`."""
    taken: set[str] = set()
    names: list[str] = []
    for place, column in enumerate(columns, start=1):
        wanted = column.name or f"column {place}"
        name, count = wanted, 1
        while name.casefold() in taken:
            count += 1
            name = f"{wanted} {count}"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)
