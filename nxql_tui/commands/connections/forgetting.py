"""`nxql-tui connections forget`."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode


@click.command("forget", short_help="Forget the password of a connection.")
@click.argument("name")
def command(name: str) -> int:
    """Take the password of the connection NAME out of every place of this host; the connection stays.

    What could not be forgotten is said, and the exit code is then 2. Places that cannot be used on this host are
    named, for they may hold a password all the same.
    """
    from nxql_tui.commands.connections.stores import asked_stores
    from nxql_tui.commands.engine_choice import saved_connection
    from nxql_tui.commands.terminal import say
    from nxql_tui.logins.passwords import forget_passwords
    from nxql_tui.paths import find_paths

    paths = find_paths()
    connection = saved_connection(name, paths)
    problems = forget_passwords(connection, (), asked_stores(paths))
    for problem in problems:
        say(problem)
    if problems:
        return ExitCode.WRONG_USAGE
    say(f"The password of '{name}' is forgotten.")
    return ExitCode.DONE
