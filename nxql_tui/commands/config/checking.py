"""`nxql-tui config check`."""

from __future__ import annotations

import click


@click.command("check", short_help="Say what is wrong with the settings.")
def command() -> int:
    """Say what is wrong with the file of settings: each mistake on a line, with its place.

    The exit code is 2 when there are mistakes, else 0; the settings that are right hold all the same.
    """
    from nxql_tui.commands.config.mistakes import say_how_it_is
    from nxql_tui.paths import find_paths

    return say_how_it_is(find_paths())
