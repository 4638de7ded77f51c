"""`nxql-tui queries list`: what is saved under a name."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode


@click.command("list", short_help="List the saved queries.")
def command() -> int:
    """List your saved queries and the examples: name, group and title.

    Each runs with `nxql-tui query --saved NAME`. When a file is not understood the exit code is 2, and the others are
    listed all the same.
    """
    return print_list()


def print_list() -> int:
    """Print a line for each, and say which files are not understood; returns the exit code."""
    from nxql_tui.commands.columns import print_rows
    from nxql_tui.commands.terminal import say
    from nxql_tui.library.saved_queries import SavedQueries
    from nxql_tui.paths import find_paths

    listed = SavedQueries(find_paths().queries).read_all()
    print_rows([(query.name, query.group, query.title) for query in listed.queries])
    for mistake in listed.mistakes:
        say(str(mistake))
    return ExitCode.WRONG_USAGE if listed.mistakes else ExitCode.DONE
