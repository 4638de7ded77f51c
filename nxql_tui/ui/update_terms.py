"""On which terms updates may be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.library.audit import AuditLog

if TYPE_CHECKING:
    from nxql_tui.paths import Paths


@dataclass(frozen=True)
class UpdateTerms:
    """What an update to the connected Engine needs."""

    is_allowed: bool
    """Whether the connection allows updates."""
    how_to_allow: str
    """What to do where it does not, as a sentence."""
    connection: str
    """The name of the connection."""
    engine: str
    """The connection and its address, for people."""
    user: str
    log: AuditLog
    """Where every update is written down."""


def update_terms(paths: Paths, connection: str, engine: str, user: str, *, is_allowed: bool) -> UpdateTerms:
    """The terms of a connection."""
    advice = f"To allow them, write allow_update = true for it in {paths.connections} and log in anew."
    return UpdateTerms(is_allowed, advice, connection, engine, user, AuditLog(paths.audit_log))
