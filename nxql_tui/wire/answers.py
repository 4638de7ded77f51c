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
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from nxql_tui.wire.cells import LIST_SEPARATOR, Cell, Column, Scalar, TextCell
from nxql_tui.wire.units import format_quantity

Row: TypeAlias = tuple[TextCell, ...]
CellText: TypeAlias = Callable[[Cell], str | None]

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
    return _SURROGATES.sub("\ufffd", text)


def scalar_text(value: Scalar) -> str | None:
    """A value as csv, xml and html write it; None for null."""
    if value is None:
        return None
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime(DATE_TIME_FORMAT)
    if isinstance(value, float):
        return float_text(value)
    return str(value)


def float_text(value: float) -> str | None:
    """The shortest decimal text of a number, without an exponent; None for what is no number."""
    if not math.isfinite(value):
        return None
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return f"{value:.20f}".rstrip("0") if "e" in text else text


def cell_texts(columns: Sequence[Column], *, human_readable: bool) -> list[CellText]:
    """For each column, how its cells are written."""
    return [_cell_text(column, human_readable=human_readable) for column in columns]


def _cell_text(column: Column, *, human_readable: bool) -> CellText:
    def scalar(value: Scalar) -> str | None:
        if human_readable and not isinstance(value, str | bool) and value is not None:
            return format_quantity(value, column.type)
        return scalar_text(value)

    def cell(value: Cell) -> str | None:
        if isinstance(value, list | tuple):
            return LIST_SEPARATOR.join(scalar(element) or "" for element in value)
        return scalar(value)  # type: ignore[arg-type]

    return cell


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
