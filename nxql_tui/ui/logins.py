"""Logging in beside the screen: address, trust, credential and licence are proved by one cheap question."""

from __future__ import annotations

import os
import shlex
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, load_connections, save_connection
from nxql_tui.accounts.known_engines import KnownEnginesError, save_pin
from nxql_tui.accounts.password_sources import (
    CommandUnusable,
    PasswordSourceError,
    password_from_command,
    password_from_environment,
)
from nxql_tui.accounts.password_stores import PasswordStoreError, SessionStore
from nxql_tui.client.account import Account
from nxql_tui.client.address import EngineAddress, parse_address, parse_portal_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import (
    CertificateChangedError,
    ClientError,
    CredentialError,
    NotTrustedError,
    ProxyRefusedError,
    QuestionCancelled,
    RefusedError,
    TrustReason,
)
from nxql_tui.client.portal import list_engines
from nxql_tui.client.probe import probe_certificate
from nxql_tui.client.trust import PinnedTrust, Trust
from nxql_tui.logins.identity import known_as, password_place
from nxql_tui.logins.route import kept_proxy_password, proxy_place, route_to
from nxql_tui.logins.saved import find_connection, used_connection
from nxql_tui.logins.trust import expiry_warning, takes_pins, trust_for
from nxql_tui.ui.login_messages import (
    CertificateChanged,
    EnginesListed,
    EngineUnknown,
    LoginFailed,
    LoginField,
    LoginForm,
    LoginSucceeded,
    LoginTested,
    PasswordCommandFailed,
    ProxyPasswordWanted,
)
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from nxql_tui.client.portal import PortalEngine
    from nxql_tui.client.route import Route
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.paths import Paths


def log_in(form: LoginForm, paths: Paths, post: Callable[[Message], object], cancellation: Cancellation) -> None:
    """Try to log in and post what came of it; blocks until then, or until somebody cancels."""
    _try(form, paths, post, cancellation, _Attempt.log_in)


def try_out(form: LoginForm, paths: Paths, post: Callable[[Message], object], cancellation: Cancellation) -> None:
    """See whether a login would succeed, keep nothing of it, and post what came of it; blocks as `log_in`."""
    _try(form, paths, post, cancellation, _Attempt.try_out)


def _try(
    form: LoginForm, paths: Paths, post: Callable[[Message], object], cancellation: Cancellation, deed: _Deed
) -> None:
    if not form.user.strip():
        post(LoginFailed(LoginField.USER, "The user name is missing.", "Type the account's name."))
        return
    try:
        post(_outcome(form, paths, cancellation, deed))
    except ClientError as error:
        post(LoginFailed(_field_of(error), error.what, error.advice, error.details))
    except (PasswordStoreError, KnownEnginesError) as error:
        post(LoginFailed(LoginField.PASSWORD, str(error), ""))


def _outcome(form: LoginForm, paths: Paths, cancellation: Cancellation, deed: _Deed) -> Message:
    notes: list[str] = []
    site = form.connection
    if site is not None and not site.address and form.engine is None:
        if site.portal is None:
            listed = tuple((address, parse_address(address)) for address in site.addresses)
            return EnginesListed(form, listed, ())
        attempt = _Attempt(form, parse_portal_address(site.portal), site, paths, notes, cancellation)
        return attempt.outcome(lambda account: _listed(form, list_engines(account, cancellation)))
    address = form.engine or parse_address(form.address)
    connection = site or _known_connection(form, address, paths, notes)
    attempt = _Attempt(form, address, connection, paths, notes, cancellation)
    return attempt.outcome(lambda account: deed(attempt, account))


def _listed(form: LoginForm, engines: tuple[PortalEngine, ...]) -> EnginesListed:
    there = tuple((engine.name, engine.address) for engine in engines if engine.is_connected)
    return EnginesListed(form, there, tuple(engine.name for engine in engines if not engine.is_connected))


