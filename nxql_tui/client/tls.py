"""The handshake with an Engine, and what is looked at inside it.

A pinned certificate has two locks: OpenSSL verifies against a store that holds nothing but the pin, and the
certificate shown is compared with it byte for byte. The first alone would also admit whatever a pinned certificate
authority has signed. No byte of HTTP is written before both have passed.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from nxql_tui.client.errors import TrustFileError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path


class OtherCertificate(ssl.SSLCertVerificationError):
    """The certificate shown is not the pinned one."""

    der: bytes = b""


class ProbeEnded(ssl.SSLCertVerificationError):
    """A probe has seen the certificate and goes no further."""

    der: bytes = b""


class _Socket(ssl.SSLSocket):
    """Shows itself to its context before the handshake and its certificate after it."""

    context: EngineContext

    def do_handshake(self, block: bool = False) -> None:
        self.context.on_socket(self)
        super().do_handshake(block)
        self.context.inspect(self.getpeercert(binary_form=True) or b"")


class EngineContext(ssl.SSLContext):
    """TLS 1.2 or newer to one Engine."""

    sslsocket_class = _Socket
    on_socket: Callable[[socket.socket], None] = staticmethod(lambda _socket: None)
    """Told of every socket before its handshake: whoever cancels a question shuts it down."""
    pin: bytes | None = None
    is_probe = False

    def inspect(self, der: bytes) -> None:
        """Look at the certificate that has just been shown.

        Raises:
            OtherCertificate: It is not the pinned one.
            ProbeEnded: Looking was all that was wanted.
        """
        if self.is_probe:
            ended = ProbeEnded("the certificate has been seen")
            ended.der = der
            raise ended
        if self.pin is not None and der != self.pin:
            other = OtherCertificate("the certificate is not the pinned one")
            other.der = der
            raise other


def system_context() -> EngineContext:
    """Lets through what this system trusts."""
    context = _context()
    context.load_default_certs()
    return context


def ca_file_context(path: Path) -> EngineContext:
    """Lets through the certificates in a PEM file, and those they signed.

    Raises:
        TrustFileError: The file cannot be used.
    """
    context = _context()
    try:
        context.load_verify_locations(cafile=path)
    except ssl.SSLError:
        raise TrustFileError(f"{path} holds no certificates.", "Give a file with certificates in PEM.") from None
    except OSError as error:
        raise TrustFileError(f"{path} cannot be read: {error.strerror}.", "Look at its name and rights.") from None
    return context


def pinned_context(certificate: bytes) -> EngineContext:
    """Lets through one certificate, in DER, and no other, whatever names it holds.

    Raises:
        TrustFileError: The certificate is damaged.
    """
    context = _context()
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.pin = certificate
    try:
        context.load_verify_locations(cadata=certificate)
    except (ssl.SSLError, ValueError):
        raise TrustFileError(
            "The pinned certificate is damaged.", "Remove it from the known Engines and compare its fingerprint anew."
        ) from None
    return context


def probing_context() -> EngineContext:
    """A context that ends every handshake as soon as the certificate is seen; it never carries a byte."""
    context = _context()
    context.is_probe = True
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _context() -> EngineContext:
    context = EngineContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
