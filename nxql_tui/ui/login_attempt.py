"""One login at one address, by the rules of a connection where there is one."""

from __future__ import annotations

import os
import shlex
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, read_connections, save_connection
from nxql_tui.accounts.known_engines import KnownEnginesError, save_pin
from nxql_tui.accounts.password_sources import (
    CommandUnusable,
    PasswordSourceError,
    password_from_command,
    password_from_environment,
)
from nxql_tui.client.account import Account
from nxql_tui.client.certificate import SeenCertificate
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import (
    CertificateChangedError,
    NotTrustedError,
    ProxyRefusedError,
    QuestionCancelled,
    TrustReason,
)
from nxql_tui.client.probe import probe_certificate, trusted_certificate
from nxql_tui.client.trust import PinnedTrust, Trust
from nxql_tui.logins.identity import known_as, password_place
from nxql_tui.logins.passwords import keep_password, stored_password
from nxql_tui.logins.route import PROXY_PASSWORD_VARIABLE, proxy_place, route_to, told
from nxql_tui.logins.saved import note_login, used_connection
from nxql_tui.logins.trust import expiry_warning, takes_pins, trust_for
from nxql_tui.ui.login_outcomes import (
    CertificateChanged,
    EngineUnknown,
    LoginFailed,
    LoginField,
    LoginSucceeded,
    LoginTested,
    PasswordCommandFailed,
    ProxyPasswordWanted,
)
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.route import Proxy, Route
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.paths import Paths
    from nxql_tui.ui.login_outcomes import LoginForm, LoginOutcome
    from nxql_tui.wire.credentials import Secret


