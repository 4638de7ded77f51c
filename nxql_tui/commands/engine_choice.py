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
class FleetOptions:
    """What the command line says about the Engines, however many they are."""

    engines: tuple[str, ...]
    connections: tuple[str, ...]
    portal: str | None
    only: tuple[str, ...]
    """Patterns of the names of those that are asked."""
    login: LoginOptions
    """The rest; it names an Engine, and a connection, only where there is just one."""

    @property
    def names_several(self) -> bool:
        """Whether there are several whatever the connections lead to."""
        return self.portal is not None or len(self.engines) > 1 or len(self.connections) > 1


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
        raise click.UsageError("Name an Engine: --engine HOST[:PORT], --connection NAME, --portal HOST or --demo.")
    if options.connection is None and not options.user:
        raise click.UsageError("Name the user with --user NAME.")


def check_fleet_usage(options: FleetOptions) -> None:
    """See whether the options name at least one Engine and the user.

    Raises:
        click.UsageError: They do not, or contradict each other.
    """
    if options.portal is not None and (options.engines or options.connections):
        raise click.UsageError("--portal says which Engines are asked: leave --engine and --connection out.")
    if len(options.connections) > 1 and options.engines:
        raise click.UsageError("Of several connections none says how --engine is asked: give one, or leave it out.")
    if options.login.fingerprint is not None and options.names_several:
        raise click.UsageError(
            "--fingerprint is for one Engine. Pin the certificate of each with nxql-tui connections trust, or give "
            "--ca-file."
        )
    if not options.names_several:
        check_usage(options.login)
    elif not options.connections and not options.login.user:
        raise click.UsageError("Name the user with --user NAME.")


def leads_to_fleet(options: FleetOptions, paths: Paths) -> bool:
    """Whether there are several Engines, or may be.

    Raises:
        WrongSettings, ConnectionsFileError: There is no such connection, or none can be read.
    """
    if options.names_several:
        return True
    if options.engines or not options.connections:
        return False
    return not saved_connection(options.connections[0], paths).address


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
