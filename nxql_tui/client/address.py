"""Where an Engine is: from what people type to a host and a port."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from nxql_tui.client.errors import AddressError
from nxql_tui.wire.request import QUERY_PATH

ON_PREMISES_PORT = 1671
"""The Web API's port on premises (`reference/web_api.md` §1 [doc])."""

CLOUD_PORT = 443
"""The Web API's port on the vendor's cloud (`reference/web_api.md` §1 [doc])."""

PORTAL_PORT = 443
"""Where a Portal serves its pages [inferred]."""

PORTAL_ENGINES_PATH = "/api/configuration/v1/engines"
"""Where a Portal lists its Engines (`reference/web_api.md` §7 [client])."""

CLOUD_DOMAIN = ".nexthink.cloud"

_EXAMPLE = "Write a host, host:port or https://host:port, as in engine.example.com."
_KNOWN_PATHS = frozenset({"", "/", "/2", "/2/", QUERY_PATH, f"{QUERY_PATH}/", "/2/editor/nxql_editor.html"})
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ZONE = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST_NAME = 253


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """A host and a port; a question goes to no other path than the Web API's."""

    host: str
    """A name in lower case, or an IP address without brackets."""
    port: int

    @property
    def base_url(self) -> str:
        """Scheme, host and port."""
        return f"https://{self}"

    @property
    def query_url(self) -> str:
        """Where questions go."""
        return f"{self.base_url}{QUERY_PATH}"

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_address(text: str) -> EngineAddress:
    """The address that a text names.

    A plain host gets port 1671, one of the vendor's cloud 443; so does a link without a port, since nobody runs an
    Engine on premises at 443 [inferred]. What follows the path in a link is left out. http:// is refused for every
    host, this machine too: a password goes over checked TLS or not at all.

    Raises:
        AddressError: The text is no address, or asks for a connection that would not be safe.
    """
    host, port = _parsed(text, _KNOWN_PATHS)
    return EngineAddress(host, _default_port(host) if port is None else port)


def parse_portal_address(text: str) -> EngineAddress:
    """The address that a text names: a plain host gets a Portal's port, and the path of the list may stand behind it.

    Raises:
        AddressError: The text is no address, or asks for a connection that would not be safe.
    """
    # The path may be pasted without the scheme that stands before it.
    host, port = _parsed(text.strip().removesuffix("/").removesuffix(PORTAL_ENGINES_PATH), frozenset({"", "/"}))
    return EngineAddress(host, PORTAL_PORT if port is None else port)


def _parsed(text: str, paths: frozenset[str]) -> tuple[str, int | None]:
    """The host and the port that a text names; the port is None where it names none."""
    typed = text.strip()
    if not typed:
        raise AddressError("The address is missing.", _EXAMPLE)
    # Before all else: no later message may show what could be a password.
    if "@" in typed:
        raise AddressError(
            "The address holds a user name or password before the '@'.", "Take it out: user and password have fields."
        )
    if any(character.isspace() or not character.isprintable() for character in typed):
        raise AddressError("The address holds a blank or a control character.", _EXAMPLE)
    scheme, separator, _ = typed.partition("://")
    host, port = _split(_authority(scheme, typed, paths) if separator else typed)
    return host_name(host), None if port is None else port_number(port)


def _authority(scheme: str, typed: str, paths: frozenset[str]) -> str:
    if scheme.lower() == "http":
        raise AddressError("http:// would send the password unprotected.", "Write https://, or the host alone.")
    if scheme.lower() != "https":
        raise AddressError(f"'{scheme[:20]}://' is not how an Engine is reached.", _EXAMPLE)
    try:
        parts = urlsplit(typed)
    except ValueError:
        raise AddressError("The link is not well formed.", _EXAMPLE) from None
    if parts.path not in paths:
        raise AddressError(f"'{parts.path[:40]}' is no path of the Web API.", f"Leave it out, or write {QUERY_PATH}.")
    return parts.netloc


def _split(authority: str) -> tuple[str, str | None]:
    """Host and port as typed; the port is None where there is none."""
    if authority.startswith("["):
        host, closed, rest = authority[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise AddressError("An IPv6 address stands between [ and ].", "As in [::1]:1671.")
        if ":" not in host:
            raise AddressError(f"'{host[:60]}' is no IPv6 address.", "Only one of those stands between [ and ].")
        return host, rest[1:] if rest else None
    if authority.count(":") > 1:
        return authority, None
    host, colon, port = authority.partition(":")
    return host, port if colon else None


def host_name(host: str) -> str:
    """The usual spelling of a host: a name in lower case, or an IP address without brackets.

    Raises:
        AddressError: It is neither.
    """
    ip = _ip(host)
    if ip is not None:
        return ip
    no_host = AddressError(f"'{host[:60]}' is no host name.", _EXAMPLE)
    try:
        name = host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise no_host from None
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise no_host
    if _NUMBER.fullmatch(labels[-1]):
        # Resolvers take such a text for an IP address, each in its own way.
        raise AddressError(f"'{host[:60]}' is no IP address.", "One has four numbers up to 255, as in 10.1.2.3.")
    return name


def _ip(host: str) -> str | None:
    """The usual spelling of an IP address; None when it is none."""
    address, percent, zone = host.partition("%")
    if percent and not _ZONE.fullmatch(zone):
        return None
    try:
        return f"{ipaddress.ip_address(address)}{percent}{zone}"
    except ValueError:
        return None


def port_number(text: str) -> int:
    """The port that a text names.

    Raises:
        AddressError: It is none.
    """
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:9]) < 65536 or len(text) > 5:
        raise AddressError(f"'{text[:20]}' is no port.", "A port is a number from 1 to 65535; the usual one is 1671.")
    return int(text)


def _default_port(host: str) -> int:
    return CLOUD_PORT if host.endswith(CLOUD_DOMAIN) else ON_PREMISES_PORT
