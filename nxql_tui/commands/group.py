"""`nxql-tui group`: the rows of an answer grouped, with a figure of each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import answer_format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop

_MEASURES = ("count", "sum", "mean", "min", "max")
"""Those of `results.pivot`, which is not imported to print a help; a test compares them."""
_MOST_COLUMNS = 2


@click.command("group", short_help="Group the rows of an answer.")
@click.argument("file", metavar="FILE | -")
@click.option(
    "--by",
    metavar="NAME[,NAME]",
    required=True,
    multiple=True,
    help="One or two columns: rows alike in them are a group; may be repeated.",
)
@click.option(
    "--measure",
    type=click.Choice(_MEASURES),
    help="What to tell of each group beside its number of rows; with --of. [default: count]",
)
@click.option("--of", metavar="NAME", help="The column that is measured.")
@answer_format
def command(file: str, by: tuple[str, ...], measure: str | None, of: str | None, format_name: str | None) -> int:
    """Group the rows of an answer in FILE; - is standard input.

    A row for each group goes to standard output, as csv: what it is alike in, how many rows it has, and the measure.
    """
    from nxql_tui.commands.answer_file import with_answers
    from nxql_tui.commands.rows_output import write_rows
    from nxql_tui.results.pivot import Measure, PivotPlan, pivot
    from nxql_tui.results.view import Selection
    from nxql_tui.results.view_text import column_named, columns_named

    if measure is not None and of is None:
        raise click.UsageError("--measure needs the column: --of NAME.")

    def group(answer: ResultSet, *, stop: Stop, folder: Path) -> None:
        names = [column.name for column in answer.columns]
        places = columns_named(",".join(by), names)
        if not places or len(set(places)) != len(places) or len(places) > _MOST_COLUMNS:
            raise click.UsageError("--by takes one column, or two different ones.")
        measured = None if of is None else column_named(of, names)
        plan = PivotPlan(places, Measure(measure or "count"), measured)
        with pivot(answer, Selection(), plan, folder=folder, stop=stop) as groups:
            write_rows(groups)

    with_answers((file,), format_name, group)
    return ExitCode.DONE
