"""Whose certificate an Engine may show, and how an unknown one is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.client.certificate import CertificateDescription, SeenCertificate, describe_certificate, fingerprint
from nxql_tui.client.errors import CertificateChangedError, ClientError, NotTrustedError, QuestionCancelled, TrustReason
from nxql_tui.client.failures import certificate_changed, made_out_to_others
from nxql_tui.client.http import CertificateSeen, Outgoing, exchange
from nxql_tui.client.route import DIRECT, Route
from nxql_tui.client.tls import (
    EngineContext,
    ca_file_context,
    pinned_context,
    probing_context,
    show_client_certificate,
    system_context,
)
from nxql_tui.client.transfer import Cancellation, Transfer
from nxql_tui.wire.request import QUERY_PATH

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.http import Response

__all__ = [
    "CaFileTrust",
    "CertificateDescription",
    "PinnedTrust",
    "SeenCertificate",
    "SystemTrust",
    "Trust",
    "describe_certificate",
    "fingerprint",
    "look_closer",
    "probe_certificate",
    "ssl_context",
]


@dataclass(frozen=True, slots=True)
class SystemTrust:
    """The certificates that this system trusts."""


@dataclass(frozen=True, slots=True)
class CaFileTrust:
    """The certificates in a PEM file, and those they signed."""

    path: Path


@dataclass(frozen=True, slots=True)
class PinnedTrust:
    """One certificate and no other, whatever names it holds, as in SSH's known_hosts."""

    certificate: bytes = field(repr=False)
    """In DER."""
    allow_expired: bool = False
    """Whether it is let through outside its dates too."""


Trust: TypeAlias = SystemTrust | CaFileTrust | PinnedTrust


def ssl_context(trust: Trust, route: Route = DIRECT) -> EngineContext:
    """A context for one question that lets only trusted Engines through.

    Raises:
        TrustFileError: The CA file, the pinned certificate or the one of our own cannot be used.
    """
    return _on_route(_context_of(trust), route)


def _on_route(context: EngineContext, route: Route) -> EngineContext:
    context.server_name = route.server_name
    if route.client_certificate is not None:
        show_client_certificate(context, route.client_certificate)
    return context


def _context_of(trust: Trust) -> EngineContext:
    match trust:
        case SystemTrust():
            return system_context()
        case CaFileTrust(path):
            return ca_file_context(path)
        case PinnedTrust(certificate, allow_expired):
            return pinned_context(certificate, allow_expired=allow_expired)


def probe_certificate(
    address: EngineAddress,
    timeout: float = 10.0,
    *,
    cancellation: Cancellation | None = None,
    route: Route = DIRECT,
) -> SeenCertificate:
    """Look at an Engine's certificate; nothing but the handshake is sent.

    Raises:
        ClientError: There is no Engine, or it speaks no TLS.
    """
    context = _on_route(probing_context(), route)
    transfer = Transfer(address, context, connect_timeout=timeout, cancellation=cancellation, route=route)
    try:
        exchange(transfer, _NOTHING, _never)
    except CertificateSeen as seen:
        return SeenCertificate(seen.der)
    raise AssertionError("a probe never gets as far as an answer")


_NOTHING = Outgoing("POST", QUERY_PATH)
"""What a probe would send if it came so far."""


def _never(_answer: Response) -> None:
    raise AssertionError("a probe never gets as far as an answer")


def look_closer(
    error: NotTrustedError,
    address: EngineAddress,
    trust: Trust,
    timeout: float,
    cancellation: Cancellation | None,
    route: Route = DIRECT,
) -> NotTrustedError:
    """The same refusal, told with what a second look at the certificate shows.

    A handshake that fails in OpenSSL does not hand out the certificate it failed for.

    Raises:
        QuestionCancelled: Somebody cancelled meanwhile.
    """
    pin = trust.certificate if isinstance(trust, PinnedTrust) else None
    is_known = isinstance(error, CertificateChangedError) and error.seen
    if is_known or (pin is None and error.reason is not TrustReason.WRONG_NAME):
        return error
    try:
        seen = probe_certificate(address, timeout, cancellation=cancellation, route=route)
    except QuestionCancelled:
        raise
    except ClientError:
        return error
    if pin is not None:
        return error if seen.der == pin else certificate_changed(address, pin, seen.der)
    description = describe_certificate(seen.der)
    return error if description is None else made_out_to_others(route.server_name or address.host, description.names)
