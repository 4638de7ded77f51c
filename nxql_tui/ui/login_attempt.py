"""One login at one address, by the rules of a connection where there is one."""

from __future__ import annotations

import os
import shlex
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from nxql_tui.accounts.password_sources import CommandUnusable, PasswordSourceError
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
from nxql_tui.logins.identity import known_as
from nxql_tui.logins.route import route_to, told
from nxql_tui.logins.trust import expiry_warning, takes_pins, trust_for
from nxql_tui.ui.login_keeping import keep_passwords, keep_way
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
from nxql_tui.ui.login_secrets import LoginSecrets
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.route import Route
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.paths import Paths
    from nxql_tui.ui.login_outcomes import LoginForm
    from nxql_tui.wire.credentials import Secret

Undecided: TypeAlias = EngineUnknown | CertificateChanged | ProxyPasswordWanted | PasswordCommandFailed | LoginFailed
"""What ends an attempt before it has come to what it is for."""

Result = TypeVar("Result")


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
        secrets: LoginSecrets | None = None,
    ) -> None:
        """Make an attempt.

        Args:
            form: What was filled in and decided.
            address: Where the Engine or the Portal is.
            connection: Whose rules hold.
            paths: Where what is kept is kept.
            notes: Gets what is worth a word.
            cancellation: Ends it.
            secrets: Those of a login to several Engines, which share them.
        """
        self._typed = form
        self._secrets = secrets or LoginSecrets(form, connection)
        self._address = address
        self._connection = connection
        self._paths = paths
        self._notes = notes
        self._cancellation = cancellation
        self._identity = known_as(connection, address)

    @property
    def _form(self) -> LoginForm:
        return replace(self._typed, command_password=self._secrets.form.command_password)

    def outcome(self, act: Callable[[Account], Result]) -> Result | Undecided:
        """Do what the login is for, or say what a person has to decide first.

        Raises:
            ClientError, PasswordStoreError, KnownEnginesError: As their trees say.
        """
        route = self._route()
        trust: Trust | None = None
        try:
            trust = self._trust()
            password = self._secrets.password(self._address, partial(self._look, trust, route))
            if password is None:
                missing = "None is kept for this user; type it."
                return LoginFailed(LoginField.PASSWORD, "The password is missing.", missing)
            return act(self._account(password, trust, route))
        except CommandUnusable as error:
            return LoginFailed(LoginField.PASSWORD, str(error), "")
        except PasswordSourceError as error:
            return PasswordCommandFailed(self._form, self._secrets.command or "", str(error))
        except CertificateChangedError as error:
            return self._stop(error)
        except NotTrustedError as error:
            return self._meet(error, trust, route)
        except ProxyRefusedError as error:
            if route.proxy is None or not route.proxy.user:
                raise
            return ProxyPasswordWanted(self._form, route.proxy, error.what)

    def account(self) -> Account | None:
        """The account there, as far as it is known without asking anybody; None where the password is not.

        Raises:
            ClientError, KnownEnginesError: There is no way or no trust.
        """
        password = self._secrets.known
        return None if password is None else self._account(password, self._trust(), self._route())

    def _account(self, password: Secret, trust: Trust, route: Route) -> Account:
        limit = self._connection.time_limit if self._connection else None
        return Account(self._address, Credential(self._typed.user, password), trust, route, overall_timeout=limit)

    def _look(self, trust: Trust, route: Route) -> None:
        trusted_certificate(self._address, trust, cancellation=self._cancellation, route=route)

    def _trust(self) -> Trust:
        return trust_for(self._connection, self._address, self._typed.decided, self._paths)

    def _route(self) -> Route:
        return told(route_to(self._address, self._connection, os.environ), self._secrets.proxy_password)

    # What a person decides

    def _meet(self, error: NotTrustedError, trust: Trust | None, route: Route) -> EngineUnknown:
        if error.reason is TrustReason.EXPIRED and isinstance(trust, PinnedTrust):
            # The pinned one itself, not what somebody may show at another look.
            return EngineUnknown(self._form, self._identity, SeenCertificate(trust.certificate), error, True)
        if not error.can_be_pinned or not takes_pins(self._connection):
            raise error
        seen = probe_certificate(self._address, cancellation=self._cancellation, route=route)
        return EngineUnknown(self._form, self._identity, seen, error, has_expired=False)

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
        self._notes += keep_passwords(form, self._connection, account.address, account.route)
        way = keep_way(form, self._connection, account.address, self._paths, self._notes)
        return LoginSucceeded(client, form, way, tuple(self._notes))

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
