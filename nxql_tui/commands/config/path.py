"""`nxql-tui config path`."""

from __future__ import annotations

import os

import click

from nxql_tui.commands.exit_codes import ExitCode


@click.command("path", short_help="Print where the file of settings is.")
def command() -> int:
    """Print the path of the file of settings, whether there is one or not."""
    from nxql_tui.commands.standard_output import print_bytes
    from nxql_tui.paths import find_paths

    print_bytes(os.fsencode(find_paths().settings))
    return ExitCode.DONE
