"""`nxql-tui row`: one row of an answer, a field a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import answer_format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop

_NULL = "∅"


@click.command("row", short_help="Print one row of an answer, a field a line.")
@click.argument("file", metavar="FILE | -")
@click.argument("number", type=click.IntRange(1), default=1)
@answer_format
def command(file: str, number: int, format_name: str | None) -> int:
    """Print row NUMBER of an answer in FILE, the first when there is no NUMBER; - is standard input.

    Each field is a line: the name of the column and the cell, ∅ where it is null; in a pipe they are separated by TAB.
    """
    from nxql_tui.commands.answer_file import with_answers
    from nxql_tui.commands.columns import print_rows
    from nxql_tui.commands.errors import WrongSettings
    from nxql_tui.results.view import View

    def read(answer: ResultSet, *, stop: Stop, folder: Path) -> list[tuple[str, ...]]:  # noqa: ARG001
        if number > answer.row_count:
            raise WrongSettings(f"There is no row {number:,}: the answer has {answer.row_count:,}.")
        (row,) = answer.page(View(), number - 1, 1).rows
        names = [column.name for column in answer.columns]
        return [(name, _NULL if cell is None else cell) for name, cell in zip(names, row, strict=True)]

    print_rows(with_answers((file,), format_name, read))
    return ExitCode.DONE
