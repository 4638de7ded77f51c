"""Cells as text, column by column: what takes the time of a long answer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from nxql_tui.wire.cells import LIST_SEPARATOR
from nxql_tui.wire.units import date_time_to_read, quantity_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.wire.cells import Cell, Column

CellTexts: TypeAlias = Mapping[type, Callable[[Any], str]]
"""How the cells of a column are written, by the type of the cell."""

DATE_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S"
"""Date-times without a zone, which is the Engine's [client]."""

ROWS_TOGETHER = 200
"""Rows whose cells are written column by column; so few that an answer begins at once."""

_DATE_TIME_LENGTH = len("2026-11-23T09:12:44")
_SURROGATES = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def float_text(value: float) -> str:
    """The shortest decimal text of a number, without an exponent; nothing for what is no number."""
    if not math.isfinite(value):
        return ""
    if value == 0:
        return "0"
    text = repr(value)
    return f"{Decimal(text):f}" if "e" in text else text.removesuffix(".0")


def date_time_text(value: datetime) -> str:
    """A date-time in `DATE_TIME_FORMAT`."""
    return value.isoformat()[:_DATE_TIME_LENGTH]


def cell_texts(columns: Sequence[Column], escaped: Callable[[str], str], *, human_readable: bool) -> list[CellTexts]:
    """For each column, how its cells are written; null is the empty text.

    Args:
        columns: The columns of the answer.
        escaped: Makes a text fit the format, by looking at its characters one by one: what it leaves as it is may stand
            in any part of a text. The texts of numbers and date-times fit every format.
        human_readable: Whether numbers take their best unit.
    """
    return [_texts_of(_plain_texts(column, human_readable=human_readable), escaped) for column in columns]


def text_rows(texts: Sequence[CellTexts], rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[str, ...]]:
    """The rows with every cell as text.

    Raises:
        ValueError: A row has more or fewer cells than there are columns.
    """
    remaining = iter(rows)
    while together := list(islice(remaining, ROWS_TOGETHER)):
        cells = zip(*together, strict=True)
        columns = [_column_texts(by_type, column) for by_type, column in zip(texts, cells, strict=True)]
        yield from zip(*columns, strict=True)


def _column_texts(by_type: CellTexts, cells: tuple[Any, ...]) -> Iterable[str]:
    types = set(map(type, cells))
    if types == {str}:
        return _escaped_texts(by_type[str], cells)
    if len(types) == 1:
        return map(by_type[types.pop()], cells)
    return [by_type[type(cell)](cell) for cell in cells]


def _escaped_texts(escaped: Callable[[str], str], texts: tuple[str, ...]) -> Iterable[str]:
    # One look at all of them is cheaper than one at each, and mostly there is nothing to escape.
    together = "".join(texts)
    return texts if escaped(together) == together else map(escaped, texts)


def _plain_texts(column: Column, *, human_readable: bool) -> dict[type, Callable[[Any], str]]:
    """How single values are written before a format escapes them."""
    texts: dict[type, Callable[[Any], str]] = {
        type(None): lambda _: "",
        bool: lambda value: "yes" if value else "no",
        str: well_formed,
        int: str,
        float: float_text,
        datetime: date_time_text,
    }
    if human_readable:
        texts[datetime] = date_time_to_read
        if (quantity := quantity_text(column.type)) is not None:
            texts |= {int: quantity, float: _where_finite(quantity)}
    return texts


def _where_finite(text: Callable[[float], str]) -> Callable[[float], str]:
    return lambda value: text(value) if math.isfinite(value) else ""


def _texts_of(plain: Mapping[type, Callable[[Any], str]], escaped: Callable[[str], str]) -> CellTexts:
    def joined(elements: Sequence[Any]) -> str:
        return escaped(LIST_SEPARATOR.join([plain[type(element)](element) for element in elements]))

    return {**plain, str: lambda text: escaped(well_formed(text)), list: joined, tuple: joined}
