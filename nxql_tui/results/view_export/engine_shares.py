"""What each Engine of a fleet has given to a file: for readers of the file who were not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

WHY_LEFT_OUT = "not asked: its Portal does not reach it"
"""What is said of an Engine that belongs to a fleet and is not asked."""


@dataclass(frozen=True, slots=True)
class EngineShare:
    """One Engine's part of the rows."""

    name: str
    """What stands before its rows."""
    address: str
    """Where it is; empty where nobody asks it."""
    rows: int | None
    """How many are of it; None when nobody counted."""
    is_complete: bool
    """Whether its answer is whole."""
    error: str = ""
    """Why it is not, in a sentence; empty when it is."""
    is_asked: bool = True
    """Whether it was asked at all; the answer of a fleet is complete without those that were not."""

    @classmethod
    def left_out(cls, name: str, address: str = "") -> Self:
        """Of an Engine that belongs to a fleet and was not asked; without an address where nobody kept it."""
        return cls(name, address, None, is_complete=False, error=WHY_LEFT_OUT, is_asked=False)


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


def complete_count(shares: Iterable[EngineShare]) -> tuple[int, int]:
    """How many of those that were asked have given their whole answer, and how many were asked."""
    asked = [share.is_complete for share in shares if share.is_asked]
    return sum(asked), len(asked)
