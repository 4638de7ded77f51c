"""`nxql-tui connections test`."""

from __future__ import annotations

import click


@click.command("test", short_help="See whether a connection works.")
@click.argument("name")
@click.option("--engine", metavar="HOST[:PORT]", help="Only this Engine of a site.")
@click.option("--password-command", metavar="COMMAND", help="A program whose first line of output is the password.")
def command(name: str, engine: str | None, password_command: str | None) -> int:
    """Reach each Engine of the connection NAME, look at its certificate, and log in with the cheapest question.

    Nothing is changed or kept. The password is found as `nxql-tui query` finds it, and the exit codes are the same: 8
    when some Engines answered and some failed; when all failed, that of the first.
    """
    from nxql_tui.client.address import parse_address
    from nxql_tui.commands.caller import Caller, FoundEngine
    from nxql_tui.commands.connections.trial import try_engines
    from nxql_tui.commands.engine_choice import saved_connection
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.paths import find_paths

    paths = find_paths()
    connection = saved_connection(name, paths)
    if engine is not None and connection.address:
        raise click.UsageError(f"The connection '{name}' names its Engine: leave --engine out.")
    with precautions():
        caller = Caller(connection, paths, password_command)
        if engine is None:
            return try_engines(caller, caller.engines())
        address = parse_address(engine)
        return try_engines(caller, (FoundEngine(str(address), address),))
