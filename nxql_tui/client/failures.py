"""Why there is no connection, in words a person can act on."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING

from nxql_tui.client.certificate import fingerprint
from nxql_tui.client.errors import (
    CertificateChangedError,
    ClientError,
    NotTrustedError,
    TimedOutError,
    TrustReason,
    UnreachableError,
)
from nxql_tui.client.tls import OtherCertificate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.client.address import EngineAddress

# OpenSSL's X509_V_ERR_… numbers, which the ssl module does not name.
_NOT_YET_VALID = 9
_EXPIRED = 10
_SELF_SIGNED = 18
_UNKNOWN_ISSUER = frozenset({2, 19, 20, 21})
_WRONG_NAME = frozenset({62, 64})

_NO_TLS = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE", "UNEXPECTED_MESSAGE"}
)
_WANTS_CERTIFICATE = frozenset({"TLSV13_ALERT_CERTIFICATE_REQUIRED", "SSLV3_ALERT_HANDSHAKE_FAILURE"})
"""Of these only the first is sure; the second is what TLS 1.2 says to whoever shows no certificate, among others."""
_DISLIKES_CERTIFICATE = frozenset(
    {
        "TLSV1_ALERT_UNKNOWN_CA",
        "SSLV3_ALERT_BAD_CERTIFICATE",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
        "SSLV3_ALERT_CERTIFICATE_EXPIRED",
        "SSLV3_ALERT_CERTIFICATE_REVOKED",
        "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
    }
)
_OLD_TLS = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"})
_MOST_NAMES = 5
_LONGEST_NAME = 60


def explain_handshake(
    address: EngineAddress, name: str, causes: Iterable[BaseException], pin: bytes | None
) -> ClientError | None:
    """What went wrong in the handshake; None when it did not get as far as one.

    Args:
        address: Where the Engine is.
        name: What its certificate is to be made out to.
        causes: The errors, each with those behind it.
        pin: The pinned certificate in DER; None where none is.
    """
    for cause in causes:
        if isinstance(cause, OtherCertificate):
            return certificate_changed(address, pin or b"", cause.der)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _not_trusted(address, name, cause, pin)
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError | ConnectionResetError | BrokenPipeError):
            return hung_up_in_handshake(address)
        if isinstance(cause, ssl.SSLError):
            return _broken_handshake(address, cause)
    return None


def hung_up_in_handshake(address: EngineAddress) -> UnreachableError:
    """The other side left in the middle of the handshake, as one that restarts does."""
    error = UnreachableError(
        f"{address} ended the connection within the TLS handshake; nothing was sent.",
        "It may speak only an old TLS, be restarting, or be something else.",
    )
    error.is_passing = True
    return error


def certificate_changed(address: EngineAddress, pin: bytes, seen: bytes) -> CertificateChangedError:
    """Another certificate than the pinned one; `seen` is empty when nobody has it."""
    pinned_text = fingerprint(pin)
    seen_text = fingerprint(seen) if seen else ""
    shown = f" It shows {seen_text}." if seen_text else ""
    return CertificateChangedError(
        f"{address} shows another certificate than the pinned one; nothing was sent. Pinned is {pinned_text}.{shown}",
        "Ask the Engine's owner whether it was replaced; somebody may be in between.",
        pinned=pinned_text,
        seen=seen_text,
    )


def made_out_to_others(name: str, names: Sequence[str] = ()) -> NotTrustedError:
    """The certificate is not for this name but for others; none when nobody has seen them."""
    few = ", ".join(held[:_LONGEST_NAME] for held in names[:_MOST_NAMES])
    rest = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    others = f" but to {few}{rest}" if names else ""
    return NotTrustedError(
        f"The certificate is not made out to {name}{others}; nothing was sent.",
        "Use the name that the certificate holds, or compare its fingerprint and pin it.",
        reason=TrustReason.WRONG_NAME,
        can_be_pinned=True,
    )


def _not_trusted(
    address: EngineAddress, name: str, error: ssl.SSLCertVerificationError, pin: bytes | None
) -> NotTrustedError:
    code = error.verify_code
    if code == _NOT_YET_VALID:
        return NotTrustedError(
            f"The certificate of {address} is not valid yet; nothing was sent.",
            "Look at the clock of this machine.",
            reason=TrustReason.NOT_YET_VALID,
        )
    if code == _EXPIRED:
        return NotTrustedError(
            f"The certificate of {address} has expired; nothing was sent.",
            "The Engine's owner has to renew it. If it should be valid, look at the clock of this machine.",
            reason=TrustReason.EXPIRED,
        )
    if pin is not None:
        return certificate_changed(address, pin, b"")
    if code == _SELF_SIGNED:
        return NotTrustedError(
            f"The certificate of {address} is self-signed; nothing was sent.",
            "Compare its fingerprint with the Engine's owner and pin it, or give a CA file.",
            reason=TrustReason.SELF_SIGNED,
            can_be_pinned=True,
        )
    if code in _UNKNOWN_ISSUER:
        return NotTrustedError(
            f"Nothing here knows who signed the certificate of {address}; nothing was sent.",
            "Give a CA file, or compare its fingerprint with the Engine's owner and pin it.",
            reason=TrustReason.UNKNOWN_ISSUER,
            can_be_pinned=True,
        )
    if code in _WRONG_NAME:
        return made_out_to_others(name)
    return NotTrustedError(
        f"The certificate of {address} is not trusted: {error.verify_message}; nothing was sent.",
        "Ask the Engine's owner, or compare its fingerprint and pin it.",
        can_be_pinned=True,
    )


def _broken_handshake(address: EngineAddress, error: ssl.SSLError) -> UnreachableError:
    if error.reason in _NO_TLS:
        return UnreachableError(
            f"{address} speaks plain HTTP on this port, or something else that is no TLS; nothing was sent.",
            "The usual port of the Web API is 1671.",
        )
    if error.reason in _OLD_TLS:
        return UnreachableError(
            f"{address} offers only an old TLS; nothing was sent.", "It has to speak TLS 1.2 or newer."
        )
    client_certificate = explain_client_certificate(address, error)
    if client_certificate is not None:
        return client_certificate
    reason = f": {error.reason.replace('_', ' ').lower()}" if error.reason else ""
    return UnreachableError(
        f"The TLS handshake with {address} failed{reason}; nothing was sent.",
        "It may speak only an old TLS, or be something else.",
    )


def explain_client_certificate(address: EngineAddress, error: ssl.SSLError) -> UnreachableError | None:
    """What an Engine says to whoever shows no certificate, or one that it does not accept; None for anything else.

    With TLS 1.3 it says so only when the handshake is over on our side.
    """
    if error.reason in _DISLIKES_CERTIFICATE:
        return UnreachableError(
            f"{address} does not accept the client certificate.",
            "Ask the Engine's owner which authority has to have signed it, and whether it has expired.",
        )
    if error.reason in _WANTS_CERTIFICATE:
        return UnreachableError(
            f"{address} ended the TLS handshake: it wants a client certificate, or shares no cipher with us.",
            'Give client_certificate = "FILE" to its saved connection, with the key in it or as client_key.',
        )
    return None


def explain_connecting(address: EngineAddress, causes: Iterable[BaseException], patience: float) -> ClientError:
    """Why no connection came about."""
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return UnreachableError(
                f"No host '{address.host}' is found.", "Look at its spelling; does this machine reach a name server?"
            )
        if isinstance(cause, ConnectionRefusedError):
            return UnreachableError(
                f"{address} refuses the connection: nothing listens on this port.",
                "Is the port right (usually 1671), and is the Engine running?",
            )
        if isinstance(cause, TimeoutError):
            return does_not_answer(address, patience)
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return UnreachableError(
                f"There is no way to {address} from this machine.", "Look at the network, or a VPN."
            )
    return UnreachableError(f"There is no connection to {address}.", "Look at the address and the network.")


def does_not_answer(address: EngineAddress, patience: float) -> TimedOutError:
    """Silence on the way to a connection."""
    return TimedOutError(
        f"{address} does not answer within {patience:g} seconds.",
        "Is the address right, and does a firewall let you through?",
    )


def lets_in_and_says_nothing(address: EngineAddress, patience: float) -> TimedOutError:
    """Silence of somebody who has taken the connection."""
    return TimedOutError(
        f"{address} takes the connection and then says nothing for {patience:g} seconds; nothing was sent.",
        "Is this the port of the Web API (usually 1671)? An Engine that is overloaded does so too.",
    )
