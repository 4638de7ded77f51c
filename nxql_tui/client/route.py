"""The way to an Engine: through which proxy, under which name, and with which certificate of our own."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from nxql_tui.client.address import host_name, port_number
from nxql_tui.client.errors import AddressError
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nxql_tui.client.address import EngineAddress

SOCKS_PORT = 1080
"""Where a SOCKS proxy listens when its address names no port."""

PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
"""Where a proxy is found, the first that is set: an Engine is only ever reached by https."""

NO_PROXY_VARIABLES = ("no_proxy", "NO_PROXY")

_EXAMPLE = "Write http://proxy.example.com:3128 or socks5://proxy.example.com:1080."


class ProxyScheme(StrEnum):
    """How a proxy is asked for a way through."""

    HTTP = "http"
    """By CONNECT."""
    SOCKS5 = "socks5"
    """The proxy looks the host up."""


_SCHEMES = {"http": ProxyScheme.HTTP, "socks5": ProxyScheme.SOCKS5, "socks5h": ProxyScheme.SOCKS5}


@dataclass(frozen=True, slots=True)
class Proxy:
    """A server that passes us on; it sees where we go and not a byte of what is said there."""

    scheme: ProxyScheme
    host: str
    port: int
    user: str = ""
    """Whom it knows; empty where it lets everybody through."""
    password: Secret | None = None

    @property
    def url(self) -> str:
        """How it is called on screen and in a file: never with a password."""
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def credential(self) -> Credential | None:
        """Who we are to it; None where it is not told."""
        return Credential(self.user, self.password or Secret("")) if self.user else None

    def with_password(self, password: Secret | None) -> Proxy:
        """The same proxy, told this password."""
        return replace(self, password=password)

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """What proves to an Engine that asks for it who we are, before any password."""

    file: Path
    """The certificate, and those above it, in PEM."""
    key: Path | None = None
    """Its private key in PEM, without a passphrase; None where it stands in the same file."""


@dataclass(frozen=True, slots=True)
class Route:
    """Everything about the way that is not the address."""

    proxy: Proxy | None = None
    server_name: str | None = None
    """The name that the Engine's certificate is to hold where it is not the address: behind `ssh -L`, for instance."""
    client_certificate: ClientCertificate | None = field(default=None)


DIRECT = Route()
"""Straight to the address, as nobody in particular."""


def parse_proxy(text: str) -> Proxy:
    """The proxy that a text names; one with a password in it is for the environment only.

    Raises:
        AddressError: The text is no proxy, or one that is reached in a way we do not go; it holds no password.
    """
    typed = text.strip()
    if not typed or any(character.isspace() or not character.isprintable() for character in typed):
        raise AddressError("The proxy's address is missing, or holds a blank.", _EXAMPLE)
    scheme, separator, rest = typed.partition("://")
    if not separator:
        scheme, rest = "http", typed
    known = _SCHEMES.get(scheme.lower())
    if known is None:
        raise _unknown_scheme(scheme)
    return _proxy(known, rest)


def _unknown_scheme(scheme: str) -> AddressError:
    if scheme.lower() == "https":
        return AddressError(
            "A proxy that is itself reached by TLS is not supported.", "Most listen for http:// as well; ask for that."
        )
    return AddressError(f"'{scheme[:20]}://' is no kind of proxy we know.", _EXAMPLE)


def _proxy(scheme: ProxyScheme, rest: str) -> Proxy:
    try:
        parts = urlsplit(f"//{rest}")
        user, password = parts.username, parts.password
        host = parts.hostname or ""
    except ValueError:
        raise AddressError("The proxy's address is not well formed.", _EXAMPLE) from None
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise AddressError("A proxy has no path.", _EXAMPLE)
    return Proxy(
        scheme,
        host_name(host),
        _port(scheme, parts.netloc.rpartition("@")[2]),
        unquote(user or ""),
        Secret(unquote(password)) if password is not None else None,
    )


def _port(scheme: ProxyScheme, authority: str) -> int:
    port = re.fullmatch(r"(?:\[.*\]|[^:]*):(.*)", authority)
    if port is not None:
        return port_number(port[1])
    if scheme is ProxyScheme.HTTP:
        raise AddressError("The proxy's port is missing.", _EXAMPLE)
    return SOCKS_PORT


def proxy_from_environment(address: EngineAddress, environment: Mapping[str, str]) -> Proxy | None:
    """The proxy that the environment has for an Engine; None where it has none, or excepts this Engine.

    This machine itself is never reached through a proxy: that is what `ssh -L` and the embedded Engine need.

    Raises:
        AddressError: The variable, which the message names, holds no proxy.
    """
    if _is_this_machine(address.host):
        return None
    exceptions = next((environment[name] for name in NO_PROXY_VARIABLES if environment.get(name)), "")
    if any(_excepts(entry, address) for entry in re.split(r"[\s,]+", exceptions) if entry):
        return None
    for name in PROXY_VARIABLES:
        value = environment.get(name, "").strip()
        if value:
            try:
                return parse_proxy(value)
            except AddressError as error:
                raise AddressError(f"The variable {name}: {error.what}", error.advice) from None
    return None


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _excepts(entry: str, address: EngineAddress) -> bool:
    """Whether an entry of `NO_PROXY` is about an Engine: `*`, a host, a domain, a network, each with a port or not."""
    if entry == "*":
        return True
    if _is_in_network(entry, address.host):
        return True
    host, colon, port = entry.rpartition(":")
    if colon and port.isdigit() and not host.endswith(":"):
        if int(port[:9]) != address.port:
            return False
        entry = host
    name = entry.strip("[]").lower().removeprefix("*").removeprefix(".").removesuffix(".")
    return bool(name) and (address.host == name or address.host.endswith(f".{name}"))


def _is_in_network(entry: str, host: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
