"""`nxql-tui compare`: what is other in a later answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import answer_format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.comparing import Differences
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop


@click.command("compare", short_help="Say which rows of two answers differ.")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--key", metavar="NAME[,NAME]", help="What tells rows from each other. [default: a column that does]")
@click.option("--all", "is_whole", is_flag=True, help="Write the rows that stayed what they were, too.")
@answer_format
def command(before: str, after: str, key: str | None, is_whole: bool, format_name: str | None) -> int:
    """Compare the answers in the files BEFORE and AFTER; one of them can be -, standard input.

    The rows that came (+), went (-) and changed (~) go to standard output, as csv with the mark in front, and behind
    what the cells of a changed row were. How many there are, and what tells them from each other, goes to standard
    error.
    """
    from nxql_tui.commands.answer_file import STANDARD_INPUT, with_answers
    from nxql_tui.commands.rows_output import write_rows
    from nxql_tui.commands.terminal import say
    from nxql_tui.results.comparing import compare, suggest_key
    from nxql_tui.results.filters import Comparison, RowFilter
    from nxql_tui.results.view import View

    if before == after == STANDARD_INPUT:
        raise click.UsageError("Only one of the answers can come from standard input.")

    def show(earlier: ResultSet, later: ResultSet, *, stop: Stop, folder: Path) -> str:
        wanted = None if key is None else tuple(name.strip() for name in key.split(","))
        used = suggest_key(earlier, later, stop) if wanted is None else wanted
        differences = compare(earlier, later, key=used, folder=folder, stop=stop)
        with differences.result_set as rows:
            write_rows(rows, View() if is_whole else View(filters=(RowFilter(0, Comparison.NOT_NULL),)))
        return _words(differences)

    say(with_answers((before, after), format_name, show))
    return ExitCode.DONE


def _words(found: Differences) -> str:
    told_apart = f"told from each other by {', '.join(found.key)}" if found.key else "compared as a whole"
    return f"+{found.added:,} -{found.gone:,} ~{found.changed:,}; rows are {told_apart}"
