"""What the planner hands to whoever runs the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.engine.planner.fragments import Fragment
    from nxql_tui.wire.cells import Column


@dataclass(frozen=True, slots=True)
class Plan:
    """One SQL statement and the shape of its rows."""

    columns: tuple[Column, ...]
    """As the answer heads them, in the order of the statement's columns."""
    statement: Fragment
