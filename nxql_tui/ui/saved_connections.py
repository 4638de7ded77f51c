"""Changing the file of saved connections beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, load_connections, replace_connection
from nxql_tui.accounts.known_engines import KnownEnginesError
from nxql_tui.accounts.password_stores import PasswordStoreError
from nxql_tui.client.address import parse_address
from nxql_tui.logins.identity import known_places, password_place
from nxql_tui.logins.saved import forget_connection, forget_password
from nxql_tui.logins.trust import forget_pins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nxql_tui.accounts.password_stores import PasswordStore, Rung
    from nxql_tui.client.address import EngineAddress
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
    """Take a connection's password out of every place, and post where it may still be; blocks."""
    places = {password_place(connection, place) for place in known_places(connection)}
    problems = [problem for place in places for problem in forget_password(place, connection.user, stores)]
    post(PasswordForgotten(connection, (*problems, *_not_asked(unusable))))


def _not_asked(unusable: tuple[Rung, ...]) -> tuple[str, ...]:
    return tuple(
        f"{rung.title} could not be asked to forget a password it may hold: {rung.reason}." for rung in unusable
    )


def share_password(
    place: EngineAddress, connections: Iterable[Connection], typed: Secret, stores: tuple[PasswordStore, ...]
) -> tuple[str, ...]:
    """Keep the password of a site for its Engines as well; returns in sentences what could not be kept.

    Args:
        place: What the site's password is kept under.
        connections: Those of the Engines.
        typed: The password, when it was typed just now; else empty.
        stores: The places, the first that in which a typed one is kept.
    """
    problems = []
    for store in stores:
        try:
            password = typed if typed.reveal() else None
            for connection in connections:
                password = password or store.load(str(place), connection.user)
                if password is not None:
                    store.save(str(parse_address(connection.address)), connection.user, password)
        except PasswordStoreError as error:
            problems.append(str(error))
        else:
            if password is not None:
                return ()
    return tuple(problems)


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


def delete_connection(
    connection: Connection,
    stores: tuple[PasswordStore, ...],
    unusable: tuple[Rung, ...],
    paths: Paths,
    post: Callable[[Message], object],
) -> None:
    """Take a connection out with its password, and post what the file holds then; blocks."""
    problems = list(forget_connection(connection, stores, paths))
    try:
        forget_pins(connection, load_connections(paths.connections), paths)
    except (ConnectionsFileError, KnownEnginesError) as error:
        problems.append(str(error))
    problems += _not_asked(unusable)
    post(_changed(paths, problems))


def _changed(paths: Paths, problems: list[str], seen: str = "") -> ConnectionsChanged:
    try:
        return ConnectionsChanged(load_connections(paths.connections), tuple(problems), seen)
    except ConnectionsFileError as error:
        return ConnectionsChanged((), (*problems, str(error)))
