"""From the options of the command line to an Engine and who asks it; nothing is sent, and little imported."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.nxql.nearest import nearest_names

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.paths import Paths


@dataclass(frozen=True)
class LoginOptions:
    """What the command line says about the Engine and who asks it; None where it says nothing."""

    engine: str | None
    connection: str | None
    user: str | None
    password_command: str | None
    ca_file: Path | None
    fingerprint: str | None
    timeout: float | None


@dataclass(frozen=True)
class EngineChoice:
    """Which Engine, and who asks it."""

    address: EngineAddress
    user: str
    connection: Connection | None = None
    """The saved connection that it was named by."""

    @property
    def allow_update(self) -> bool:
        """Whether the saved connection lets `update` statements through."""
        return self.connection is not None and self.connection.allow_update

    @property
    def password_command(self) -> str | None:
        """What the saved connection has for getting its user's password; another user has another password."""
        saved = self.connection
        return None if saved is None or saved.user != self.user else saved.password_command


def check_usage(options: LoginOptions) -> None:
    """See whether the options name one Engine and its user.

    Raises:
        click.UsageError: They do not.
    """
    if options.engine is None and options.connection is None:
        raise click.UsageError("Name one Engine: --engine HOST[:PORT], --connection NAME or --demo.")
    if options.connection is None and not options.user:
        raise click.UsageError("Name the user with --user NAME.")


def choose_engine(options: LoginOptions, paths: Paths) -> EngineChoice:
    """The Engine and the user that the options name; a user named beside a connection goes before its own.

    Raises:
        click.UsageError: The user name cannot be one.
        WrongSettings: There is no such connection.
        AddressError, ConnectionsFileError: As their trees say.
    """
    if options.connection is None:
        return EngineChoice(parse_address(options.engine or ""), checked_user(options.user or ""))
    saved = saved_connection(options.connection, paths)
    user = saved.user if options.user is None else checked_user(options.user)
    return EngineChoice(_address(saved, options.engine), user, saved)


def _address(saved: Connection, engine: str | None) -> EngineAddress:
    if saved.address:
        if engine is not None:
            raise click.UsageError(f"The connection '{saved.name}' names its Engine: leave --engine out.")
        return parse_address(saved.address)
    if engine is not None:
        return parse_address(engine)
    there = f"There are: {', '.join(saved.addresses)}." if saved.addresses else ""
    way = f"nxql-tui connections engines {shlex.quote(saved.name)} lists them."
    raise click.UsageError(
        f"The connection '{saved.name}' leads to several Engines: name one with --engine. {there or way}"
    )


def checked_user(user: str) -> str:
    """The user name of `--user`.

    Raises:
        click.UsageError: No account of an Engine has such a one.
    """
    if ":" in user:
        raise click.BadParameter("a user name holds no colon.", param_hint="'--user'")
    return user


def saved_connection(name: str, paths: Paths) -> Connection:
    """The saved connection of a name.

    Raises:
        WrongSettings: There is none.
        ConnectionsFileError: The file of connections cannot be used.
    """
    # Only a saved connection needs the reader of their file.
    from nxql_tui.accounts.connections import read_connections

    read = read_connections(paths.connections)
    connections = {connection.name: connection for connection in read.connections}
    if name in connections:
        return connections[name]
    if name in read.mistakes:
        raise read.mistakes[name]
    near = nearest_names(name, tuple(connections)) or tuple(connections)
    advice = f"There are: {', '.join(near)}." if near else "None is saved yet."
    raise WrongSettings(f"There is no connection '{name}' in {paths.connections}. {advice}")
