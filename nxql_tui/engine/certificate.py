"""The certificate an embedded Engine shows: a self-signed one made on first use, or one's own."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from nxql_tui.engine.errors import CertificateError, StartError
from nxql_tui.engine.settings import is_loopback
from nxql_tui.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

LIFETIME = timedelta(days=825)
"""The longest that browsers and systems accept of a server's certificate."""
CLOCK_SKEW = timedelta(days=1)
"""It counts from yesterday, for clients whose clock is behind."""
RENEWAL = timedelta(days=7)
"""It is made anew when less time than this is left."""
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
"""Names every certificate of ours holds."""


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """A certificate ready to be served."""

    context: ssl.SSLContext
    """For the server, with certificate and key loaded."""
    der: bytes
    """The certificate itself, without its chain."""

    @property
    def sha256(self) -> str:
        """Its fingerprint, as `openssl x509 -fingerprint` prints it: `AB:CD:…`."""
        return x509.load_der_x509_certificate(self.der).fingerprint(hashes.SHA256()).hex(":").upper()


def find_certificate(folder: Path, host: str) -> ServerCertificate:
    """The certificate kept for this host, or a new one where there is none that holds.

    Key and certificate stand in one file, so nobody ever sees one without the other; the certificate stands
    once more beside it, for clients that take a CA file.

    Raises:
        StartError: The folder cannot be used.
    """
    stem = "engine" if is_loopback(host) else f"engine-{re.sub(r'[^A-Za-z0-9.-]', '_', host)}"
    path = folder / f"{stem}.pem"
    try:
        if not _still_holds(path, host):
            key, certificate = _make(host)
            write_private(path, key + certificate)
            write_private(folder / f"{stem}.crt", certificate)
    except OSError as error:
        raise StartError(
            f"The certificate cannot be kept in {folder}: {error}. Choose a folder that is yours."
        ) from error
    return load_certificate(path, None)


def load_certificate(certificate: Path, key: Path | None) -> ServerCertificate:
    """Read a certificate with its chain, and its key from the same file or another.

    Raises:
        CertificateError: A file cannot be read, is no PEM, is encrypted, or the two do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        leaf = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        context.load_cert_chain(certificate, key, password=_no_password)
    except ssl.SSLError as error:
        where = f"{certificate}" if key is None else f"{certificate} and {key}"
        raise CertificateError(f"The certificate and key in {where} cannot be used together: {error}.") from error
    except OSError as error:
        raise CertificateError(f"The certificate or key cannot be read: {error}.") from error
    except ValueError as error:
        raise CertificateError(f"{certificate} holds no certificate in PEM form: {error}.") from error
    return ServerCertificate(context, leaf.public_bytes(serialization.Encoding.DER))


def _no_password() -> str:
    # Without an answer of ours OpenSSL would ask on the terminal.
    raise CertificateError("The key is encrypted: give it without a passphrase (openssl pkey -in KEY -out PLAIN).")


def _still_holds(path: Path, host: str) -> bool:
    try:
        content = path.read_bytes()
        certificate = x509.load_pem_x509_certificates(content)[0]
        key = serialization.load_pem_private_key(content, None)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound):
        return False
    now = datetime.now(UTC)
    return (
        certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEWAL
        and certificate.public_key() == key.public_key()
        and all(name in names for name in _alternative_names(host))
    )


def _make(host: str) -> tuple[bytes, bytes]:
    """A new key and its certificate, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nxql-tui embedded Engine")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now - CLOCK_SKEW + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(_alternative_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signatures_only(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return (
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(serialization.Encoding.PEM),
    )


def _signatures_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative_names(host: str) -> list[x509.GeneralName]:
    names = dict.fromkeys((*LOOPBACK_NAMES, host.lower()))
    return [_general_name(name) for name in names]


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode("ascii"))
