"""`nxql-tui connections login`."""

from __future__ import annotations

import click

from nxql_tui.accounts.password_stores import LastingPlace


@click.command("login", short_help="Log in, and keep the password.")
@click.argument("name")
@click.option(
    "--keep-in",
    "place",
    type=click.Choice([place.value for place in LastingPlace]),
    help="Where the password is kept. [default: the first of them that can be used]",
)
@click.option("--password-command", metavar="COMMAND", help="A program whose first line of output is the password.")
def command(name: str, place: str | None, password_command: str | None) -> int:
    """Log in to each Engine of the connection NAME, and keep its password where the explorer would.

    The password comes from --password-command, the variable NXQL_TUI_PASSWORD or a prompt that shows nothing of it. No
    Engine gets it before its certificate is trusted, and it is kept when one has accepted it, in place of an older one:
    in the keyring of the operating system, or for some hours in that of the Linux kernel.

    The exit codes are those of `nxql-tui query`: 4 when it is refused, 8 when some Engines accepted and some failed,
    and 2, before anybody is asked, when no place of this host can keep it.
    """
    from nxql_tui.commands.caller import Caller
    from nxql_tui.commands.connections.accepted_login import log_in_and_keep
    from nxql_tui.commands.connections.password_keeper import find_keeper
    from nxql_tui.commands.engine_choice import saved_connection
    from nxql_tui.commands.passwords import new_password
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.paths import find_paths

    paths = find_paths()
    connection = saved_connection(name, paths)
    has_command = connection.password_command is not None
    if has_command and place is not None:
        raise click.UsageError(f"The password command of '{name}' goes before what is kept: leave --keep-in out.")
    with precautions():
        caller = Caller(connection, paths, password_command, lambda chosen, _: new_password(chosen))
        keeper = (
            None if has_command else find_keeper(LastingPlace(place) if place else None, caller.kernel_keyring_hours)
        )
        return log_in_and_keep(caller, keeper)
