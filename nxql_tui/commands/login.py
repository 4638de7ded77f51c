"""From the options of the command line to a client that may ask."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.account import CONNECT_TIMEOUT
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.commands.engine_choice import check_usage, choose_engine
from nxql_tui.commands.passwords import find_password, find_proxy_password, given_password
from nxql_tui.commands.trust_choice import choose_trust
from nxql_tui.logins.route import route_to, told
from nxql_tui.settings import settings_or_defaults
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.route import Route
    from nxql_tui.client.trust import Trust
    from nxql_tui.commands.engine_choice import EngineChoice, LoginOptions
    from nxql_tui.paths import Paths
    from nxql_tui.settings import Settings


@dataclass(frozen=True)
class Login:
    """An Engine that can be asked."""

    client: EngineClient
    user: str
    allow_update: bool
    """Whether the saved connection lets `update` statements through."""
    row_limit: int | None
    """What the saved connection gives to a query without a limit."""


def log_in(options: LoginOptions, paths: Paths) -> Login:
    """Make a client; the Engine is met only where its fingerprint has to be compared.

    Raises:
        click.UsageError: The options do not name exactly one Engine and its user.
        CommandError, ClientError, ConnectionsFileError, KnownEnginesError, PasswordSourceError: As their trees say.
    """
    check_usage(options)
    chosen = choose_engine(options, paths)
    settings, _ = settings_or_defaults(paths.settings)
    route = find_route(chosen.address, chosen.connection, settings.kernel_keyring_hours)
    # Trust first: nobody types a password for an Engine that is then not trusted.
    trust = choose_trust(options, chosen, route, connect_timeout(options, chosen), paths)
    client = make_client(options, chosen, route, trust, settings)
    saved = chosen.connection
    return Login(client, chosen.user, chosen.allow_update, None if saved is None else saved.row_limit)


def make_client(
    options: LoginOptions, chosen: EngineChoice, route: Route, trust: Trust, settings: Settings
) -> EngineClient:
    """Find the password, and make the client that asks with it.

    Raises:
        PasswordSourceError: The command gives none.
        WrongSettings: There is none anywhere.
    """
    password = given_password(options.password_command) or find_password(chosen, settings.kernel_keyring_hours)
    return EngineClient(
        chosen.address,
        Credential(chosen.user, password),
        trust,
        route=route,
        connect_timeout=connect_timeout(options, chosen),
        overall_timeout=_time_limit(options, chosen),
    )


def connect_timeout(options: LoginOptions, chosen: EngineChoice) -> float:
    """Seconds that reaching the Engine may take."""
    return min(CONNECT_TIMEOUT, _time_limit(options, chosen) or CONNECT_TIMEOUT)


def _time_limit(options: LoginOptions, chosen: EngineChoice) -> float | None:
    saved = chosen.connection
    return options.timeout if options.timeout is not None or saved is None else saved.time_limit


def find_route(address: EngineAddress, connection: Connection | None, kernel_keyring_hours: int) -> Route:
    """The way to a server by the rules of a connection, with the password of a proxy that wants one.

    Raises:
        AddressError: The proxy, or the TLS name, is none.
    """
    route = route_to(address, connection, os.environ)
    return told(route, lambda proxy: find_proxy_password(proxy, kernel_keyring_hours))
