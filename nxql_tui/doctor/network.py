"""From a name to a connection, and what is seen in the handshake."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from nxql_tui.client.certificate import describe_certificate, fingerprint
from nxql_tui.client.reaching import explain_reaching, find_addresses, first_host, knock
from nxql_tui.client.route import DIRECT, Route
from nxql_tui.client.trust import CaFileTrust, PinnedTrust
from nxql_tui.doctor.findings import Finding, Status
from nxql_tui.doctor.report import time_text
from nxql_tui.logins.trust import EXPIRY_WARNING_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.certificate import CertificateDescription
    from nxql_tui.client.handshake import Handshake
    from nxql_tui.client.reaching import FoundAddress
    from nxql_tui.client.trust import Trust

_FAMILIES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}
_MOST_NAMES = 5
_LONGEST_NAME = 200
_MOST_CERTIFICATES = 8
"""More than that, or longer, is sent by nobody who means well."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a way leads."""

    address: EngineAddress
    route: Route = DIRECT


def describe_destination(name: str, destination: Destination) -> Finding:
    """Where the Engine is, and on which way."""
    route = destination.route
    parts = [str(destination.address)]
    if route.proxy is not None:
        parts.append(f"through the proxy {route.proxy}")
    if route.server_name is not None:
        parts.append(f"under the TLS name {route.server_name}")
    if route.client_certificate is not None:
        parts.append(f"with the client certificate {route.client_certificate.file}")
    return Finding(name, Status.OK, ", ".join(parts))


def look_up(name: str, destination: Destination, patience: float) -> tuple[Finding, tuple[FoundAddress, ...]]:
    """All addresses of the first host on the way.

    Raises:
        ClientError: It has none.
    """
    found = find_addresses(destination.address, destination.route, patience)
    host, _ = first_host(destination.address, destination.route)
    texts = ", ".join(one.text for one in found)
    words = f"{host} is an address already" if texts == host else f"{host} is {texts}"
    return Finding(name, Status.OK, words), found


def knock_at_all(name: str, destination: Destination, found: tuple[FoundAddress, ...], patience: float) -> Finding:
    """Whether somebody opens, at each address.

    Raises:
        ClientError: Nobody opens at any.
    """
    details: list[str] = []
    failures: list[OSError] = []
    for one in found:
        started = time.perf_counter()
        try:
            knock(one, patience)
        except OSError as error:
            failures.append(error)
            said = f"no connection: {error.strerror or error}"
        else:
            said = f"open after {time_text((time.perf_counter() - started) * 1000)}"
        details.append(f"{_FAMILIES.get(one.family, one.family.name)} {one.text}: {said}")
    if len(failures) == len(found):
        failure = explain_reaching(destination.address, destination.route, failures[0], patience)
        failure.details = tuple(details)
        raise failure
    port = first_host(destination.address, destination.route)[1]
    if failures:
        sentence = f"Port {port} is open at {len(found) - len(failures)} of {len(found)} addresses."
        remedy = "Every question may wait for the others first: have them taken out of DNS, or put in order."
        return Finding(name, Status.WARNING, sentence, remedy, details=tuple(details))
    return Finding(name, Status.OK, f"Port {port} is open.", details=tuple(details))


def describe_handshake(name: str, handshake: Handshake) -> Finding:
    """What was agreed upon, and every certificate that was sent."""
    count = len(handshake.chain)
    found = f"{handshake.version}, {handshake.cipher}, {count} certificate{'' if count == 1 else 's'} sent"
    details = [
        line
        for number, der in enumerate(handshake.chain[:_MOST_CERTIFICATES], start=1)
        for line in _certificate_lines(number, der)
    ]
    return Finding(name, Status.OK, found, details=tuple(details))


def describe_validity(name: str, der: bytes, now: datetime) -> Finding:
    """Whose the Engine's certificate says it is, and how long it is valid."""
    certificate = describe_certificate(der)
    if certificate is None:
        return Finding(name, Status.WARNING, "It is not well formed.", "The Engine's owner has to replace it.")
    days = (certificate.valid_until - now).days
    dates = f"valid from {certificate.valid_from:%Y-%m-%d} to {certificate.valid_until:%Y-%m-%d}"
    found = f"for {_names(certificate)}, {dates}, {'self-signed' if certificate.is_self_signed else 'signed'}"
    if now < certificate.valid_from:
        return Finding(name, Status.WARNING, f"{found}: it is not valid yet.", "Look at the clock of this machine.")
    renew = "The Engine's owner has to renew it."
    if days < 0:
        return Finding(name, Status.WARNING, f"{found}: it has expired.", renew)
    left = f"{days} day{'' if days == 1 else 's'} left"
    if days <= EXPIRY_WARNING_DAYS:
        return Finding(name, Status.WARNING, f"{found}: {left}.", renew)
    return Finding(name, Status.OK, f"{found}: {left}")


def trust_words(trust: Trust) -> str:
    """What lets the Engine's certificate through."""
    match trust:
        case CaFileTrust(path):
            return f"trusted because of the CA file {path}"
        case PinnedTrust(allow_expired=allow_expired):
            return f"trusted because this very certificate is pinned{', expired or not' if allow_expired else ''}"
        case _:
            return "trusted by the certificates of this system"


def _certificate_lines(number: int, der: bytes) -> Iterator[str]:
    certificate = describe_certificate(der)
    if certificate is None:
        yield f"{number}: not well formed"
    else:
        yield f"{number}: subject {certificate.subject[:_LONGEST_NAME]}"
        yield f"issuer {certificate.issuer[:_LONGEST_NAME]}"
        until = certificate.valid_until.astimezone(UTC)
        yield f"valid {certificate.valid_from:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} UTC"
    # In halves, so that it can be broken into lines; `--fingerprint` takes both together.
    digits = fingerprint(der)
    yield f"SHA-256 {digits[:47]} {digits[48:]}"


def _names(certificate: CertificateDescription) -> str:
    few = ", ".join(name[:_LONGEST_NAME] for name in certificate.names[:_MOST_NAMES])
    rest = len(certificate.names) - _MOST_NAMES
    return (f"{few} and {rest} more" if rest > 0 else few) or "no name"
