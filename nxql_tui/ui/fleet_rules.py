"""The rules that hold where several connections are asked together, and what the first line says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.connection import PRODUCTION_TAG, Colour, Connection
from nxql_tui.ui.connection_title import ConnectionTitle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.fleet import Fleet


def rules_of(connections: Sequence[Connection]) -> Connection:
    """One connection that holds the strictest rule of each kind; a single one is its own.

    Args:
        connections: At least one.
    """
    if len(connections) == 1:
        return connections[0]
    is_production = any(one.is_production for one in connections)
    limits = [one.row_limit for one in connections if one.row_limit is not None]
    return Connection(
        name=", ".join(one.name for one in connections),
        user=", ".join(dict.fromkeys(one.user for one in connections)),
        allow_update=all(one.allow_update for one in connections),
        platforms=next((one.platforms for one in connections if one.platforms), ()),
        row_limit=min(limits, default=None),
        tags=(PRODUCTION_TAG,) if is_production else (),
        colour=Colour.RED if is_production else next((one.colour for one in connections if one.colour), None),
    )


def engines_text(client: EngineClient, fleet: Fleet | None) -> str:
    """`5 Engines`, or the address of the one."""
    if fleet is None:
        return str(client.address)
    return "1 Engine" if len(fleet.engines) == 1 else f"{len(fleet.engines)} Engines"


def title_of(rules: Connection, client: EngineClient, fleet: Fleet | None) -> ConnectionTitle:
    """What the first line says."""
    place = engines_text(client, fleet)
    return ConnectionTitle(rules.name, place, rules.user, is_fleet=fleet is not None, is_production=rules.is_production)


def names_key(rules: Connection, client: EngineClient, fleet: Fleet | None) -> str:
    """What the names that Engines tell are kept under: those of a site are of one version, more or less."""
    if fleet is None:
        return str(client.address)
    return rules.name or str(fleet.engines[0].address)
