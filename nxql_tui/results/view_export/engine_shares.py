"""What each Engine of a fleet has given to a file: for readers of the file who were not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class EngineShare:
    """One Engine's part of the rows."""

    name: str
    """What stands before its rows."""
    address: str
    rows: int | None
    """How many are of it; None when nobody counted."""
    is_complete: bool
    """Whether its answer is whole."""
    error: str = ""
    """Why it is not, in a sentence; empty when it is."""
    is_asked: bool = True
    """Whether it was asked: one that was not makes no answer of the others incomplete."""

    @classmethod
    def not_reached(cls, name: str, address: str = "") -> Self:
        """Of an Engine that its Portal does not reach; without an address where nobody kept it."""
        return cls(
            name, address, 0, is_complete=False, error="Not asked: its Portal does not reach it.", is_asked=False
        )


def side_file_entries(shares: Iterable[EngineShare]) -> list[dict[str, object]]:
    """The shares as a side file says them."""
    return [
        {
            "name": share.name,
            "address": share.address or None,
            "asked": share.is_asked,
            "rows": share.rows,
            "complete": share.is_complete,
            "error": share.error or None,
        }
        for share in shares
    ]
