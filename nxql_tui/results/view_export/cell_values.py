"""Cells as values, for formats that tell numbers and date-times from text.

A cell becomes a number only where nothing of it gets lost: no leading zero, no digit of a long identifier.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.view_export.viewed_rows import ViewedRows

CellReader: TypeAlias = Callable[[str], Any]
"""Makes a value of the text of a cell."""

_WHOLE = re.compile(r"0|-?[1-9][0-9]*+")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+([eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)")
_MOST_DIGITS = 4000
"""Python reads no number of more."""


def value_rows(rows: ViewedRows, reader_of: Callable[[ResultColumn], CellReader | None]) -> Iterator[tuple[Any, ...]]:
    """The rows with values for texts.

    Args:
        rows: The rows as text.
        reader_of: How the cells of a column become values; None leaves them text. Null stays null.
    """
    readers = [reader_of(column) for column in rows.columns]
    for batch in rows.batches():
        columns = [
            column if read is None else [None if text is None else read(text) for text in column]
            for read, column in zip(readers, zip(*batch, strict=True), strict=True)
        ]
        yield from zip(*columns, strict=True)


def number_or_text(text: str) -> int | float | str:
    """The number that a text is; the text where it is none, or where writing it as a number would change it."""
    if _WHOLE.fullmatch(text) and len(text) <= _MOST_DIGITS:
        return int(text)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        return number if isfinite(number) else text
    return text
