"""The first rows of all, as a value: what a limit lets through that holds for several Engines together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.results.sort_keys import SortKey


@dataclass(frozen=True, slots=True)
class FirstRows:
    """So many rows of all, whatever else is looked for; everything else is done to these."""

    sort: tuple[SortKey, ...]
    """Which come first, at least one key, the most important one first; of rows that tie, those that arrived first."""
    count: int
    """How many, at most."""
    order: tuple[SortKey, ...] = ()
    """How they stand before a reader sorts them; as they were chosen when empty."""

    def moved_on(self, step: int) -> FirstRows:
        """The same rows by columns that stand so many places further on."""
        return replace(self, sort=_moved_on(self.sort, step), order=_moved_on(self.order, step))


def _moved_on(keys: tuple[SortKey, ...], step: int) -> tuple[SortKey, ...]:
    return tuple(replace(key, column=key.column + step) for key in keys)
