"""The Engines of a fleet before anybody has logged in to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from nxql_tui.client.fleet import distinct_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.client.address import EngineAddress


@dataclass(frozen=True, slots=True)
class FleetMember:
    """An Engine, and the connection by whose rules it is asked."""

    name: str
    """The Portal's word for it, the name of a connection that leads to it alone, or its address."""
    address: EngineAddress
    connection: Connection | None = None
    """None where nobody saved one."""


def told_apart(members: Iterable[FleetMember]) -> tuple[FleetMember, ...]:
    """Each Engine once, the first time, under a name that no other has."""
    once: dict[str, FleetMember] = {}
    for member in members:
        once.setdefault(str(member.address), member)
    found = tuple(once.values())
    names = distinct_names((member.name, str(member.address)) for member in found)
    return tuple(replace(member, name=name) for member, name in zip(found, names, strict=True))


def only(members: Iterable[FleetMember], patterns: Sequence[str]) -> tuple[FleetMember, ...]:
    """Those whose name or address is like a pattern, as in `eu-*`, in any case of letters; all without a pattern."""

    def fits(member: FleetMember) -> bool:
        texts = (member.name.casefold(), str(member.address).casefold(), member.address.host.casefold())
        return any(fnmatchcase(text, pattern.casefold()) for text in texts for pattern in patterns)

    return tuple(member for member in members if not patterns or fits(member))
