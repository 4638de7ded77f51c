"""The first rows of an answer, while the rest is still arriving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.answer_columns import answer_columns
from nxql_tui.results.columns import Page
from nxql_tui.results.kinds import column_of_cells
from nxql_tui.results.spool_reading import reading
from nxql_tui.wire.formats import open_reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nxql_tui.wire.cells import TextCell
    from nxql_tui.wire.request import Format

LARGEST_HEAD = 1024 * 1024
"""Bytes read at most, however few rows they hold."""
_STEP = 64 * 1024


def read_first_page(
    spool: Path, answer_format: Format, size: int, *, query: str = "", parameters: Mapping[int, str] | None = None
) -> Page:
    """Up to `size` complete rows from the head of a spool; a page without columns while no header has come.

    The kinds of the columns are those of these rows: the whole answer may turn out otherwise.

    Raises:
        UnreadableAnswerError: The spool is not of that format.
        SpoolError: The spool cannot be read.
    """
    names, rows = _read_head(spool, answer_format, size)
    # A row that came before a later one brought a new column is shorter.
    padded = tuple((*row, *[None] * (len(names) - len(row))) for row in rows[:size])
    known = answer_columns(query, parameters or {}, names)
    columns = tuple(
        column_of_cells(name, (row[place] for row in padded), known[place]) for place, name in enumerate(names)
    )
    return Page(columns, padded, first=0, total=len(rows), row_count=len(rows))


def _read_head(spool: Path, answer_format: Format, size: int) -> tuple[tuple[str, ...], list[tuple[TextCell, ...]]]:
    reader = open_reader(answer_format)
    rows: list[tuple[TextCell, ...]] = []
    with reading(spool, answer_format), spool.open("rb") as file:
        while len(rows) < size and file.tell() < LARGEST_HEAD and (chunk := file.read(_STEP)):
            rows += reader.feed(chunk)
    return reader.columns or (), rows