def _known_connection(form: LoginForm, address: EngineAddress, paths: Paths, notes: list[str]) -> Connection | None:
    try:
        return find_connection(load_connections(paths.connections), form.user, address)
    except ConnectionsFileError as error:
        notes.append(f"Updates are not allowed, for the saved connections cannot be read: {error}")
        return None


class _Attempt:
    """One login at one address, by the rules of a saved connection where there is one."""

    def __init__(
        self,
        form: LoginForm,
        address: EngineAddress,
        connection: Connection | None,
        paths: Paths,
        notes: list[str],
        cancellation: Cancellation,
    ) -> None:
        self._form = form
        self._address = address
        self._connection = connection
        self._paths = paths
        self._notes = notes
        self._cancellation = cancellation
        self._identity = known_as(connection, address)

    def outcome(self, act: Callable[[Account], Message]) -> Message:
        """Do what the login is for, or say what a person has to decide first.

        Raises:
            ClientError, PasswordSourceError, PasswordStoreError, KnownEnginesError: As their trees say.
        """
        self._keep_pins()
        try:
            password = self._password()
        except CommandUnusable as error:
            return LoginFailed(LoginField.PASSWORD, str(error), "")
        except PasswordSourceError as error:
            command = None if self._connection is None else self._connection.password_command
            return PasswordCommandFailed(self._form, command or "", str(error))
        if password is None:
            return LoginFailed(LoginField.PASSWORD, "The password is missing.", "None is kept for this user; type it.")
        route = self._route()
        trust: Trust | None = None
        try:
            trust = self._trust()
            return act(Account(self._address, Credential(self._form.user, password), trust, route))
        except CertificateChangedError as error:
            return self._stop(error)
        except NotTrustedError as error:
            has_expired = error.reason is TrustReason.EXPIRED and isinstance(trust, PinnedTrust)
            can_be_pinned = error.can_be_pinned and takes_pins(self._connection)
            if not can_be_pinned and not has_expired:
                raise
            seen = probe_certificate(self._address, cancellation=self._cancellation, route=route)
            return EngineUnknown(self._form, self._identity, seen, error.what, has_expired)
        except ProxyRefusedError as error:
            if route.proxy is None or not route.proxy.user:
                raise
            return ProxyPasswordWanted(self._form, route.proxy, error.what)

    def _stop(self, error: CertificateChangedError) -> CertificateChanged:
        saved = self._connection
        engine = str(self._identity) if saved is None else saved.name
        one_of_many = f" --engine {self._address}" if self._form.engine is not None else ""
        return CertificateChanged(
            error, engine, f"nxql-tui connections trust {shlex.quote(engine)}{one_of_many} --replace"
        )

    def log_in(self, account: Account) -> LoginSucceeded:
        """Prove all of it, and keep what is to be kept."""
        saved = self._connection
        client = EngineClient(
            account.address,
            account.credential,
            account.trust,
            route=account.route,
            overall_timeout=None if saved is None else saved.time_limit,
        )
        seen = client.check_login(cancellation=self._cancellation)
        if self._cancellation.is_cancelled:
            # Whoever stopped it wants nothing kept of it.
            raise QuestionCancelled
        warning = expiry_warning(seen.der, account.address, datetime.now(UTC))
        if warning is not None:
            self._notes.append(warning)
        if self._form.password.reveal():
            self._keep_password(str(password_place(saved, account.address)), self._form.user, self._form.password)
        if self._form.proxy_password is not None and account.route.proxy is not None:
            proxy = account.route.proxy
            self._keep_password(proxy_place(proxy), proxy.user, self._form.proxy_password)
        return LoginSucceeded(client, self._form, self._keep_way(), tuple(self._notes))

    def try_out(self, account: Account) -> LoginTested:
        """Prove all of it, and keep nothing."""
        started = time.monotonic()
        client = EngineClient(account.address, account.credential, account.trust, route=account.route)
        seen = client.check_login(cancellation=self._cancellation)
        milliseconds = round((time.monotonic() - started) * 1000)
        warning = expiry_warning(seen.der, account.address, datetime.now(UTC))
        return LoginTested(
            f"{account.address} accepts {account.credential.user}, in {milliseconds:,} ms."
            + (f" {warning}" if warning else "")
        )

    def _password(self) -> Secret | None:
        """The one typed, or that the connection's own command prints, or that some place keeps, or the environment's.

        The last comes last: it is one for all connections, and what was kept is for this one.

        Raises:
            PasswordSourceError: The command prints none.
            PasswordStoreError: None is found, and a place could not be asked.
        """
        if self._form.password.reveal():
            return self._form.password
        if self._form.command_password is not None:
            return self._form.command_password
        saved = self._connection
        if saved is not None and saved.password_command is not None and saved.user == self._form.user:
            return password_from_command(saved.password_command)
        place = str(password_place(saved, self._address))
        try:
            kept = _stored_password(self._form, place)
        except PasswordStoreError:
            kept = password_from_environment()
            if kept is None:
                raise
        return kept or password_from_environment()

    def _route(self) -> Route:
        route = route_to(self._address, self._connection, os.environ)
        proxy = route.proxy
        if proxy is None or not proxy.user or proxy.password is not None:
            return route
        password = self._form.proxy_password or kept_proxy_password(proxy, self._form.stores)
        return replace(route, proxy=proxy.with_password(password))

    def _trust(self) -> Trust:
        return trust_for(self._connection, self._address, self._form.session_trust, self._paths)

    def _keep_pins(self) -> None:
        for identity, pin in self._form.new_pins:
            try:
                save_pin(self._paths.known_engines, identity, pin)
            except KnownEnginesError as error:
                self._notes.append(f"The certificate is trusted for this session only: {error}")

    def _keep_password(self, place: str, user: str, password: Secret) -> None:
        """Keep a password that was typed where its user wants it, and nowhere else."""
        wanted, *others = self._form.stores
        try:
            wanted.save(place, user, password)
        except PasswordStoreError as error:
            self._notes.append(f"The password is kept for this session only: {error}")
            _session_of(self._form).save(place, user, password)
            return
        for other in others:
            try:
                other.forget(place, user)
            except PasswordStoreError as error:
                self._notes.append(f"An older password may still be there: {error}")

    def _keep_way(self) -> Connection:
        """Keep the connection, or note in words why it cannot be."""
        now = datetime.now(UTC)
        saved = self._connection
        try:
            if saved is None or saved.user != self._form.user:
                others = load_connections(self._paths.connections)
                used = used_connection(self._form.user, self._address, others)
            else:
                used = replace(saved, last_used=now)
            save_connection(self._paths.connections, used)
        except (ConnectionsFileError, OSError) as error:
            self._notes.append(f"The connection was not kept: {error}")
            is_ours = saved is not None and saved.user == self._form.user
            return saved if saved is not None and is_ours else Connection("", str(self._address), self._form.user)
        return used


_Deed: TypeAlias = "Callable[[_Attempt, Account], Message]"


def _stored_password(form: LoginForm, place: str) -> Secret | None:
    """The password that some place keeps; one that does not answer is in nobody's way."""
    failure: PasswordStoreError | None = None
    for store in form.stores:
        try:
            password = store.load(place, form.user)
        except PasswordStoreError as error:
            failure = failure or error
        else:
            if password is not None:
                return password
    if failure is not None:
        raise failure
    return None


def _session_of(form: LoginForm) -> SessionStore:
    """The place that works everywhere."""
    return next((store for store in form.stores if isinstance(store, SessionStore)), SessionStore())


def _field_of(error: ClientError) -> LoginField:
    if isinstance(error, CredentialError):
        return LoginField.USER
    return LoginField.PASSWORD if isinstance(error, RefusedError) else LoginField.ENGINE
