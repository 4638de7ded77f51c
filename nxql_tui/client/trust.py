"""Whose certificate an Engine may show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.client.route import DIRECT, Route
from nxql_tui.client.tls import (
    EngineContext,
    ca_file_context,
    pinned_context,
    show_client_certificate,
    system_context,
)

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SystemTrust:
    """The certificates that this system trusts."""


@dataclass(frozen=True, slots=True)
class CaFileTrust:
    """The certificates in a PEM file, and those they signed."""

    path: Path


@dataclass(frozen=True, slots=True)
class PinnedTrust:
    """One certificate and no other, whatever names it holds, as in SSH's known_hosts."""

    certificate: bytes = field(repr=False)
    """In DER."""
    allow_expired: bool = False
    """Whether it is let through outside its dates too."""


Trust: TypeAlias = SystemTrust | CaFileTrust | PinnedTrust


def ssl_context(trust: Trust, route: Route = DIRECT) -> EngineContext:
    """A context for one question that lets only trusted Engines through.

    Raises:
        TrustFileError: The CA file, the pinned certificate or the one of our own cannot be used.
    """
    return on_route(_context_of(trust), route)


def on_route(context: EngineContext, route: Route) -> EngineContext:
    """The same context, under the route's name and with its certificate.

    Raises:
        TrustFileError: The client certificate cannot be used.
    """
    context.server_name = route.server_name
    if route.client_certificate is not None:
        show_client_certificate(context, route.client_certificate)
    return context


def _context_of(trust: Trust) -> EngineContext:
    match trust:
        case SystemTrust():
            return system_context()
        case CaFileTrust(path):
            return ca_file_context(path)
        case PinnedTrust(certificate, allow_expired):
            return pinned_context(certificate, allow_expired=allow_expired)
