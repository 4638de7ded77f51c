"""`nxql-tui connections remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode

if TYPE_CHECKING:
    from nxql_tui.accounts.connection import Connection
    from nxql_tui.paths import Paths


@click.command("remove", short_help="Remove a connection, its password and its pinned certificate.")
@click.argument("name")
@click.option("--yes", "confirmed", is_flag=True, help="Remove it without a question.")
def command(name: str, confirmed: bool) -> int:
    """Remove the connection NAME, its password from every place of this host, and its pinned certificate.

    A password or a pin that another connection needs too stays. What could not be removed is said, and the exit code
    is then 2. Places that cannot be used on this host are named, for they may hold a password all the same.
    """
    from nxql_tui.commands.engine_choice import saved_connection
    from nxql_tui.commands.terminal import confirm, has_terminal, say
    from nxql_tui.paths import find_paths

    paths = find_paths()
    connection = saved_connection(name, paths)
    if not confirmed:
        if not has_terminal():
            raise click.UsageError("Nobody can be asked without a terminal. Confirm the removal with --yes.")
        what = f"'{name}' (to {connection.place}, as {connection.user}), its password and its pinned certificate"
        if not confirm(f"Remove {what}?"):
            say("Nothing was removed.")
            return ExitCode.WRONG_USAGE
    problems = _remove(connection, paths)
    for problem in problems:
        say(problem)
    if problems:
        return ExitCode.WRONG_USAGE
    say(f"Removed '{name}'.")
    return ExitCode.DONE


def _remove(connection: Connection, paths: Paths) -> tuple[str, ...]:
    """Remove all that can be; returns in sentences what may still be there."""
    from nxql_tui.commands.connections.stores import asked_stores
    from nxql_tui.logins.saved import delete_connection

    return delete_connection(connection, asked_stores(paths), paths)
