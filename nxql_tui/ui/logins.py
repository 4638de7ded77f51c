"""Logging in beside the screen: address, trust, credential and licence are proved by one cheap question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, read_connections
from nxql_tui.accounts.known_engines import KnownEnginesError
from nxql_tui.accounts.password_stores import PasswordStoreError
from nxql_tui.client.address import parse_address, parse_portal_address
from nxql_tui.client.errors import ClientError, CredentialError, RefusedError, TimedOutError, UnreachableError
from nxql_tui.client.portal import list_engines
from nxql_tui.logins.saved import find_connection, find_named
from nxql_tui.logins.site_engines import addressed_engines, listed_engines, remembered_engines
from nxql_tui.ui.login_attempt import LoginAttempt
from nxql_tui.ui.login_keeping import keep_pins
from nxql_tui.ui.login_outcomes import EnginesListed, LoginFailed, LoginField, LoginForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.client.account import Account
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.paths import Paths
    from nxql_tui.ui.login_outcomes import LoginOutcome

_Deed: TypeAlias = "Callable[[LoginAttempt, Account], LoginOutcome]"


def log_in(form: LoginForm, paths: Paths, cancellation: Cancellation) -> LoginOutcome:
    """Try to log in; blocks until something came of it, or somebody cancels."""
    return _try(form, paths, cancellation, LoginAttempt.log_in)


def try_out(form: LoginForm, paths: Paths, cancellation: Cancellation) -> LoginOutcome:
    """See whether a login would succeed, and keep nothing of it; blocks as `log_in`."""
    return _try(form, paths, cancellation, LoginAttempt.try_out)


def _try(form: LoginForm, paths: Paths, cancellation: Cancellation, deed: _Deed) -> LoginOutcome:
    if not form.address.strip():
        return LoginFailed(LoginField.ENGINE, "The Engine's address is missing.", "Write a host, or host:port.")
    if not form.user.strip():
        return LoginFailed(LoginField.USER, "The user name is missing.", "Type the account's name.")
    try:
        return _outcome(form, paths, cancellation, deed)
    except ClientError as error:
        return LoginFailed(_field_of(error), error.what, error.advice, error.details)
    except (PasswordStoreError, KnownEnginesError) as error:
        return LoginFailed(LoginField.PASSWORD, str(error), "")


def _outcome(form: LoginForm, paths: Paths, cancellation: Cancellation, deed: _Deed) -> LoginOutcome:
    notes = list(keep_pins(form.new_pins, paths))
    saved = read_saved(paths, notes)
    site = as_saved(form, saved)
    if site is not None and not site.address and form.engine is None:
        return _engines(replace(form, connection=site), site, paths, notes, cancellation)
    address = form.engine or parse_address(form.address)
    connection = site or find_connection(saved, form.user, address)
    attempt = LoginAttempt(form, address, connection, paths, notes, cancellation)
    return attempt.outcome(lambda account: deed(attempt, account))


def _engines(
    form: LoginForm, site: Connection, paths: Paths, notes: list[str], cancellation: Cancellation
) -> LoginOutcome:
    """The Engines of a site; those of the last time where its Portal cannot be reached."""
    if site.portal is None:
        return EnginesListed(form, addressed_engines(site).members)
    attempt = LoginAttempt(form, parse_portal_address(site.portal), site, paths, notes, cancellation)

    def listed(account: Account) -> EnginesListed:
        engines = listed_engines(site, list_engines(account, cancellation))
        return EnginesListed(form, engines.members, engines.unreachable)

    try:
        return attempt.outcome(listed)
    except (UnreachableError, TimedOutError) as error:
        remembered = remembered_engines(site)
        if not remembered:
            raise
        return EnginesListed(form, remembered, trouble=error.what)


def read_saved(paths: Paths, notes: list[str]) -> tuple[Connection, ...]:
    """The saved connections as the file holds them now; none, and a note, where it cannot be read."""
    try:
        return read_connections(paths.connections).connections
    except ConnectionsFileError as error:
        notes.append(f"Updates are not allowed, for the saved connections cannot be read: {error}")
        return ()


def as_saved(form: LoginForm, saved: tuple[Connection, ...]) -> Connection | None:
    """The connection that was chosen, with what somebody may have changed in the file since it was shown."""
    if form.connection is None or form.is_new:
        return form.connection
    return find_named(saved, form.connection.name) or form.connection


def _field_of(error: ClientError) -> LoginField:
    if isinstance(error, CredentialError):
        return LoginField.USER
    return LoginField.PASSWORD if isinstance(error, RefusedError) else LoginField.ENGINE
