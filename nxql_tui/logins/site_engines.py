"""The Engines of a saved site: those that its list holds, and those that somebody chose from it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.address import parse_address
from nxql_tui.client.errors import ClientError
from nxql_tui.logins.members import FleetMember, told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.portal import PortalEngine


@dataclass(frozen=True, slots=True)
class SiteEngines:
    """What a list of Engines holds."""

    members: tuple[FleetMember, ...]
    """Those that can be asked, each under a name of its own."""
    unreachable: tuple[PortalEngine, ...] = ()
    """Those that the Portal does not reach."""


def listed_engines(site: Connection, listed: Iterable[PortalEngine]) -> SiteEngines:
    """What a Portal has listed."""
    engines = tuple(listed)
    there = (FleetMember(engine.name, engine.address, site) for engine in engines if engine.is_connected)
    return SiteEngines(told_apart(there), tuple(engine for engine in engines if not engine.is_connected))


def addressed_engines(site: Connection) -> SiteEngines:
    """Those of a site that names its addresses itself.

    Raises:
        AddressError: One of them is none.
    """
    addresses = (parse_address(text) for text in site.addresses)
    return SiteEngines(told_apart(FleetMember(str(address), address, site) for address in addresses))


def tags_by_address(connections: Iterable[Connection]) -> dict[str, tuple[str, ...]]:
    """The tags of the connections that lead to one Engine, by its address."""
    tags: dict[str, tuple[str, ...]] = {}
    for connection in connections:
        if connection.address and connection.tags:
            with suppress(ClientError):
                address = str(parse_address(connection.address))
                tags[address] = tuple(dict.fromkeys((*tags.get(address, ()), *connection.tags)))
    return tags


def remembered_engines(site: Connection) -> tuple[FleetMember, ...]:
    """Those chosen the last time, as far as their addresses are some."""
    members: list[FleetMember] = []
    for name, text in site.engines:
        try:
            members.append(FleetMember(name, parse_address(text), site))
        except ClientError:
            continue
    return told_apart(members)


def chosen_before(site: Connection, engines: SiteEngines) -> SiteEngines:
    """Of a list, those chosen the last time: by name, or by address where the name has changed."""
    names = {name for name, _ in site.engines}
    addresses = {str(member.address) for member in remembered_engines(site)}
    return SiteEngines(
        tuple(one for one in engines.members if one.name in names or str(one.address) in addresses),
        tuple(one for one in engines.unreachable if one.name in names or str(one.address) in addresses),
    )


def as_remembered(
    site: Connection, chosen: Iterable[FleetMember], unreachable: Iterable[PortalEngine]
) -> tuple[tuple[str, str], ...]:
    """What is written down of a choice; one chosen before that is only not reached now stays chosen."""
    waiting = chosen_before(site, SiteEngines((), tuple(unreachable))).unreachable
    pairs = [*((one.name, str(one.address)) for one in chosen), *((one.name, str(one.address)) for one in waiting)]
    return tuple(dict(pairs).items())
