"""A new connection on its way into the file."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import load_connections, save_connection
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.terminal import say
from nxql_tui.paths import find_paths

if TYPE_CHECKING:
    from nxql_tui.accounts.connection import Connection


def save_new(connection: Connection, *, replaces: bool) -> None:
    """Write a connection, and say how to go on with it.

    One that is replaced leaves the moment of its last use behind.

    Raises:
        WrongSettings: There is one of that name, and it is not to be replaced.
        ConnectionsFileError: The file cannot be used.
    """
    file = find_paths().connections
    earlier = next((one for one in load_connections(file) if one.name == connection.name), None)
    if earlier is not None and not replaces:
        raise WrongSettings(
            f"There is a connection '{connection.name}' already: to {earlier.place}, as {earlier.user}. "
            "Choose another name, or give --replace."
        )
    if earlier is not None:
        connection = replace(connection, last_used=earlier.last_used)
    save_connection(file, connection)
    say(f"Saved '{connection.name}': to {connection.place}, as {connection.user}.")
    name = shlex.quote(connection.name)
    if connection.password_command is None:
        say(f"To log in once and keep the password: nxql-tui connections login {name}")
    say(f"To try it and keep nothing: nxql-tui connections test {name}")
