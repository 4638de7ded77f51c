"""The columns of several answers as those of one: united by name, in the order in which they came."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.wire.cells import Column


class UnitedColumns:
    """Of equal names in one answer, the second belongs to the second of another."""

    def __init__(self) -> None:
        self._columns: list[Column] = []
        self._places: dict[tuple[str, int], int] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        """All that have come."""
        return tuple(self._columns)

    def further(self, columns: Iterable[Column]) -> tuple[Column, ...]:
        """Those of an answer that no other has had so far."""
        return tuple(column for key, column in _numbered(columns) if key not in self._places)

    def places(self, columns: Sequence[Column]) -> tuple[int, ...]:
        """Where each column of an answer belongs; those that are new come behind the others."""
        found = []
        for key, column in _numbered(columns):
            if key not in self._places:
                self._places[key] = len(self._columns)
                self._columns.append(column)
            found.append(self._places[key])
        return tuple(found)


def _numbered(columns: Iterable[Column]) -> list[tuple[tuple[str, int], Column]]:
    count: Counter[str] = Counter()
    numbered = []
    for column in columns:
        count[column.name] += 1
        numbered.append(((column.name, count[column.name]), column))
    return numbered
