"""The saved connections of a user, found by where they lead."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import (
    Connection,
    ConnectionsFileError,
    read_connections,
    remove_connection,
    save_connection,
)
from nxql_tui.accounts.known_engines import KnownEnginesError
from nxql_tui.logins.identity import leads_to
from nxql_tui.logins.passwords import forget_passwords
from nxql_tui.logins.trust import forget_pins

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.paths import Paths


def find_connection(saved: Iterable[Connection], user: str, address: EngineAddress) -> Connection | None:
    """The first connection of a user that leads to this Engine and to no other; None where there is none."""
    return next((one for one in saved if one.user == user and leads_to(one, address)), None)


def used_connection(user: str, address: EngineAddress, saved: tuple[Connection, ...], now: datetime) -> Connection:
    """The entry that a login leaves: that of the user at this Engine, or a new one; nobody else's is changed."""
    known = find_connection(saved, user, address)
    if known is not None:
        return replace(known, last_used=now)
    names = chain([str(address), f"{user}@{address}"], (f"{user}@{address} {number}" for number in count(2)))
    return Connection(name=free_name(names, saved), address=str(address), user=user, last_used=now)


def free_name(names: Iterable[str], saved: tuple[Connection, ...]) -> str:
    """The first of the names that no connection has."""
    taken = {connection.name for connection in saved}
    return next(name for name in names if name not in taken)


def copy_name(name: str, saved: tuple[Connection, ...]) -> str:
    """What the copy of a connection is called until somebody names it."""
    return free_name(chain([f"{name} copy"], (f"{name} copy {number}" for number in count(2))), saved)


def engine_connections(
    site: Connection, engines: Iterable[tuple[str, EngineAddress]], saved: tuple[Connection, ...]
) -> tuple[Connection, ...]:
    """Connections of their own for Engines of a site, by its rules; a name that is taken gets a number."""
    made: list[Connection] = []
    for name, address in engines:
        names = chain([name], (f"{name} {number}" for number in count(2)))
        free = free_name(names, (*saved, *made))
        made.append(
            replace(site, name=free, address=str(address), portal=None, addresses=(), engines=(), last_used=None)
        )
    return tuple(made)


def note_login(
    path: Path, name: str, now: datetime, engines: tuple[tuple[str, str], ...] | None = None
) -> Connection | None:
    """Write down that somebody has logged in by an entry, as it stands in the file now; None where it is gone.

    Args:
        path: The file of connections.
        name: Of the entry.
        now: When it was.
        engines: Name and address of those that were chosen; None leaves what stands there.

    Raises:
        ConnectionsFileError: The file cannot be used.
    """
    entry = find_named(read_connections(path).connections, name)
    if entry is None:
        return None
    used = replace(entry, last_used=now, engines=entry.engines if engines is None else engines)
    save_connection(path, used)
    return used


def find_named(saved: Iterable[Connection], name: str) -> Connection | None:
    """The connection of a name; None where there is none."""
    return next((one for one in saved if one.name == name), None)


def delete_connection(connection: Connection, stores: Iterable[PasswordStore], paths: Paths) -> tuple[str, ...]:
    """Take a connection out of the file, with its passwords and its pins; returns what may still be there.

    What another connection needs too stays.
    """
    try:
        remove_connection(paths.connections, connection.name)
        others = read_connections(paths.connections).connections
    except ConnectionsFileError as error:
        return (str(error),)
    problems = list(forget_passwords(connection, others, stores))
    try:
        forget_pins(connection, others, paths)
    except KnownEnginesError as error:
        problems.append(str(error))
    return tuple(problems)
