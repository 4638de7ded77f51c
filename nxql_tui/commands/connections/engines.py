"""`nxql-tui connections engines`."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode

_HEADS = ("NAME", "ADDRESS", "STATUS")


@click.command("engines", short_help="List the Engines of a connection.")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Write a json array of objects.")
@click.option("--password-command", metavar="COMMAND", help="A program whose first line of output is the password.")
def command(name: str, as_json: bool, password_command: str | None) -> int:
    """List the Engines that the connection NAME leads to: name, address and status.

    A Portal is asked for its list, with the password found as `nxql-tui query` finds it, and says which of them it
    reaches. Without a Portal nobody is asked, and the status is empty.
    """
    from nxql_tui.commands.caller import Caller
    from nxql_tui.commands.columns import print_json, print_rows
    from nxql_tui.commands.engine_choice import saved_connection
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.paths import find_paths

    paths = find_paths()
    with precautions():
        engines = Caller(saved_connection(name, paths), paths, password_command).engines()
    if as_json:
        print_json([{"name": one.name, "address": str(one.address), "status": one.status} for one in engines])
    else:
        print_rows([(one.name, str(one.address), one.status or "") for one in engines], _HEADS)
    return ExitCode.DONE
