"""A table in Markdown, as GitHub and most wikis have it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.results.view_export.html_file import INCOMPLETE
from nxql_tui.wire.answers import in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nxql_tui.results.view_export.viewed_rows import ViewedRows
    from nxql_tui.wire.cells import TextCell

_MEANS_SOMETHING = re.compile(r"[\\`*\[\]<>|~&!#$]|(?<![^\W_])_|_(?![^\W_])")
"""Characters that mark something up; an underscore between letters does not, and names of columns are full of them."""
_IS_READ_OTHERWISE = re.compile(r"[\\`*_\[\]<>|~&!#$\r\n\0]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def markdown_file(rows: ViewedRows) -> Iterator[bytes]:
    """A line a row; numbers stand to the right."""
    return in_chunks(_pieces(rows))


def _pieces(rows: ViewedRows) -> Iterator[str]:
    if not rows.is_complete:
        yield f"**{INCOMPLETE}**\n\n"
    yield _line(_cell(column.name) for column in rows.columns)
    yield _line("---:" if column.kind.is_numeric else "---" for column in rows.columns)
    for row in rows:
        yield _line(map(_cell, row))
    if rows.conditions:
        yield f"\nOnly rows where {_cell(' and '.join(rows.conditions))}\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(text: TextCell) -> str:
    """The text so that it is read as it stands; null is an empty cell."""
    if not text:
        return ""
    # Most cells are done with one look.
    if not _IS_READ_OTHERWISE.search(text):
        return text
    return _LINE_END.sub("<br>", _MEANS_SOMETHING.sub(r"\\\g<0>", text)).replace("\0", "\ufffd")
