"""Logging in beside the screen: address, trust, credential and licence are proved by one cheap question.

```
one of  LoginSucceeded · LoginFailed · EngineUnknown
```
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, count
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.accounts.connections import (
    Connection,
    ConnectionsFileError,
    load_connections,
    remove_connection,
    save_connection,
)
from nxql_tui.accounts.known_engines import KnownEnginesError, load_pin, save_pin
from nxql_tui.accounts.password_sources import PasswordSourceError, password_from_command
from nxql_tui.accounts.password_stores import PasswordStoreError, SessionStore
from nxql_tui.client.address import EngineAddress, parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import (
    ClientError,
    CredentialError,
    NotTrustedError,
    RefusedError,
)
from nxql_tui.client.trust import PinnedTrust, SeenCertificate, SystemTrust, Trust, probe_certificate
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.paths import Paths


class LoginField(StrEnum):
    """The field that a message belongs to."""

    ENGINE = "engine"
    USER = "user"
    PASSWORD = "password"  # noqa: S105  the name of a field


@dataclass(frozen=True)
class LoginForm:
    """What the user filled in."""

    address: str
    """As typed."""
    user: str
    password: Secret
    """Empty text: the stored one is wanted."""
    stores: tuple[PasswordStore, ...]
    """Where one that was kept is looked for, and first the one in which a typed one is to be kept."""
    session_trust: Mapping[str, Trust]
    """What was decided earlier in this session, by address."""
    trust: Trust | None = None
    """A decision made for this login; None takes an earlier one, or else the system's certificates."""
    remember_trust: bool = False
    """Whether a certificate pinned by `trust` is to be kept."""


@dataclass
class LoginSucceeded(Message):
    """The Engine answered; the client is ready."""

    client: EngineClient
    form: LoginForm
    connection: str
    """The name of the saved connection; empty when it could not be saved."""
    allow_update: bool
    """Whether a saved connection to this Engine as this user lets updates through."""
    notes: tuple[str, ...]
    """What could not be kept, in words; the login itself holds."""


@dataclass
class LoginFailed(Message):
    """The Engine was not reached or did not accept; nothing typed is lost."""

    field: LoginField
    what: str
    advice: str


@dataclass
class EngineUnknown(Message):
    """The Engine's certificate is neither trusted by the system nor pinned: a person decides."""

    form: LoginForm
    address: EngineAddress
    certificate: SeenCertificate
    reason: str


def log_in(form: LoginForm, paths: Paths, post: Callable[[Message], object]) -> None:
    """Try to log in and post what came of it; blocks until then."""
    if not form.user.strip():
        post(LoginFailed(LoginField.USER, "The user name is missing.", "Type the account's name."))
        return
    try:
        address = parse_address(form.address)
        _try(form, address, paths, post)
    except ClientError as error:
        post(LoginFailed(_field_of(error), error.what, error.advice))
    except (PasswordSourceError, PasswordStoreError, KnownEnginesError) as error:
        post(LoginFailed(LoginField.PASSWORD, str(error), ""))


def _try(form: LoginForm, address: EngineAddress, paths: Paths, post: Callable[[Message], object]) -> None:
    password = form.password if form.password.reveal() else _kept_password(form, address, paths)
    if password is None:
        post(LoginFailed(LoginField.PASSWORD, "The password is missing.", "None is kept for this user; type it."))
        return
    trust = form.trust or form.session_trust.get(str(address)) or _kept_trust(address, paths)
    client = EngineClient(address, Credential(form.user, password), trust)
    try:
        client.check_login()
    except NotTrustedError as error:
        if form.trust is not None or not error.can_be_pinned:
            raise
        post(EngineUnknown(form, address, probe_certificate(address), error.what))
        return
    notes: list[str] = []
    allow_update = _allows_update(form, address, paths, notes)
    if form.password.reveal():
        _keep_password(form, address, notes)
    connection = _keep_way(form, address, paths, notes)
    post(LoginSucceeded(client, form, connection, allow_update, tuple(notes)))


def _kept_password(form: LoginForm, address: EngineAddress, paths: Paths) -> Secret | None:
    """The password that the connection's own command prints, or some place keeps.

    Raises:
        PasswordSourceError: The command prints none.
        PasswordStoreError: None is found, and a place could not be asked.
    """
    command = _password_command(form, address, paths)
    return password_from_command(command) if command is not None else _stored_password(form, address)


