"""The saved connections of a user, found by where they lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import (
    Connection,
    ConnectionsFileError,
    load_connections,
    remove_connection,
)
from nxql_tui.accounts.password_stores import PasswordStoreError
from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.client.errors import ClientError
from nxql_tui.logins.identity import leads_to, password_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.paths import Paths


def find_connection(saved: Iterable[Connection], user: str, address: EngineAddress) -> Connection | None:
    """The first connection of a user that leads to this Engine and to no other; None where there is none."""
    return next((one for one in saved if one.user == user and leads_to(one, address)), None)


def used_connection(user: str, address: EngineAddress, saved: tuple[Connection, ...]) -> Connection:
    """The entry that a login leaves: that of the user at this Engine, or a new one; nobody else's is changed."""
    now = datetime.now(UTC)
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
        made.append(replace(site, name=free, address=str(address), portal=None, addresses=(), last_used=None))
    return tuple(made)


def forget_connection(connection: Connection, stores: tuple[PasswordStore, ...], paths: Paths) -> tuple[str, ...]:
    """Take a connection out of the file, and its password out of every place; returns what may still be there.

    A password that another connection needs too stays.
    """
    try:
        remove_connection(paths.connections, connection.name)
        others = load_connections(paths.connections)
    except ConnectionsFileError as error:
        return (str(error),)
    place = _password_place(connection)
    # Nobody can have logged in where there is no address.
    if place is None or any(other.user == connection.user and _password_place(other) == place for other in others):
        return ()
    return forget_password(place, connection.user, stores)


def forget_password(place: EngineAddress, user: str, stores: tuple[PasswordStore, ...]) -> tuple[str, ...]:
    """Take a password out of every place; returns in sentences where it may still be."""
    problems = []
    for store in stores:
        try:
            store.forget(str(place), user)
        except PasswordStoreError as error:
            problems.append(f"The password may still be there: {error}")
    return tuple(problems)


def _password_place(connection: Connection) -> EngineAddress | None:
    try:
        first = connection.address or (connection.addresses[0] if connection.addresses else connection.portal or "")
        return password_place(connection, parse_address(first))
    except ClientError:
        return None
