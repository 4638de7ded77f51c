"""Why there is no connection, in words a person can act on."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING

from nxql_tui.client.errors import (
    CertificateChangedError,
    ClientError,
    NotTrustedError,
    TimedOutError,
    UnreachableError,
)
from nxql_tui.client.tls import OtherCertificate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.client.address import EngineAddress

# OpenSSL's X509_V_ERR_… numbers, which the ssl module does not name.
_NOT_YET_VALID = 9
_EXPIRED = 10
_SELF_SIGNED = 18
_UNKNOWN_ISSUER = frozenset({2, 19, 20, 21})
_WRONG_NAME = frozenset({62, 64})


def explain_tls(address: EngineAddress, causes: Iterable[BaseException], pin: bytes | None) -> ClientError | None:
    """What went wrong in the handshake; None when it was not the handshake."""
    for cause in causes:
        if isinstance(cause, OtherCertificate):
            return _changed(address, pin, cause.der)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _untrusted(address, cause, pin)
        if isinstance(cause, ssl.SSLError):
            return _broken_handshake(address, cause)
    return None


def _changed(address: EngineAddress, pin: bytes | None, seen: bytes) -> ClientError:
    # The fingerprints' room imports this one.
    from nxql_tui.client.trust import fingerprint

    pinned_text = fingerprint(pin) if pin else ""
    seen_text = fingerprint(seen) if seen else ""
    shown = f" It shows {seen_text}." if seen_text else ""
    return CertificateChangedError(
        f"{address} shows another certificate than the pinned one; nothing was sent. Pinned is {pinned_text}.{shown}",
        "Ask the Engine's owner whether it was replaced; somebody may be in between.",
        pinned=pinned_text,
        seen=seen_text,
    )


def _untrusted(address: EngineAddress, error: ssl.SSLCertVerificationError, pin: bytes | None) -> ClientError:
    code = error.verify_code
    if code == _NOT_YET_VALID:
        return NotTrustedError(
            f"The certificate of {address} is not valid yet; nothing was sent.", "Look at the clock of this machine."
        )
    if code == _EXPIRED:
        return NotTrustedError(
            f"The certificate of {address} has expired; nothing was sent.", "The Engine's owner has to renew it."
        )
    if pin is not None:
        return _changed(address, pin, b"")
    if code == _SELF_SIGNED:
        return NotTrustedError(
            f"The certificate of {address} is self-signed; nothing was sent.",
            "Compare its fingerprint with the Engine's owner and pin it, or give a CA file.",
            can_be_pinned=True,
        )
    if code in _UNKNOWN_ISSUER:
        return NotTrustedError(
            f"This system does not know who signed the certificate of {address}; nothing was sent.",
            "Give a CA file, or compare its fingerprint with the Engine's owner and pin it.",
            can_be_pinned=True,
        )
    if code in _WRONG_NAME:
        return NotTrustedError(
            f"The certificate is not made out to {address.host}; nothing was sent.",
            "Use the name that the certificate holds, or compare its fingerprint and pin it.",
            can_be_pinned=True,
        )
    return NotTrustedError(
        f"The certificate of {address} is not trusted: {error.verify_message}; nothing was sent.",
        "Ask the Engine's owner.",
        can_be_pinned=True,
    )


def _broken_handshake(address: EngineAddress, error: ssl.SSLError) -> ClientError:
    reason = (error.reason or "").replace("_", " ").lower()
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"):
        return UnreachableError(
            f"{address} speaks plain HTTP on this port, or something else that is no TLS; nothing was sent.",
            "The usual port of the Web API is 1671.",
        )
    if error.reason in ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"):
        return UnreachableError(f"{address} offers only an old TLS.", "It must speak TLS 1.2 or newer.")
    said = f": {reason}" if reason else ""
    return UnreachableError(f"{address} ended the handshake{said}.", "It may speak only an old TLS, or none.")


def explain_connection(address: EngineAddress, causes: Iterable[BaseException]) -> ClientError:
    """Why no connection came about, or why it ended before the answer."""
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return UnreachableError(f"There is no host '{address.host}'.", "Look at its spelling; is the DNS reached?")
        if isinstance(cause, ConnectionRefusedError):
            return UnreachableError(
                f"{address} refuses the connection: nothing listens on this port.",
                "Is the port right (usually 1671), and is the Engine running?",
            )
        if isinstance(cause, TimeoutError):
            return TimedOutError(
                f"{address} does not answer.", "Is the address right, and does a firewall let you through?"
            )
        if isinstance(cause, ConnectionResetError | BrokenPipeError):
            return UnreachableError(f"{address} cut the connection before it answered.", "Ask again in a minute.")
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return UnreachableError(
                f"There is no way to {address} from this machine.", "Look at the network, or a VPN."
            )
    return UnreachableError(
        f"{address} ended the handshake without a word.", "It may speak only an old TLS, or be something else."
    )
