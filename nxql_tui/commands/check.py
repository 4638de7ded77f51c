"""`nxql-tui check`: what is wrong with a query, without asking anybody."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.query_source import query_source, read_source


@click.command("check", short_help="Say what is wrong with a query, offline.")
@query_source
@click.option(
    "--platform",
    "platforms",
    metavar="NAME[,NAME]",
    multiple=True,
    help="Platforms that will be asked: windows, mac_os, mobile; may be repeated. [default: those of the saved query, "
    "else any of them]",
)
def command(text: str | None, file: str | None, saved: str | None, platforms: tuple[str, ...]) -> int:
    """Say what is wrong with a query, without asking any Engine.

    Each finding is printed with its line and column, the line itself, and a way to mend it where there is one.
    A query with nothing to say of prints nothing. The exit code is 3 when an Engine would refuse the query; hints and
    warnings alone leave it 0. Names that our data model does not hold are warnings: a real Engine may know them.
    """
    from nxql_tui.commands.excerpt import describe_findings
    from nxql_tui.commands.options import parse_platforms
    from nxql_tui.commands.standard_output import print_text
    from nxql_tui.nxql.checker.check import check
    from nxql_tui.nxql.checker.scope import ALL_PLATFORMS
    from nxql_tui.nxql.diagnostics import Severity
    from nxql_tui.nxql.parser import parse

    source = read_source(text, file, saved)
    asked = parse_platforms(platforms) if platforms else source.saved.platforms if source.saved else None
    findings = check(parse(source.text), platforms=ALL_PLATFORMS if asked is None else {name.value for name in asked})
    if findings:
        print_text(describe_findings(source.text, findings))
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    return ExitCode.WRONG_QUERY if wrong else ExitCode.DONE
