"""What the four formats have in common: errors, the reader's seam, and chunks.

```
AnswerError
├── UnreadableAnswer  it is not of the format it should be
└── TruncatedAnswer   it ends in the middle
```
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Protocol, TypeAlias

from nxql_tui.wire.cells import TextCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.wire.cells import Cell

Row: TypeAlias = tuple[TextCell, ...]

CHUNK_SIZE = 64 * 1024
"""About how many characters a writer collects before it hands them on."""

_HTML_PAGE = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL)
_XML_HEAD = re.compile(r"\s*<\?xml\b.*?\?>\s*(<!--.*?-->\s*)*", re.DOTALL)
_HTML_ROOT = re.compile(r"<(!doctype\s+html|html)\b", re.IGNORECASE)


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


class AnswerText(Protocol):
    """An answer as it is written: its head, its rows in as many portions as they come in, its end."""

    @property
    def head(self) -> str:
        """What stands before the first row."""

    @property
    def tail(self) -> str:
        """What stands behind the last row."""

    def rows(self, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
        """The next rows, each with what divides it from those before.

        Raises:
            ValueError: A row has more or fewer cells than there are columns.
        """


def whole_answer(text: AnswerText, rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """An answer from its head to its end, in chunks."""
    return in_chunks(chain([text.head], text.rows(rows), [text.tail]))


def looks_like_xml(text: str) -> bool:
    """Whether a text begins as an xml document does, or as a page that calls itself one."""
    return _XML_HEAD.match(text) is not None


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page does."""
    head = _XML_HEAD.match(text)
    if head is not None:
        return _HTML_ROOT.match(text, head.end()) is not None
    return _HTML_PAGE.match(text) is not None


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
