"""What the four formats have in common: errors, the reader's seam, and cells as text.

```
AnswerError
├── UnreadableAnswer  it is not of the format it should be
└── TruncatedAnswer   it ends in the middle
```
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from nxql_tui.wire.cells import LIST_SEPARATOR, Column, Scalar, TextCell
from nxql_tui.wire.units import date_time_to_read, quantity_text

Row: TypeAlias = tuple[TextCell, ...]
CellText: TypeAlias = Callable[[Any], str | None]

CHUNK_SIZE = 64 * 1024
"""About how many characters a writer collects before it hands them on."""

DATE_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S"
"""Date-times without a zone, which is the Engine's [client]."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_HTML_PAGE = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL)


class AnswerError(ValueError):
    """An answer cannot be read; the message is a sentence."""


class UnreadableAnswer(AnswerError):  # noqa: N818  the name says the state
    """It is not of the format it should be."""


class TruncatedAnswer(AnswerError):  # noqa: N818
    """It ends in the middle."""


class AnswerReader(Protocol):
    """Reads an answer in pieces of any size."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The names of the columns; None until the header is known."""

    def feed(self, chunk: bytes) -> list[Row]:
        """The rows that this piece completes.

        Raises:
            AnswerError: The answer cannot be read.
        """

    def finish(self) -> list[Row]:
        """The rows that the end of the answer completes.

        Raises:
            AnswerError: The answer cannot be read, or ends in the middle.
        """


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page does."""
    return _HTML_PAGE.match(text) is not None


def well_formed(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def scalar_text(value: Scalar) -> str | None:
    """A value as csv, xml and html write it; None for null."""
    return _SCALAR_TEXTS[type(value)](value)


def float_text(value: float) -> str | None:
    """The shortest decimal text of a number, without an exponent; None for what is no number."""
    if not math.isfinite(value):
        return None
    if value == 0:
        return "0"
    text = repr(value)
    return f"{Decimal(text):f}" if "e" in text else text.removesuffix(".0")


def _date_time_text(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat(timespec="seconds")


def _joined(texts: Mapping[type, CellText]) -> CellText:
    """How a list is written whose elements are written so."""
    return lambda elements: LIST_SEPARATOR.join([texts[type(element)](element) or "" for element in elements])


_SCALAR_TEXTS: dict[type, CellText] = {
    type(None): lambda _: None,
    bool: lambda value: "yes" if value else "no",
    str: well_formed,
    int: str,
    float: float_text,
    datetime: _date_time_text,
}
_CELL_TEXTS = {**_SCALAR_TEXTS, list: _joined(_SCALAR_TEXTS), tuple: _joined(_SCALAR_TEXTS)}
"""How a cell is written, by its type: looked up for every cell, so there is nothing between it and its text."""


def cell_texts(columns: Sequence[Column], *, human_readable: bool) -> list[Mapping[type, CellText]]:
    """For each column, how its cells are written, by their type."""
    return [_with_units(column.type) if human_readable else _CELL_TEXTS for column in columns]


def _with_units(type_name: str) -> Mapping[type, CellText]:
    texts: dict[type, CellText] = {**_SCALAR_TEXTS, datetime: date_time_to_read}
    quantity = quantity_text(type_name)
    if quantity is not None:
        texts |= {int: quantity, float: _where_finite(quantity)}
    return {**texts, list: _joined(texts), tuple: _joined(texts)}


def _where_finite(text: CellText) -> CellText:
    return lambda value: text(value) if math.isfinite(value) else None


def in_chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Pieces of text, collected to chunks of about `CHUNK_SIZE`, in UTF-8."""
    collected: list[str] = []
    size = 0
    for piece in pieces:
        collected.append(piece)
        size += len(piece)
        if size >= CHUNK_SIZE:
            yield "".join(collected).encode()
            collected.clear()
            size = 0
    if collected:
        yield "".join(collected).encode()
