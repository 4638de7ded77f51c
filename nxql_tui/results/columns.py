"""Columns of a result set, the kind of their cells and a page of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnKind(StrEnum):
    """What all cells of a column are; decides their order."""

    TEXT = "text"
    """Anything; in the order of code points, as an Engine orders strings."""
    NUMBER = "number"
    """`12`, `0.87`, `1e-3`."""
    QUANTITY = "quantity"
    """Numbers with a unit, as `hr` writes them: `15.87 GB`, `2d 3h`, `12.3%`."""
    DATETIME = "datetime"
    """`YYYY-MM-DDTHH:MM:SS`, or with a blank for the `T`."""
    ADDRESS = "address"
    """IPv4 addresses, or lists of them, ordered number by number."""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column as it is shown."""

    name: str
    """As the Engine heads it; two columns may share a name."""
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows that stand together in a view."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]
    """Cells as the Engine sent them; None is null."""
    first: int
    """The place of the first row in the view, from 0."""
    total: int
    """How many rows the view has; for an answer that is still arriving, how many were read."""
