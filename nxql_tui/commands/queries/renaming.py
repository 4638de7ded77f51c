"""`nxql-tui queries rename`."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode


@click.command("rename", short_help="Give a saved query another name.")
@click.argument("name")
@click.argument("new_name", metavar="NEW_NAME")
def command(name: str, new_name: str) -> int:
    """Call your saved query NAME from now on NEW_NAME; no other is ever replaced."""
    from nxql_tui.commands.terminal import say
    from nxql_tui.library.saved_queries import SavedQueries
    from nxql_tui.paths import find_paths

    SavedQueries(find_paths().queries).rename(name, new_name)
    say(f"'{name}' is now '{new_name}'.")
    return ExitCode.DONE
