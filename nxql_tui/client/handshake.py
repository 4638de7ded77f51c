"""A handshake for its own sake: what an Engine agrees to and shows in it. Nothing else is sent."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nxql_tui.client.probe import probe, unproven_context
from nxql_tui.client.route import DIRECT, Route

if TYPE_CHECKING:
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.transfer import Cancellation


@dataclass(frozen=True, slots=True)
class Handshake:
    """What was agreed upon, and shown; nobody has vouched for it."""

    version: str
    """As `TLSv1.3`."""
    cipher: str
    chain: tuple[bytes, ...] = field(repr=False)
    """The certificates that were sent, in DER: the Engine's own, then those that are to lead to somebody known."""


def look_at_handshake(
    address: EngineAddress, timeout: float, *, route: Route = DIRECT, cancellation: Cancellation | None = None
) -> Handshake:
    """Shake hands with whoever is there.

    Raises:
        ClientError: There is no Engine, or it speaks no TLS.
    """
    handshakes: list[Handshake] = []
    context = unproven_context(route)
    context.on_handshake = lambda connection: handshakes.append(_describe(connection))
    seen = probe(address, context, timeout, cancellation=cancellation, route=route)
    (handshake,) = handshakes
    return handshake if handshake.chain else Handshake(handshake.version, handshake.cipher, (seen.der,))


def _describe(connection: ssl.SSLSocket) -> Handshake:
    cipher = connection.cipher()
    return Handshake(connection.version() or "", cipher[0] if cipher else "", tuple(_chain(connection)))


def _chain(connection: Any) -> list[bytes]:
    """The certificates sent; Python before 3.13 has them below a private name only, and may have none."""
    if hasattr(connection, "get_unverified_chain"):
        return list(connection.get_unverified_chain())
    try:
        return [ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in connection._sslobj.get_unverified_chain() or ()]
    except (AttributeError, TypeError, ValueError):
        return []
