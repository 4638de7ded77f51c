"""From the options of the command line to a client that may ask: which Engine, who asks, what is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nxql_tui.accounts.connections import Connection, load_connections
from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.passwords import find_password
from nxql_tui.commands.trust_choice import choose_trust
from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.paths import Paths

CONNECT_TIMEOUT = 10.0
"""Seconds that reaching an Engine may take."""


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
class Login:
    """An Engine that can be asked."""

    client: EngineClient
    allow_update: bool
    """Whether the saved connection lets `update` statements through."""


def log_in(options: LoginOptions, paths: Paths) -> Login:
    """Make a client; the Engine is met only where its fingerprint has to be compared.

    Raises:
        click.UsageError: The options do not name exactly one Engine and its user.
        CommandError, ClientError, ConnectionsFileError, KnownEnginesError, PasswordSourceError: As their trees say.
    """
    connection = _connection(options, paths)
    address = parse_address(connection.address)
    connect_timeout = min(CONNECT_TIMEOUT, options.timeout or CONNECT_TIMEOUT)
    # Trust first: nobody types a password for an Engine that is then not trusted.
    trust = choose_trust(address, options.ca_file, options.fingerprint, connect_timeout, paths)
    password = find_password(str(address), connection.user, options.password_command)
    client = EngineClient(
        address,
        Credential(connection.user, password),
        trust,
        connect_timeout=connect_timeout,
        overall_timeout=options.timeout,
    )
    return Login(client, connection.allow_update)


def check_usage(options: LoginOptions) -> None:
    """See whether the options name one Engine and its user.

    Raises:
        click.UsageError: They do not.
    """
    if (options.engine is None) == (options.connection is None):
        raise click.UsageError("Name one Engine: --engine HOST[:PORT], --connection NAME or --demo.")
    if options.engine is not None and not options.user:
        raise click.UsageError("Name the user with --user NAME.")


def _connection(options: LoginOptions, paths: Paths) -> Connection:
    check_usage(options)
    if options.engine is not None and options.user:
        return Connection(name=options.engine, address=options.engine, user=_checked(options.user))
    saved = _saved(options.connection or "", paths)
    if options.user is None:
        return saved
    return Connection(saved.name, saved.address, _checked(options.user), saved.allow_update)


def _checked(user: str) -> str:
    if ":" in user:
        raise click.BadParameter("a user name holds no colon.", param_hint="'--user'")
    return user


def _saved(name: str, paths: Paths) -> Connection:
    connections = {connection.name: connection for connection in load_connections(paths.connections)}
    if name in connections:
        return connections[name]
    near = nearest_names(name, tuple(connections)) or tuple(connections)
    advice = f"There are: {', '.join(near)}." if near else "None is saved yet."
    raise WrongSettings(f"There is no connection '{name}' in {paths.connections}. {advice}")