def _password_command(form: LoginForm, address: EngineAddress, paths: Paths) -> str | None:
    """What the saved connection of the user at this Engine has for getting the password."""
    try:
        saved = load_connections(paths.connections)
    except ConnectionsFileError:
        # That is told when the login has succeeded, or the password is missing.
        return None
    ours = (one for one in saved if one.user == form.user and _leads_to(one, address))
    return next((one.password_command for one in ours if one.password_command is not None), None)


def _stored_password(form: LoginForm, address: EngineAddress) -> Secret | None:
    """The password that some place keeps; one that does not answer is in nobody's way."""
    failure: PasswordStoreError | None = None
    for store in form.stores:
        try:
            password = store.load(str(address), form.user)
        except PasswordStoreError as error:
            failure = failure or error
        else:
            if password is not None:
                return password
    if failure is not None:
        raise failure
    return None


def _kept_trust(address: EngineAddress, paths: Paths) -> Trust:
    pin = load_pin(paths.known_engines, str(address))
    return SystemTrust() if pin is None else PinnedTrust(pin)


def _allows_update(form: LoginForm, address: EngineAddress, paths: Paths, notes: list[str]) -> bool:
    try:
        saved = load_connections(paths.connections)
    except ConnectionsFileError as error:
        notes.append(f"Updates are not allowed, for the saved connections cannot be read: {error}")
        return False
    return any(
        connection.allow_update and connection.user == form.user and _leads_to(connection, address)
        for connection in saved
    )


def _leads_to(connection: Connection, address: EngineAddress) -> bool:
    try:
        return parse_address(connection.address) == address
    except ClientError:
        return False


def _keep_password(form: LoginForm, address: EngineAddress, notes: list[str]) -> None:
    """Keep a password that was typed where its user wants it, and nowhere else."""
    place, *others = form.stores
    try:
        place.save(str(address), form.user, form.password)
    except PasswordStoreError as error:
        notes.append(f"The password is kept for this session only: {error}")
        _session_of(form).save(str(address), form.user, form.password)
        return
    for other in others:
        try:
            other.forget(str(address), form.user)
        except PasswordStoreError as error:
            notes.append(f"An older password may still be there: {error}")


def _session_of(form: LoginForm) -> SessionStore:
    """The place that works everywhere."""
    return next((store for store in form.stores if isinstance(store, SessionStore)), SessionStore())


def _keep_way(form: LoginForm, address: EngineAddress, paths: Paths, notes: list[str]) -> str:
    """Keep the connection and its trust; returns its name, or notes in words what cannot be kept."""
    try:
        if form.remember_trust and isinstance(form.trust, PinnedTrust):
            save_pin(paths.known_engines, str(address), form.trust.certificate)
        connection = _used_connection(form.user, address, load_connections(paths.connections))
        save_connection(paths.connections, connection)
    except (ConnectionsFileError, KnownEnginesError, OSError) as error:
        notes.append(f"The connection was not kept: {error}")
        return ""
    return connection.name


def _used_connection(user: str, address: EngineAddress, saved: tuple[Connection, ...]) -> Connection:
    """The entry that a login leaves: that of the user at this Engine, or a new one; nobody else's is changed."""
    now = datetime.now(UTC)
    for connection in saved:
        if connection.user == user and _leads_to(connection, address):
            return replace(connection, last_used=now)
    taken = {connection.name for connection in saved}
    names = chain([str(address), f"{user}@{address}"], (f"{user}@{address} {number}" for number in count(2)))
    name = next(name for name in names if name not in taken)
    return Connection(name=name, address=str(address), user=user, last_used=now)


def forget_connection(connection: Connection, stores: tuple[PasswordStore, ...], paths: Paths) -> tuple[str, ...]:
    """Take a connection out of the file, and its password out of every place; returns what may still be there.

    A password that another connection needs too stays.
    """
    try:
        remove_connection(paths.connections, connection.name)
        others = load_connections(paths.connections)
    except ConnectionsFileError as error:
        return (str(error),)
    try:
        address = parse_address(connection.address)
    except ClientError:
        # Nobody can have logged in there.
        return ()
    if any(other.user == connection.user and _leads_to(other, address) for other in others):
        return ()
    problems = []
    for store in stores:
        try:
            store.forget(str(address), connection.user)
        except PasswordStoreError as error:
            problems.append(f"The password may still be there: {error}")
    return tuple(problems)


def _field_of(error: ClientError) -> LoginField:
    if isinstance(error, CredentialError):
        return LoginField.USER
    return LoginField.PASSWORD if isinstance(error, RefusedError) else LoginField.ENGINE
