"""`nxql-tui check`: what is wrong with a query, without asking anybody."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.query_source import query_source, read_query


@click.command("check", short_help="Say what is wrong with a query, offline.")
@query_source
def command(text: str | None, file: str | None) -> int:
    """Say what is wrong with a query, without asking any Engine.

    Each finding is printed with its line and column, the line itself, and a way to mend it where there is one.
    A query without mistakes prints nothing. The exit code is 3 when an Engine would refuse the query; hints and
    warnings alone leave it 0.
    """
    from nxql_tui.commands.excerpt import describe_findings
    from nxql_tui.nxql.parser import parse

    query = read_query(text, file)
    parsed = parse(query)
    if parsed.diagnostics:
        click.echo(describe_findings(query, parsed.diagnostics))
    return ExitCode.DONE if parsed.is_valid else ExitCode.WRONG_QUERY
