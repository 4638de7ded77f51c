"""On which way a saved connection leads to its Engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.accounts.connection import DIRECT_WAY
from nxql_tui.client.address import host_name
from nxql_tui.client.errors import AddressError
from nxql_tui.client.route import ClientCertificate, Proxy, Route, parse_proxy, proxy_from_environment
from nxql_tui.logins.home_path import home_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.wire.credentials import Secret

PROXY_PASSWORD_VARIABLE = "NXQL_TUI_PROXY_PASSWORD"  # noqa: S105  the name of a variable


def route_to(address: EngineAddress, connection: Connection | None, environment: Mapping[str, str]) -> Route:
    """The way that a connection says, and the proxy of the environment where it says nothing of one.

    Raises:
        AddressError: The proxy, or the TLS name, is none, or the file of connections holds a proxy's password.
        TrustFileError: A file begins in a home that is not known.
    """
    if connection is None:
        return Route(proxy_from_environment(address, environment))
    certificate = None
    if connection.client_certificate is not None:
        key = None if connection.client_key is None else home_path(connection.client_key)
        certificate = ClientCertificate(home_path(connection.client_certificate), key)
    name = None if connection.server_name is None else host_name(connection.server_name)
    proxy = proxy_from_environment(address, environment) if connection.proxy is None else named_proxy(connection)
    return Route(proxy, name, certificate)


def named_proxy(connection: Connection) -> Proxy | None:
    """The proxy that a connection itself names; None where it names none, or wants none.

    Raises:
        AddressError: It is none, or holds a password, which does not belong into that file.
    """
    if connection.proxy is None or connection.proxy.strip().lower() == DIRECT_WAY:
        return None
    proxy = parse_proxy(connection.proxy)
    if proxy.password is not None:
        raise AddressError(
            "The proxy's address in connections.toml holds a password.",
            "Take it out and change it; it is asked for, and kept like yours.",
        )
    return proxy


def told(route: Route, password_of: Callable[[Proxy], Secret | None]) -> Route:
    """The same way, its proxy told the password of the user that it is told."""
    proxy = route.proxy
    if proxy is None or not proxy.user:
        return route
    return replace(route, proxy=proxy.with_password(password_of(proxy)))


def proxy_place(proxy: Proxy) -> str:
    """What the password of a proxy is kept under: never what an Engine's is kept under."""
    return f"proxy {proxy.scheme}://{proxy.authority}"
