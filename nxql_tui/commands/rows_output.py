"""Rows on standard output, as csv like an Engine's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.commands.standard_output import StandardOutput
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.tab_csv import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.wire.cells import TextCell

_PAGE = 5_000


def rows_of(result_set: ResultSet, view: View) -> Iterator[tuple[TextCell, ...]]:
    """The rows that a view lets through, never more than a page of them in memory."""
    first = 0
    while rows := result_set.page(view, first, _PAGE).rows:
        yield from rows
        first += len(rows)


def write_rows(result_set: ResultSet, view: View | None = None) -> None:
    """Write rows with their header.

    Raises:
        OutputFailed: Standard output cannot be written.
        ResultError: They cannot be read.
    """
    output = StandardOutput()
    columns = [Column(column.name) for column in result_set.columns]
    for piece in write_csv(columns, rows_of(result_set, view or View()), human_readable=False):
        output.write(piece)
    output.finish()
