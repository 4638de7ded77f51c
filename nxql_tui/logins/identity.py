"""Who an Engine is to a saved connection, wherever it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.address import EngineAddress, parse_address, parse_portal_address
from nxql_tui.client.errors import ClientError

if TYPE_CHECKING:
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
    if connection is None or connection.server_name is None:
        return address
    return EngineAddress(connection.server_name, address.port)
