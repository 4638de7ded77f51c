"""Where the passwords of saved connections are kept: found, kept and forgotten by one rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.accounts.password_stores import PasswordStoreError, SessionStore
from nxql_tui.client.errors import ClientError
from nxql_tui.logins.identity import known_places, password_place
from nxql_tui.logins.route import named_proxy, proxy_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nxql_tui.accounts.connection import Connection
    from nxql_tui.accounts.password_stores import PasswordStore, Rung
    from nxql_tui.wire.credentials import Secret


@dataclass(frozen=True)
class Stored:
    """What the places said when they were asked for a password."""

    password: Secret | None
    failures: tuple[PasswordStoreError, ...] = ()
    """Of those that could not be asked before one was found."""


def stored_password(place: str, user: str, stores: Iterable[PasswordStore]) -> Stored:
    """The password that the first place has; one that does not answer is in nobody's way."""
    failures: list[PasswordStoreError] = []
    for store in stores:
        try:
            password = store.load(place, user)
        except PasswordStoreError as error:
            failures.append(error)
        else:
            if password is not None:
                return Stored(password, tuple(failures))
    return Stored(None, tuple(failures))


def keep_password(place: str, user: str, password: Secret, stores: Sequence[PasswordStore]) -> tuple[str, ...]:
    """Keep a password in the first place, and nowhere else; returns in sentences what did not go as wanted.

    Where the first place does not take it the session keeps it.
    """
    try:
        return keep_in_first(place, user, password, stores)
    except PasswordStoreError as error:
        session = next((store for store in stores if isinstance(store, SessionStore)), None)
        if session is not None:
            session.save(place, user, password)
        return (f"The password is kept for this session only: {error}",)


def keep_in_first(place: str, user: str, password: Secret, stores: Sequence[PasswordStore]) -> tuple[str, ...]:
    """Keep a password in the first place, and nowhere else; returns where an older one may still be.

    Raises:
        PasswordStoreError: The first place does not take it; the others are as they were.
    """
    wanted, *others = stores
    wanted.save(place, user, password)
    notes = []
    for other in others:
        try:
            other.forget(place, user)
        except PasswordStoreError as error:
            notes.append(f"An older password may still be there: {error}")
    return tuple(notes)


def forget_passwords(
    connection: Connection, others: Iterable[Connection], stores: Iterable[PasswordStore]
) -> tuple[str, ...]:
    """Take the passwords of a connection, and of its proxy, out of every place; returns where they may still be.

    One that another connection needs too stays.

    Args:
        connection: Whose they are.
        others: The connections that stay.
        stores: The places that can be asked.
    """
    needed = {entry for other in others for entry in _entries(other)}
    gone = [entry for entry in _entries(connection) if entry not in needed]
    problems = []
    for store in stores:
        for place, user in gone:
            try:
                store.forget(place, user)
            except PasswordStoreError as error:
                problems.append(f"The password may still be there: {error}")
    return tuple(dict.fromkeys(problems))


def not_asked(rungs: Iterable[Rung]) -> tuple[str, ...]:
    """The places that could not be asked to forget a password, in sentences."""
    return tuple(
        f"{rung.title} could not be asked to forget a password it may hold: {rung.reason.removesuffix('.')}."
        for rung in rungs
        if rung.store is None and not rung.is_switched_off
    )


def _entries(connection: Connection) -> tuple[tuple[str, str], ...]:
    """What the passwords of a connection are kept under: place and user."""
    found = [(str(password_place(connection, place)), connection.user) for place in known_places(connection)]
    try:
        proxy = named_proxy(connection)
    except ClientError:
        proxy = None
    if proxy is not None and proxy.user:
        found.append((proxy_place(proxy), proxy.user))
    return tuple(dict.fromkeys(found))
