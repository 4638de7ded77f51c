"""`nxql-tui format`: a query in the standard layout."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.query_source import query_source, read_source


@click.command("format", short_help="Print a query in the standard layout.")
@query_source
def command(text: str | None, file: str | None, saved: str | None) -> int:
    """Print a query in the layout of the vendor's documentation.

    Only blanks and line ends change. Comments stay, and a query that is wrong or not finished stays so: what is wrong
    with it is for `nxql-tui check` to say.
    """
    from nxql_tui.commands.standard_output import print_text
    from nxql_tui.nxql.formatter import format_query

    print_text(format_query(read_source(text, file, saved).text))
    return ExitCode.DONE
