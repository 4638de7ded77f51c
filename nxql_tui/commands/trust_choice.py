"""Whose certificate an Engine may show."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nxql_tui.client.errors import NotTrustedError
from nxql_tui.client.probe import probe_certificate
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, Trust
from nxql_tui.commands.errors import FingerprintDiffers
from nxql_tui.commands.options import check_trust_options, parse_fingerprint
from nxql_tui.logins.trust import kept_trust

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.route import Route
    from nxql_tui.commands.engine_choice import EngineChoice, LoginOptions
    from nxql_tui.paths import Paths


def choose_trust(options: LoginOptions, chosen: EngineChoice, route: Route, timeout: float, paths: Paths) -> Trust:
    """The certificate named by its fingerprint, else a CA file, else what was decided for it earlier.

    Raises:
        click.UsageError: Both are given, or the fingerprint is no SHA-256.
        FingerprintDiffers: The Engine shows another certificate; nothing but the handshake was sent.
        ClientError: The Engine cannot be reached to compare its fingerprint.
        KnownEnginesError: The file of pinned certificates cannot be used.
    """
    check_trust_options(options.ca_file, options.fingerprint)
    if options.fingerprint is not None:
        return _compare(chosen.address, parse_fingerprint(options.fingerprint), route, timeout)
    if options.ca_file is not None:
        return CaFileTrust(options.ca_file)
    return kept_trust(chosen.connection, chosen.address, paths)


def _compare(address: EngineAddress, fingerprint: str, route: Route, timeout: float) -> PinnedTrust:
    seen = probe_certificate(address, timeout, route=route)
    if not seen.matches(fingerprint):
        raise FingerprintDiffers(
            f"{address} shows another certificate than the one named; nothing was sent to it. "
            f"Its SHA-256 is {seen.sha256}. Ask the Engine's owner which one is right."
        )
    return PinnedTrust(seen.der)


@contextmanager
def telling_whom_to_trust(connection: str | None, engine: str | None) -> Iterator[None]:
    """Let a refused certificate be told with the command that pins it.

    Args:
        connection: The name of the saved connection, where there is one.
        engine: The Engine's address, where the connection alone does not say it.
    """
    try:
        yield
    except NotTrustedError as error:
        error.subject = trust_subject(connection, engine)
        raise


def trust_subject(connection: str | None, engine: str | None) -> str:
    """How the command that pins a certificate is told which, in words of a shell; as `telling_whom_to_trust`."""
    words = [connection, *(["--engine", engine] if engine else [])] if connection else [engine or ""]
    return shlex.join(word for word in words if word)
