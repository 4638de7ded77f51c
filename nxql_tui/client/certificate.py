"""A certificate as people compare it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.x509 import Certificate


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


@dataclass(frozen=True, slots=True)
class CertificateDescription:
    """What a certificate says of itself; anybody can write anything there."""

    subject: str
    """As `CN=engine.example.com,O=Example`."""
    issuer: str
    names: tuple[str, ...]
    """The host names and IP addresses it is made out to."""
    valid_from: datetime
    """In UTC, as `valid_until`."""
    valid_until: datetime
    is_self_signed: bool
    """Whether it names itself as its issuer."""
    key: str
    """Its kind and size, as `RSA 2048 bits`."""


def fingerprint(der: bytes) -> str:
    """The SHA-256 of a certificate: 32 bytes in capital hexadecimal, separated by colons."""
    return hashlib.sha256(der).digest().hex(":").upper()


def describe_certificate(der: bytes) -> CertificateDescription | None:
    """What a certificate says of itself; None when it is not well formed."""
    # Only who looks at a certificate pays for this import.
    from cryptography import x509

    try:
        certificate = x509.load_der_x509_certificate(der)
        return CertificateDescription(
            subject=certificate.subject.rfc4514_string(),
            issuer=certificate.issuer.rfc4514_string(),
            names=_names(certificate),
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
            is_self_signed=certificate.subject == certificate.issuer,
            key=_key(certificate),
        )
    except ValueError:
        return None


def _key(certificate: Certificate) -> str:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        return "of a kind unknown here"
    match key:
        case rsa.RSAPublicKey():
            return f"RSA {key.key_size} bits"
        case ec.EllipticCurvePublicKey():
            return f"EC {key.curve.name}"
        case dsa.DSAPublicKey():
            return f"DSA {key.key_size} bits"
        case _:
            return type(key).__name__.removesuffix("PublicKey").lstrip("_")


def _names(certificate: Certificate) -> tuple[str, ...]:
    """The alternative names, or where there are none the common names, which then count as such."""
    from cryptography import x509

    try:
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        common = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return tuple(str(attribute.value) for attribute in common)
    hosts = alternatives.get_values_for_type(x509.DNSName)
    return (*hosts, *(str(ip) for ip in alternatives.get_values_for_type(x509.IPAddress)))


def fingerprint_lines(fingerprint: str) -> str:
    """A fingerprint in four groups of eight bytes, two groups a line: it can be read over the phone."""
    parts = fingerprint.split(":")
    groups = [":".join(parts[start : start + 8]) for start in range(0, len(parts), 8)]
    return "\n".join("  ".join(groups[start : start + 2]) for start in range(0, len(groups), 2))
