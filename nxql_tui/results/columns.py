"""Columns of a result set, what their cells are and a page of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ENGINE_NAME = "engine"
"""The head of the column that says which Engine a row is from, where several were asked."""


class ColumnKind(StrEnum):
    """What the cells of a column mean."""

    TEXT = "text"
    """Anything; in the order of code points, as an Engine orders strings."""
    INTEGER = "integer"
    REAL = "real"
    BYTES = "bytes"
    RATIO = "ratio"
    """From 0 to 1."""
    DURATION = "duration"
    DATETIME = "date-time"
    VERSION = "version"
    """Numbers between dots, ordered number by number."""
    ADDRESS = "address"
    """IPv4 addresses, or lists of them, ordered number by number."""
    LIST = "list"
    """Several texts, joined by a comma and a blank."""
    QUANTITY = "quantity"
    """Numbers with a unit of another sort, such as MHz."""

    @property
    def is_numeric(self) -> bool:
        """Whether its cells can be added and averaged."""
        return self in _NUMERIC


_NUMERIC = frozenset(
    {
        ColumnKind.INTEGER,
        ColumnKind.REAL,
        ColumnKind.BYTES,
        ColumnKind.RATIO,
        ColumnKind.DURATION,
        ColumnKind.QUANTITY,
    }
)


class CellForm(StrEnum):
    """How all cells of a column are spelt; decides how they are read and ordered."""

    TEXT = "text"
    INTEGER = "integer"
    """`12`"""
    REAL = "real"
    """`0.87`, `1e-3`"""
    DATETIME = "date-time"
    """`YYYY-MM-DDTHH:MM:SS`, or with a blank for the `T`."""
    ADDRESS = "address"
    """`10.1.2.3, 10.1.9.4`"""
    VERSION = "version"
    """`10.0.19045`"""
    BYTES = "bytes"
    """`15.87 GB`"""
    RATIO = "ratio"
    """`12.3%`"""
    DURATION = "duration"
    """`2d 3h`"""
    QUANTITY = "quantity"
    """`2400.00 MHz`"""

    @property
    def is_plain_number(self) -> bool:
        """Whether the cells are numbers without a unit."""
        return self in (CellForm.INTEGER, CellForm.REAL)


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column as it is shown."""

    name: str
    """As the Engine heads it; two columns may share a name."""
    kind: ColumnKind = ColumnKind.TEXT
    form: CellForm = CellForm.TEXT
    unit: str = ""
    """What one of its numbers counts, once read: `bytes`, `ms`, `µs`; empty where numbers are only numbers."""
    type: str = ""
    """The data type in the data model; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows that stand together in a view."""

    columns: tuple[ResultColumn, ...]
    """Every column of the answer, whatever the view shows of them."""
    rows: tuple[tuple[str | None, ...], ...]
    """Cells as the Engine sent them; None is null."""
    first: int
    """The place of the first row in the view, from 0."""
    total: int
    """How many rows the view has; for an answer that is still arriving, how many were read."""
    row_count: int
    """How many rows the answer has, whatever the view lets through."""
