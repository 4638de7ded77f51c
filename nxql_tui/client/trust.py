"""Whose certificate an Engine may show, and how an unknown one is looked at."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.client.http import CertificateSeen, Transfer, exchange
from nxql_tui.client.tls import EngineContext, ca_file_context, pinned_context, probing_context, system_context

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.address import EngineAddress


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


Trust: TypeAlias = SystemTrust | CaFileTrust | PinnedTrust


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """A certificate that an Engine showed; nobody has vouched for it."""

    der: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The fingerprint: 32 bytes in capital hexadecimal, separated by colons."""
        return fingerprint(self.der)

    def matches(self, text: str) -> bool:
        """Whether a fingerprint as people write it, in any case, with colons, blanks or without, is this one's."""
        return re.sub(r"[\s:-]", "", text).upper() == self.sha256.replace(":", "")


def fingerprint(der: bytes) -> str:
    """The SHA-256 of a certificate: 32 bytes in capital hexadecimal, separated by colons."""
    return hashlib.sha256(der).digest().hex(":").upper()


def trusting_context(trust: Trust) -> EngineContext:
    """A context that lets only trusted Engines through.

    Raises:
        TrustFileError: The CA file, or the pinned certificate, cannot be used.
    """
    match trust:
        case SystemTrust():
            return system_context()
        case CaFileTrust(path):
            return ca_file_context(path)
        case PinnedTrust(certificate):
            return pinned_context(certificate)


def probe_certificate(address: EngineAddress, timeout: float = 10.0) -> SeenCertificate:
    """Look at an Engine's certificate; nothing but the handshake is sent.

    Raises:
        ClientError: There is no Engine, or it speaks no TLS.
    """
    transfer = Transfer(address, probing_context(), connect_timeout=timeout)
    try:
        with exchange(transfer, b"", {}):
            pass
    except CertificateSeen as seen:
        return SeenCertificate(seen.der)
    raise AssertionError("a probe never gets as far as an answer")
