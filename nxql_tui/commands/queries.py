"""`nxql-tui queries`: what is saved under a name."""

from __future__ import annotations

import sys

import click

from nxql_tui.commands.exit_codes import ExitCode


@click.command("queries", short_help="List the saved queries.")
def command() -> int:
    """List your saved queries and the examples: name, group and title.

    Each runs with `nxql-tui query --saved NAME`. Yours are the files NAME.nxql in the folder `queries` beside your
    settings. When a file is not understood the exit code is 2, and the others are listed all the same.
    """
    from nxql_tui.commands.terminal import say
    from nxql_tui.library.saved_queries import SavedQueries
    from nxql_tui.paths import find_paths
    from nxql_tui.visible_text import visible_line

    listed = SavedQueries(find_paths().queries).read_all()
    rows = [tuple(visible_line(text) for text in (query.name, query.group, query.title)) for query in listed.queries]
    click.echo("\n".join(_lines(rows)))
    for mistake in listed.mistakes:
        say(str(mistake))
    return ExitCode.WRONG_USAGE if listed.mistakes else ExitCode.DONE


def _lines(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns below one another for people; separated by TAB, as answers are, for programs."""
    if sys.stdout is None or not sys.stdout.isatty():
        return ["\t".join(row) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return [f"{name:{widths[0]}}  {group:{widths[1]}}  {title}".rstrip() for name, group, title in rows]
