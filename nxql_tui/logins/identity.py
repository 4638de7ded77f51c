"""Who an Engine is to a saved connection, wherever it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.address import EngineAddress, parse_address, parse_portal_address
from nxql_tui.client.errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.accounts.connection import Connection


def leads_to(connection: Connection, address: EngineAddress) -> bool:
    """Whether a connection is to this one Engine."""
    try:
        return bool(connection.address) and parse_address(connection.address) == address
    except ClientError:
        return False


def password_place(connection: Connection | None, address: EngineAddress) -> EngineAddress:
    """What a password is kept under: where a site's users are known, else the Engine.

    All Engines of a site know the same users (`reference/web_api.md` §7 [client]).

    Raises:
        AddressError: The connection's Portal, or its first Engine, is no address.
    """
    if connection is None:
        return address
    if connection.portal is not None:
        return parse_portal_address(connection.portal)
    place = parse_address(connection.addresses[0]) if connection.addresses else address
    return known_as(connection, place)


def known_as(connection: Connection | None, address: EngineAddress) -> EngineAddress:
    """Who an Engine is, wherever it is reached: behind `ssh -L` several share one address of this machine."""
    # Of several Engines no name would be that of all.
    if connection is None or connection.server_name is None or not connection.address:
        return address
    return EngineAddress(connection.server_name, address.port)


def known_places(connection: Connection) -> tuple[EngineAddress, ...]:
    """Where the entry of a connection leads by itself: to its Engine, its Engines, or its Portal.

    The Engines that a Portal lists are not among them, nor is what is no address.
    """
    texts = [text for text in (connection.address, *connection.addresses) if text]
    places = [_parsed(parse_address, text) for text in texts]
    if connection.portal is not None:
        places.append(_parsed(parse_portal_address, connection.portal))
    return tuple(dict.fromkeys(place for place in places if place is not None))


def identities(connection: Connection) -> tuple[EngineAddress, ...]:
    """What the certificates are pinned under that a connection's entry leads to."""
    return tuple(dict.fromkeys(known_as(connection, place) for place in known_places(connection)))


def _parsed(parse: Callable[[str], EngineAddress], text: str) -> EngineAddress | None:
    try:
        return parse(text)
    except ClientError:
        return None
