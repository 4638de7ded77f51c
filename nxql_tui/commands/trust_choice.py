"""Whose certificate an Engine may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.known_engines import load_pin
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust, Trust, probe_certificate
from nxql_tui.commands.errors import FingerprintDiffers
from nxql_tui.commands.options import check_trust_options, parse_fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.paths import Paths


def choose_trust(
    address: EngineAddress, ca_file: Path | None, fingerprint: str | None, timeout: float, paths: Paths
) -> Trust:
    """The certificate named by its fingerprint, else a CA file, else the one pinned earlier, else the system's.

    Raises:
        click.UsageError: Both are given, or the fingerprint is no SHA-256.
        FingerprintDiffers: The Engine shows another certificate; nothing but the handshake was sent.
        ClientError: The Engine cannot be reached to compare its fingerprint.
        KnownEnginesError: The file of pinned certificates cannot be used.
    """
    check_trust_options(ca_file, fingerprint)
    if fingerprint is not None:
        return _compare(address, parse_fingerprint(fingerprint), timeout)
    if ca_file is not None:
        return CaFileTrust(ca_file)
    pin = load_pin(paths.known_engines, str(address))
    return SystemTrust() if pin is None else PinnedTrust(pin)


def _compare(address: EngineAddress, fingerprint: str, timeout: float) -> PinnedTrust:
    seen = probe_certificate(address, timeout)
    if not seen.matches(fingerprint):
        raise FingerprintDiffers(
            f"{address} shows another certificate than the one named; nothing was sent to it. "
            f"Its SHA-256 is {seen.sha256}. Ask the Engine's owner which one is right."
        )
    return PinnedTrust(seen.der)
