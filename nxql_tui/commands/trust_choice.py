"""Whose certificate an Engine may show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from nxql_tui.accounts.known_engines import load_pin
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust, Trust, probe_certificate
from nxql_tui.commands.errors import FingerprintDiffers

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.paths import Paths

_SEPARATORS = re.compile(r"[\s:-]")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


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
    if ca_file is not None and fingerprint is not None:
        raise click.UsageError("Give --ca-file or --fingerprint, not both.")
    if fingerprint is not None:
        return _compare(address, fingerprint, timeout)
    if ca_file is not None:
        return CaFileTrust(ca_file)
    pin = load_pin(paths.known_engines, str(address))
    return SystemTrust() if pin is None else PinnedTrust(pin)


def _compare(address: EngineAddress, fingerprint: str, timeout: float) -> PinnedTrust:
    if not _SHA256.fullmatch(_SEPARATORS.sub("", fingerprint)):
        raise click.BadParameter("a SHA-256 has 64 hexadecimal digits.", param_hint="'--fingerprint'")
    seen = probe_certificate(address, timeout)
    if not seen.matches(fingerprint):
        raise FingerprintDiffers(
            f"{address} shows another certificate than the one named; nothing was sent to it. "
            f"Its SHA-256 is {seen.sha256}. Ask the Engine's owner which one is right."
        )
    return PinnedTrust(seen.der)
