"""Logging in beside the screen: address, trust, credential and licence are proved by one cheap question.

```
one of  LoginSucceeded · LoginFailed · EngineUnknown
```
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, save_connection
from nxql_tui.accounts.known_engines import KnownEnginesError, load_pin, save_pin
from nxql_tui.accounts.password_stores import PasswordStoreError
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
    store: PasswordStore
    """Where the password is kept and looked for."""
    remember: bool
    """Whether the password is to be kept in the store."""
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
    except (PasswordStoreError, KnownEnginesError) as error:
        post(LoginFailed(LoginField.PASSWORD, str(error), ""))


def _try(form: LoginForm, address: EngineAddress, paths: Paths, post: Callable[[Message], object]) -> None:
    password = form.password if form.password.reveal() else form.store.load(str(address), form.user)
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
    post(LoginSucceeded(client, form, tuple(_keep(form, address, password, paths))))


def _kept_trust(address: EngineAddress, paths: Paths) -> Trust:
    pin = load_pin(paths.known_engines, str(address))
    return SystemTrust() if pin is None else PinnedTrust(pin)


def _keep(form: LoginForm, address: EngineAddress, password: Secret, paths: Paths) -> list[str]:
    """Keep what the user wants kept; returns what could not be, in words."""
    notes: list[str] = []
    if form.remember:
        try:
            form.store.save(str(address), form.user, password)
        except PasswordStoreError as error:
            notes.append(f"The password was not kept: {error}")
    try:
        if form.remember_trust and isinstance(form.trust, PinnedTrust):
            save_pin(paths.known_engines, str(address), form.trust.certificate)
        save_connection(
            paths.connections,
            Connection(name=str(address), address=str(address), user=form.user, last_used=datetime.now(UTC)),
        )
    except (ConnectionsFileError, KnownEnginesError, OSError) as error:
        notes.append(f"The connection was not kept: {error}")
    return notes


def _field_of(error: ClientError) -> LoginField:
    if isinstance(error, CredentialError):
        return LoginField.USER
    return LoginField.PASSWORD if isinstance(error, RefusedError) else LoginField.ENGINE
