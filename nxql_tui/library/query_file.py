"""The file of a saved query: an optional head of TOML between two lines `+++`, and NXQL below it.

```
+++
title = "Laptops"
+++
(select (name) (from device (where device (eq device_type (enum laptop)))))
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.library.errors import QueryFileError
from nxql_tui.library.query_head import HeadError, dotted, read_head
from nxql_tui.library.saved_query import SavedQuery
from nxql_tui.toml_places import line_of_key

if TYPE_CHECKING:
    from pathlib import Path

FENCE = "+++"
"""The line before and behind a head."""

_BYTE_ORDER_MARK = "\ufeff"

LARGEST_FILE = 4_000_000
"""Bytes; no query is longer, and nothing longer is read."""


def read_query(name: str, content: bytes, place: Path | str, *, is_example: bool = False) -> SavedQuery:
    """The query that a file holds.

    Args:
        name: The name of the query.
        content: The file's bytes; every usual end of a line is read as a line feed.
        place: What messages call the file.
        is_example: Whether it came with the program.

    Raises:
        QueryFileError: The file is not understood.
    """
    head_text, text = _split(_decode(content, place), place)
    try:
        head = read_head(head_text)
    except HeadError as error:
        line = error.line or line_of_key(head_text, error.key)
        # The head begins on the second line of its file.
        raise QueryFileError(place, str(error), line=line + 1, key=dotted(error.key) or None) from error
    return SavedQuery(
        name=name,
        text=text,
        title=head.title,
        description=head.description,
        group=head.group,
        platforms=head.platforms,
        parameters=head.parameters,
        is_example=is_example,
    )


def head_of(content: bytes) -> str:
    """The text between the lines `+++` of a file that is understood."""
    return _split(_decode(content, ""), "")[0]


def join_file(head: str, text: str) -> bytes:
    """The content of a file; the head is left out where it says nothing and the query needs none.

    Raises:
        UnicodeEncodeError: The text holds halves of characters, which no file can.
    """
    # A text may begin with what is read as something else at the beginning of a file.
    is_needed = head.strip() or text.startswith(_BYTE_ORDER_MARK) or text.partition("\n")[0].rstrip() == FENCE
    fenced = f"{FENCE}\n{head.rstrip()}\n{FENCE}\n" if is_needed else ""
    return f"{fenced}{text}\n".encode()


def with_line_feeds(text: str) -> str:
    """The text with a line feed at the end of every line, whichever system wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(content: bytes, place: Path | str) -> str:
    if len(content) > LARGEST_FILE:
        raise QueryFileError(place, f"it is longer than {LARGEST_FILE} bytes, which no query is. Move it elsewhere.")
    try:
        return with_line_feeds(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise QueryFileError(place, "it is not UTF-8. Save it as UTF-8.", line=line) from error


def _split(content: str, place: Path | str) -> tuple[str, str]:
    """The head and the query of a file; the line feed at its end is not part of the query."""
    first, separator, rest = content.partition("\n")
    if first.rstrip() != FENCE:
        return "", content.removesuffix("\n")
    lines = rest.split("\n") if separator else []
    for number, line in enumerate(lines):
        if line.rstrip() == FENCE:
            return "\n".join(lines[:number]), "\n".join(lines[number + 1 :]).removesuffix("\n")
    what = f"the head has no end. Close it with a line {FENCE} before the query."
    raise QueryFileError(place, what, line=1)