class LoginAttempt:
    """Finds the way, the trust and the password; what a person has to decide ends it with that question."""

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

    def outcome(self, act: Callable[[Account], LoginOutcome]) -> LoginOutcome:
        """Do what the login is for, or say what a person has to decide first.

        Raises:
            ClientError, PasswordStoreError, KnownEnginesError: As their trees say.
        """
        self._keep_pins()
        route = self._route()
        trust: Trust | None = None
        try:
            trust = trust_for(self._connection, self._address, self._form.decided, self._paths)
            password = self._password(trust, route)
            if password is None:
                missing = "None is kept for this user; type it."
                return LoginFailed(LoginField.PASSWORD, "The password is missing.", missing)
            account = Account(self._address, Credential(self._form.user, password), trust, route)
            return act(replace(account, overall_timeout=self._connection.time_limit if self._connection else None))
        except CommandUnusable as error:
            return LoginFailed(LoginField.PASSWORD, str(error), "")
        except PasswordSourceError as error:
            return PasswordCommandFailed(self._form, self._command or "", str(error))
        except CertificateChangedError as error:
            return self._stop(error)
        except NotTrustedError as error:
            return self._meet(error, trust, route)
        except ProxyRefusedError as error:
            if route.proxy is None or not route.proxy.user:
                raise
            return ProxyPasswordWanted(self._form, route.proxy, error.what)

    # What a person decides

    def _meet(self, error: NotTrustedError, trust: Trust | None, route: Route) -> EngineUnknown:
        if error.reason is TrustReason.EXPIRED and isinstance(trust, PinnedTrust):
            # The pinned one itself, not what somebody may show at another look.
            return EngineUnknown(self._form, self._identity, SeenCertificate(trust.certificate), error.what, True)
        if not error.can_be_pinned or not takes_pins(self._connection):
            raise error
        seen = probe_certificate(self._address, cancellation=self._cancellation, route=route)
        return EngineUnknown(self._form, self._identity, seen, error.what, has_expired=False)

    def _stop(self, error: CertificateChangedError) -> CertificateChanged:
        saved = None if self._form.is_new else self._connection
        engine = str(self._identity) if saved is None else saved.name
        one_of_many = f" --engine {self._address}" if saved is not None and self._form.engine is not None else ""
        way_on = f"nxql-tui connections trust {shlex.quote(engine)}{one_of_many} --replace"
        return CertificateChanged(error, engine, way_on)

    # What it is for

    def log_in(self, account: Account) -> LoginSucceeded:
        """Prove all of it, and keep what is to be kept."""
        client = EngineClient.of(account)
        seen = client.check_login(cancellation=self._cancellation)
        if self._cancellation.is_cancelled:
            # Whoever stopped it wants nothing kept of it.
            raise QuestionCancelled
        self._note(expiry_warning(seen.der, account.address, datetime.now(UTC)))
        form = self._form
        if form.password.reveal():
            place = str(password_place(self._connection, account.address))
            self._notes += keep_password(place, form.user, form.password, form.stores)
        if form.proxy_password is not None and account.route.proxy is not None:
            proxy = account.route.proxy
            self._notes += keep_password(proxy_place(proxy), proxy.user, form.proxy_password, form.stores)
        return LoginSucceeded(client, form, self._keep_way(), tuple(self._notes))

    def try_out(self, account: Account) -> LoginTested:
        """Prove all of it, and keep nothing."""
        started = time.monotonic()
        seen = EngineClient.of(account).check_login(cancellation=self._cancellation)
        milliseconds = round((time.monotonic() - started) * 1000)
        warning = expiry_warning(seen.der, account.address, datetime.now(UTC))
        return LoginTested(
            f"{account.address} accepts {account.credential.user}, in {milliseconds:,} ms."
            + (f" {warning}" if warning else "")
        )

    def _note(self, sentence: str | None) -> None:
        if sentence is not None:
            self._notes.append(sentence)

    # What it needs

    @property
    def _command(self) -> str | None:
        """What the connection has for getting its own user's password."""
        saved = self._connection
        return None if saved is None or saved.user != self._form.user else saved.password_command

    def _password(self, trust: Trust, route: Route) -> Secret | None:
        """The one typed, or that the connection's own command prints, or that some place keeps, or the environment's.

        The last comes last: it is one for all connections, and what was kept is for this one.

        Raises:
            ClientError: A command would be run for a server that is not trusted.
            PasswordSourceError: The command prints none.
            PasswordStoreError: None is found, and a place could not be asked.
        """
        form = self._form
        if form.password.reveal():
            return form.password
        if form.command_password is None and self._command is not None:
            # It may ask a person: for nobody who is not trusted.
            trusted_certificate(self._address, trust, cancellation=self._cancellation, route=route)
            self._form = replace(form, command_password=password_from_command(self._command))
        if self._form.command_password is not None:
            return self._form.command_password
        stored = stored_password(str(password_place(self._connection, self._address)), form.user, form.stores)
        password = stored.password or password_from_environment()
        if password is None and stored.failures:
            raise stored.failures[0]
        return password

    def _route(self) -> Route:
        return told(route_to(self._address, self._connection, os.environ), self._proxy_password)

    def _proxy_password(self, proxy: Proxy) -> Secret | None:
        typed = self._form.proxy_password or proxy.password
        kept = typed or stored_password(proxy_place(proxy), proxy.user, self._form.stores).password
        return kept or password_from_environment(PROXY_PASSWORD_VARIABLE)

    # What is kept of it

    def _keep_pins(self) -> None:
        for identity, pin in self._form.new_pins:
            try:
                save_pin(self._paths.known_engines, identity, pin)
            except KnownEnginesError as error:
                self._notes.append(f"The certificate is trusted for this session only: {error}")

    def _keep_way(self) -> Connection:
        """Keep the connection, or note in words why it cannot be."""
        ours = self._connection if self._connection and self._connection.user == self._form.user else None
        try:
            return self._written(ours)
        except (ConnectionsFileError, OSError) as error:
            self._notes.append(f"The connection was not kept: {error}")
            return ours or Connection("", str(self._address), self._form.user)

    def _written(self, ours: Connection | None) -> Connection:
        path, now = self._paths.connections, datetime.now(UTC)
        if ours is not None and not self._form.is_new:
            used = note_login(path, ours.name, now)
            if used is None:
                self._notes.append(f"The connection '{ours.name}' has been deleted meanwhile, and stays so.")
            return used or ours
        if ours is None:
            used = used_connection(self._form.user, self._address, read_connections(path).connections, now)
        else:
            used = replace(ours, last_used=now)
        save_connection(path, used)
        return used
