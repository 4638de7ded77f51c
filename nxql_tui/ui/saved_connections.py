"""Changing the file of saved connections beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, read_connections, replace_connection
from nxql_tui.client.address import parse_address
from nxql_tui.logins.identity import known_places, password_place
from nxql_tui.logins.passwords import forget_passwords, keep_password, not_asked, stored_password
from nxql_tui.logins.saved import delete_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nxql_tui.accounts.password_stores import PasswordStore, Rung
    from nxql_tui.paths import Paths
    from nxql_tui.wire.credentials import Secret


@dataclass
class ConnectionsChanged(Message):
    """The file holds others now."""

    connections: tuple[Connection, ...]
    """In the order of the file."""
    problems: tuple[str, ...] = ()
    """What did not work, or may still be there, in words."""
    seen: str = ""
    """The name of the one to be looked at."""


@dataclass
class PasswordForgotten(Message):
    """A connection's password is in no place any more that could be asked."""

    connection: Connection
    problems: tuple[str, ...]
    """Where it may still be, in words."""


def forget_kept_password(
    connection: Connection,
    stores: tuple[PasswordStore, ...],
    unusable: tuple[Rung, ...],
    post: Callable[[Message], object],
) -> None:
    """Take a connection's passwords out of every place, and post where they may still be; blocks."""
    problems = forget_passwords(connection, (), stores)
    post(PasswordForgotten(connection, (*problems, *not_asked(unusable))))


def share_password(
    site: Connection, connections: Iterable[Connection], typed: Secret, stores: tuple[PasswordStore, ...]
) -> tuple[str, ...]:
    """Keep the password of a site for its Engines as well; returns in sentences what could not be kept.

    Args:
        site: Where the password is known.
        connections: Those of the Engines, by the same rules.
        typed: The password, when it was typed just now; else empty, and the one that is kept is taken.
        stores: The places, the first that in which a typed one is kept.
    """
    places = [password_place(site, place) for place in known_places(site)[:1]]
    password = typed if typed.reveal() else None
    for place in places:
        password = password or stored_password(str(place), site.user, stores).password
    if password is None:
        return ()
    notes: list[str] = []
    for connection in connections:
        place = password_place(connection, parse_address(connection.address))
        notes += keep_password(str(place), connection.user, password, stores)
    return tuple(dict.fromkeys(notes))


def keep_connections(
    connections: Iterable[tuple[str, Connection]],
    paths: Paths,
    post: Callable[[Message], object],
    earlier: tuple[str, ...] = (),
) -> None:
    """Bring entries up to date, each with the name it has had, and post what the file holds then; blocks.

    `earlier` are the sentences on what did not work before.
    """
    problems = list(earlier)
    seen = ""
    for name, connection in connections:
        try:
            replace_connection(paths.connections, name, connection)
            seen = connection.name
        except ConnectionsFileError as error:
            problems.append(f"'{connection.name}' was not kept: {error}")
    post(_changed(paths, problems, seen))


def delete_and_tell(
    connection: Connection,
    stores: tuple[PasswordStore, ...],
    unusable: tuple[Rung, ...],
    paths: Paths,
    post: Callable[[Message], object],
) -> None:
    """Take a connection out with its passwords and pins, and post what the file holds then; blocks."""
    problems = [*delete_connection(connection, stores, paths), *not_asked(unusable)]
    post(_changed(paths, problems))


def _changed(paths: Paths, problems: list[str], seen: str = "") -> ConnectionsChanged:
    try:
        return ConnectionsChanged(read_connections(paths.connections).connections, tuple(problems), seen)
    except ConnectionsFileError as error:
        return ConnectionsChanged((), (*problems, str(error)))
