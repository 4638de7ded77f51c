"""The first step of every question, on its own: finding the first host on the way, and knocking at it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nxql_tui.client.failures import explain_connecting
from nxql_tui.client.proxy_failures import explain_reaching_proxy

if TYPE_CHECKING:
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.errors import ClientError
    from nxql_tui.client.route import Route


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """One of the addresses that a name stands for."""

    family: socket.AddressFamily
    place: tuple[Any, ...]
    """As sockets take it; an IP address comes first."""

    @property
    def text(self) -> str:
        """The IP address."""
        return str(self.place[0])


def find_addresses(address: EngineAddress, route: Route, patience: float) -> tuple[FoundAddress, ...]:
    """All addresses of the first host on the way: the proxy's, or the Engine's own.

    Raises:
        ClientError: There are none.
    """
    host, port = first_host(address, route)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        failure: Exception = error
    else:
        return tuple(dict.fromkeys(FoundAddress(family, place) for family, _, _, _, place in found))
    raise explain_reaching(address, route, failure, patience) from None


def knock(found: FoundAddress, patience: float) -> None:
    """Open a connection and close it; nothing is sent.

    Raises:
        OSError: Nobody opens.
    """
    with socket.socket(found.family, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        connection.connect(found.place)


def first_host(address: EngineAddress, route: Route) -> tuple[str, int]:
    """Host and port of the proxy, or else of the Engine."""
    return (address.host, address.port) if route.proxy is None else (route.proxy.host, route.proxy.port)


def explain_reaching(address: EngineAddress, route: Route, error: Exception, patience: float) -> ClientError:
    """What went wrong, in words a person can act on."""
    if route.proxy is not None:
        return explain_reaching_proxy(route.proxy, [error], patience)
    return explain_connecting(address, [error], patience)
