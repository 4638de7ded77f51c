"""Whose certificate an Engine may show, and how an unknown one is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.client.certificate import CertificateDescription, SeenCertificate, describe_certificate, fingerprint
from nxql_tui.client.errors import CertificateChangedError, ClientError, NotTrustedError, QuestionCancelled, TrustReason
from nxql_tui.client.failures import certificate_changed, made_out_to_others
from nxql_tui.client.http import Cancellation, CertificateSeen, Transfer, exchange
from nxql_tui.client.tls import EngineContext, ca_file_context, pinned_context, probing_context, system_context

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


def ssl_context(trust: Trust) -> EngineContext:
    """A context for one question that lets only trusted Engines through.

    Raises:
        TrustFileError: The CA file, or the pinned certificate, cannot be used.
    """
    match trust:
        case SystemTrust():
            return system_context()
        case CaFileTrust(path):
            return ca_file_context(path)
        case PinnedTrust(certificate, allow_expired):
            return pinned_context(certificate, allow_expired=allow_expired)


def probe_certificate(
    address: EngineAddress, timeout: float = 10.0, *, cancellation: Cancellation | None = None
) -> SeenCertificate:
    """Look at an Engine's certificate; nothing but the handshake is sent.

    Raises:
        ClientError: There is no Engine, or it speaks no TLS.
    """
    transfer = Transfer(address, probing_context(), connect_timeout=timeout, cancellation=cancellation)
    try:
        exchange(transfer, b"", {}, _never)
    except CertificateSeen as seen:
        return SeenCertificate(seen.der)
    raise AssertionError("a probe never gets as far as an answer")


def _never(_answer: Response) -> None:
    raise AssertionError("a probe never gets as far as an answer")


def look_closer(
    error: NotTrustedError,
    address: EngineAddress,
    trust: Trust,
    timeout: float,
    cancellation: Cancellation | None,
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
        seen = probe_certificate(address, timeout, cancellation=cancellation)
    except QuestionCancelled:
        raise
    except ClientError:
        return error
    if pin is not None:
        return error if seen.der == pin else certificate_changed(address, pin, seen.der)
    description = describe_certificate(seen.der)
    return error if description is None else made_out_to_others(address, description.names)
