"""The handshake with an Engine, and what is looked at inside it.

A pinned certificate has two locks: OpenSSL verifies against a store that holds nothing but the pin, and the
certificate shown is compared with it byte for byte. The first alone would also admit whatever a pinned certificate
authority has signed. No byte of HTTP is written before both have passed.
"""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING, Any, NoReturn

from nxql_tui.client.errors import TrustFileError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.client.route import ClientCertificate

_NO_CHECK_TIME = ssl.VerifyFlags(0x200000)
"""X509_V_FLAG_NO_CHECK_TIME, which the ssl module does not name."""

_WHOLE_RECORD = 16 * 1024
"""As many bytes as a record of TLS holds; a server that fills them has more to send."""


class OtherCertificate(ssl.SSLCertVerificationError):
    """The certificate shown is not the pinned one."""

    der: bytes = b""


class ProbeEnded(ssl.SSLCertVerificationError):
    """A probe has seen the certificate and goes no further."""

    der: bytes = b""


def _ignore(_value: object) -> None:
    pass


def _nothing() -> None:
    pass


class _Socket(ssl.SSLSocket):
    """Shows itself to its context before the handshake, its certificate after it, and how much it receives."""

    context: EngineContext
    _sslobj: object | None
    _failure: OSError | None = None

    def do_handshake(self, block: bool = False) -> None:
        # An end without TLS's goodbye is an error: a cut answer would look like a complete one.
        self.suppress_ragged_eofs = False
        self.context.on_socket(self)
        super().do_handshake(block)
        self.context.on_handshake(self)
        self.context.inspect(self.getpeercert(binary_form=True) or b"")

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        if self._sslobj is None:
            # The library looks here whether anything came before the handshake, once it finds the connection gone. It
            # would leave this socket open, or hand it on without TLS.
            self.close()
            raise ConnectionResetError(errno.ECONNRESET, "the connection ended before TLS began")
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        received = super().recv(buflen, flags)
        if len(received) >= _WHOLE_RECORD and buflen > len(received):
            received += self._at_hand(buflen - len(received))
        self.context.on_received(len(received))
        return received

    def _at_hand(self, room: int) -> bytes:
        """What has come behind a full record, without waiting for more: a long answer then comes in larger pieces."""
        pieces: list[bytes] = []
        patience = self.gettimeout()
        self.settimeout(0)
        try:
            while room > 0 and (piece := super().recv(room)):
                pieces.append(piece)
                room -= len(piece)
        except ssl.SSLWantReadError:
            pass
        except OSError as error:
            # What came before it is handed on first.
            self._failure = error
        finally:
            self.settimeout(patience)
        return b"".join(pieces)


class EngineContext(ssl.SSLContext):
    """TLS 1.2 or newer to one Engine, for one question."""

    sslsocket_class = _Socket
    on_socket: Callable[[socket.socket], None] = staticmethod(_ignore)
    """Told of every socket before its handshake: whoever cancels a question shuts it down."""
    on_handshake: Callable[[ssl.SSLSocket], None] = staticmethod(_ignore)
    """Told of every socket after its handshake, before anybody is trusted."""
    on_trusted: Callable[[], None] = staticmethod(_nothing)
    """Told when a certificate has been let through."""
    on_received: Callable[[int], None] = staticmethod(_ignore)
    """Told how many bytes have come, in pieces."""
    pin: bytes | None = None
    is_probe = False
    server_name: str | None = None
    """The name asked for, and looked for in the certificate, where it is not the host's."""
    seen: bytes = b""
    """The certificate that was let through, in DER."""

    def wrap_socket(  # type: ignore[override]  # our own class of socket, which the stubs do not know
        self, sock: socket.socket, *, server_hostname: str | None = None, **options: Any
    ) -> ssl.SSLSocket:
        """TLS on a socket, under the name that this Engine goes by."""
        return super().wrap_socket(sock, server_hostname=self.server_name or server_hostname, **options)

    def wrap_bio(self, *_arguments: object, **_options: object) -> NoReturn:
        """TLS within TLS would go past what is looked at in the handshake.

        Raises:
            ssl.SSLError: Always.
        """
        raise ssl.SSLError("TLS within TLS is not used")

    def inspect(self, der: bytes) -> None:
        """Look at the certificate that has just been shown.

        Raises:
            OtherCertificate: It is not the pinned one.
            ProbeEnded: Looking was all that was wanted.
        """
        if self.pin is not None and der != self.pin:
            other = OtherCertificate("the certificate is not the pinned one")
            other.der = der
            raise other
        if self.is_probe:
            ended = ProbeEnded("the certificate has been seen")
            ended.der = der
            raise ended
        self.seen = der
        self.on_trusted()


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
    except (ssl.SSLError, ValueError):
        raise TrustFileError(f"{path} holds no certificates.", "Give a file with certificates in PEM.") from None
    except OSError as error:
        raise TrustFileError(f"{path} cannot be read: {error.strerror}.", "Look at its name and rights.") from None
    return context


def pinned_context(certificate: bytes, *, allow_expired: bool = False) -> EngineContext:
    """Lets through one certificate, in DER, and no other, whatever names it holds.

    Raises:
        TrustFileError: The certificate is damaged.
    """
    context = _context()
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if allow_expired:
        context.verify_flags |= _NO_CHECK_TIME
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


def show_client_certificate(context: EngineContext, certificate: ClientCertificate) -> None:
    """Answer an Engine that asks who we are.

    Raises:
        TrustFileError: The certificate or its key cannot be used.
    """

    def refuse_passphrase() -> str:
        # OpenSSL would ask for it on the terminal.
        raise _PassphraseWantedError

    file, key = certificate.file, certificate.key
    try:
        context.load_cert_chain(file, key, refuse_passphrase)
    except _PassphraseWantedError:
        raise TrustFileError(
            f"The key of the client certificate, {key or file}, has a passphrase.",
            "Keep one without, in a file that only you may read: openssl pkey -in KEY -out NEWKEY.",
        ) from None
    except ssl.SSLError as error:
        mismatch = error.reason == "KEY_VALUES_MISMATCH"
        what = (
            "do not belong together" if mismatch else f"{'hold' if key else 'holds'} no certificate with its key in PEM"
        )
        files = f"{file} and {key}" if key else str(file)
        raise TrustFileError(f"{files} {what}.", "Give the client certificate and its key, both in PEM.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name is none"
        raise TrustFileError(
            f"The client certificate {key or file} cannot be read: {reason}.", "Look at its name and rights."
        ) from None


class _PassphraseWantedError(Exception):
    """The key is encrypted."""


def _context() -> EngineContext:
    context = EngineContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Python lets a connection that is simply gone pass for one that has ended.
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    return context
