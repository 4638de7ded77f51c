"""What the planner hands to whoever runs the query."""

from __future__ import annotations

from dataclasses import dataclass

from nxql_tui.engine.planner.fragments import Fragment
from nxql_tui.wire.cells import Column


@dataclass(frozen=True, slots=True)
class Plan:
    """One SQL statement and the shape of its rows."""

    columns: tuple[Column, ...]
    """As the answer heads them, in the order of the statement's columns."""
    statement: Fragment


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """One SQL statement that changes objects."""

    change: Fragment
    """Sets the field; its one row tells how many objects it was set for."""
    matching: Fragment
    """Counts the objects it would be set for."""


def updated_objects(number: int) -> Plan:
    """The answer to an update: one row with the number of objects (`reference/nxql.md` §12 [inferred])."""
    return Plan((Column("updated", "integer"),), Fragment("SELECT CAST(? AS BIGINT)", (number,)))
