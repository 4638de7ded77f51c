"""On which way a saved connection leads to its Engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.connection import DIRECT_WAY
from nxql_tui.accounts.password_stores import PasswordStoreError
from nxql_tui.client.address import host_name
from nxql_tui.client.route import ClientCertificate, Proxy, Route, parse_proxy, proxy_from_environment
from nxql_tui.logins.home_path import home_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.wire.credentials import Secret

PROXY_PASSWORD_VARIABLE = "NXQL_TUI_PROXY_PASSWORD"  # noqa: S105  the name of a variable


def route_to(address: EngineAddress, connection: Connection | None, environment: Mapping[str, str]) -> Route:
    """The way that a connection says, and the proxy of the environment where it says nothing of one.

    Raises:
        AddressError: The proxy, or the TLS name, is none.
    """
    if connection is None:
        return Route(proxy_from_environment(address, environment))
    certificate = None
    if connection.client_certificate is not None:
        key = None if connection.client_key is None else home_path(connection.client_key)
        certificate = ClientCertificate(home_path(connection.client_certificate), key)
    name = None if connection.server_name is None else host_name(connection.server_name)
    return Route(_proxy(address, connection.proxy, environment), name, certificate)


def _proxy(address: EngineAddress, wanted: str | None, environment: Mapping[str, str]) -> Proxy | None:
    if wanted is None:
        return proxy_from_environment(address, environment)
    return None if wanted.strip().lower() == DIRECT_WAY else parse_proxy(wanted)


def proxy_place(proxy: Proxy) -> str:
    """What the password of a proxy is kept under: never what an Engine's is kept under."""
    return f"proxy {proxy.scheme}://{proxy.authority}"


def kept_proxy_password(proxy: Proxy, stores: Iterable[PasswordStore]) -> Secret | None:
    """The password that some place keeps for a proxy's user; a place that does not answer is passed over."""
    for store in stores:
        try:
            password = store.load(proxy_place(proxy), proxy.user)
        except PasswordStoreError:
            continue
        if password is not None:
            return password
    return None
