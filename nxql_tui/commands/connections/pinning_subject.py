"""Whose certificate is to be pinned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nxql_tui.accounts.connections import load_connections
from nxql_tui.client.address import parse_address
from nxql_tui.client.errors import AddressError
from nxql_tui.client.portal import CONNECTED
from nxql_tui.commands.caller import Caller
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.terminal import say
from nxql_tui.logins.identity import known_as, known_places
from nxql_tui.nxql.nearest import nearest_names

if TYPE_CHECKING:
    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.paths import Paths


@dataclass(frozen=True)
class PinningSubject:
    """One server, or those that a connection names."""

    connection: Connection | None
    """None for a bare address."""
    places: tuple[EngineAddress, ...]
    """Where they are."""
    is_portal: bool = False
    """Whether the one place is that of a Portal."""

    def identity(self, place: EngineAddress) -> EngineAddress:
        """What the certificate of a place is pinned under."""
        return known_as(self.connection, place)


def find_subject(name: str, engine: str | None, paths: Paths) -> PinningSubject:
    """What a name means: a saved connection, else an address.

    Raises:
        click.UsageError: An Engine is named beside something that names its own.
        WrongSettings: It is neither.
        AddressError, ConnectionsFileError: As their trees say.
    """
    saved = {connection.name: connection for connection in load_connections(paths.connections)}
    connection = saved.get(name)
    if engine is not None and (connection is None or connection.address):
        raise click.UsageError(f"'{name}' names its Engine: leave --engine out.")
    if connection is None:
        return PinningSubject(None, (_address(name, saved),))
    if engine is not None:
        return PinningSubject(connection, (parse_address(engine),))
    places = known_places(connection)
    if not places:
        # Reading it anew says what is wrong with it.
        parse_address(connection.address or connection.place)
    return PinningSubject(connection, places, is_portal=connection.portal is not None)


def engines_behind(subject: PinningSubject, paths: Paths) -> PinningSubject:
    """The Engines that a Portal reaches, which it is asked for.

    Raises:
        CommandError, ClientError, KnownEnginesError, PasswordSourceError: There is no list.
    """
    connection = subject.connection
    assert connection is not None  # noqa: S101  a Portal is that of a connection
    listed = Caller(connection, paths, None).engines()
    return PinningSubject(connection, tuple(one.address for one in listed if one.status == CONNECTED))


def _address(name: str, saved: dict[str, Connection]) -> EngineAddress:
    near = nearest_names(name, saved)
    advice = f" Did you mean {' or '.join(near)}?" if near else ""
    try:
        address = parse_address(name)
    except AddressError as error:
        raise WrongSettings(f"'{name}' is no saved connection, and no address either: {error.what}{advice}") from None
    # What has neither a dot nor a colon is rather a name that was mistyped.
    if near or not set(name) & set(".:"):
        say(f"'{name}' is no saved connection; it is taken for the address {address}.{advice}")
    return address
