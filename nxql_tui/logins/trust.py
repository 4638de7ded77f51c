"""Whose certificate a saved connection lets an Engine show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.connection import TrustSource
from nxql_tui.accounts.known_engines import forget_pin, load_pin
from nxql_tui.client.certificate import describe_certificate
from nxql_tui.client.errors import NotTrustedError
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust, Trust
from nxql_tui.logins.home_path import home_path
from nxql_tui.logins.identity import identities, known_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.paths import Paths

EXPIRY_WARNING_DAYS = 30
"""So long before its last day a certificate is worth a word."""


def kept_trust(connection: Connection | None, address: EngineAddress, paths: Paths) -> Trust:
    """What was decided for an Engine: its CA file, its pin, or else what this system trusts.

    Raises:
        NotTrustedError: Only a pin is to vouch for it, and there is none yet.
        KnownEnginesError: The file of pinned certificates cannot be used.
    """
    if connection is not None and connection.ca_file is not None:
        return CaFileTrust(home_path(connection.ca_file))
    source = None if connection is None else connection.trust
    if source is TrustSource.SYSTEM:
        return SystemTrust()
    pin = load_pin(paths.known_engines, str(known_as(connection, address)))
    if pin is not None:
        return PinnedTrust(pin.der, allow_expired=pin.allow_expired)
    if source is TrustSource.PINNED:
        raise NotTrustedError(
            f"No certificate is pinned for {address} yet, and its connection trusts nothing else; nothing was sent.",
            "Compare its fingerprint with the Engine's owner and pin it.",
            can_be_pinned=True,
        )
    return SystemTrust()


def trust_for(
    connection: Connection | None, address: EngineAddress, decided: Mapping[str, PinnedTrust], paths: Paths
) -> Trust:
    """What a connection lets through, with what a person has decided in this session.

    A pin that is kept goes before another one of the session: somebody may have replaced it meanwhile, as they were
    told.

    Args:
        connection: Whose rules hold.
        address: Where the Engine is.
        decided: The certificates that a person trusts for this session, by who an Engine is.
        paths: Where the pins are kept.

    Raises:
        NotTrustedError: Only a pin is to vouch for it, and there is none yet.
        KnownEnginesError: The file of pinned certificates cannot be used.
    """
    pin = decided.get(str(known_as(connection, address))) if takes_pins(connection) else None
    if pin is None:
        return kept_trust(connection, address, paths)
    try:
        kept = kept_trust(connection, address, paths)
    except NotTrustedError:
        return pin
    if not isinstance(kept, PinnedTrust):
        return pin
    if kept.certificate != pin.certificate:
        return kept
    return PinnedTrust(pin.certificate, allow_expired=kept.allow_expired or pin.allow_expired)


def takes_pins(connection: Connection | None) -> bool:
    """Whether a pin would be heeded: not where a CA file, or this system alone, is to vouch for the Engine."""
    return connection is None or (connection.ca_file is None and connection.trust is not TrustSource.SYSTEM)


def forget_pins(connection: Connection, others: Iterable[Connection], paths: Paths) -> None:
    """Take out the certificates that were pinned for a connection, but for those that another one needs too.

    Raises:
        KnownEnginesError: The file of pinned certificates cannot be used.
    """
    needed = {identity for other in others for identity in identities(other)}
    for identity in identities(connection):
        if identity not in needed:
            forget_pin(paths.known_engines, str(identity))


def expiry_warning(der: bytes, address: EngineAddress, now: datetime) -> str | None:
    """A sentence on a certificate whose last day is near or over; None where it is far off, or not known."""
    description = describe_certificate(der)
    if description is None:
        return None
    left = (description.valid_until - now).days
    if left > EXPIRY_WARNING_DAYS:
        return None
    last = f"{description.valid_until:%Y-%m-%d}"
    if left < 0:
        return f"The certificate of {address} expired on {last}."
    days = "today" if left == 0 else f"in {left} days" if left > 1 else "in 1 day"
    return f"The certificate of {address} expires {days}, on {last}. Tell the Engine's owner."
