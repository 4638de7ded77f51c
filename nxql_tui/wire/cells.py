"""Columns and cells, as every format writes and reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | datetime | None
"""A value before it is written; date-times are naive, in the Engine's zone."""

Cell: TypeAlias = Scalar | Sequence[Scalar]
"""What a writer takes: a scalar, or the elements of a list field."""

TextCell: TypeAlias = str | None
"""What a reader gives: the text as sent, None for null; the elements of a list are joined by `LIST_SEPARATOR`."""

LIST_SEPARATOR = ", "
"""Between the elements of a list in one cell [inferred]."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer."""

    name: str
    """As the Engine heads it: `name`, `device/name`, `score:Definition/Leaf`."""
    type: str = "string"
    """The NXQL type of its values (`byte`, `datetime`, …): decides how `hr` scales them."""
    is_list: bool = False
    """Whether its cells are lists."""
