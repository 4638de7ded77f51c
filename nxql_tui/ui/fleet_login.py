"""Logging in to several Engines at once, beside the screen, in rounds between which a person decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from nxql_tui.accounts.known_engines import KnownEnginesError
from nxql_tui.accounts.password_stores import PasswordStoreError
from nxql_tui.client.address import parse_address, parse_portal_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.errors import (
    ClientError,
    NotTrustedError,
    ProxyRefusedError,
    QuestionCancelled,
    TimedOutError,
    UnreachableError,
)
from nxql_tui.client.portal import list_engines
from nxql_tui.logins.members import FleetMember
from nxql_tui.logins.site_engines import (
    SiteEngines,
    addressed_engines,
    chosen_before,
    listed_engines,
    remembered_engines,
)
from nxql_tui.logins.trust import expiry_warning
from nxql_tui.ui.at_once import at_once
from nxql_tui.ui.fleet_ending import end_login
from nxql_tui.ui.fleet_form import EngineLogin, FleetUndecided, Stranger
from nxql_tui.ui.login_attempt import LoginAttempt, Undecided
from nxql_tui.ui.login_keeping import keep_pins
from nxql_tui.ui.login_outcomes import (
    CertificateChanged,
    EngineUnknown,
    LoginFailed,
    LoginField,
    PasswordCommandFailed,
    ProxyPasswordWanted,
)
from nxql_tui.ui.login_secrets import LoginSecrets
from nxql_tui.ui.logins import as_saved, read_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.client.account import Account
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.password_trial import PasswordTrials
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.paths import Paths
    from nxql_tui.ui.fleet_form import FleetForm, FleetPart
    from nxql_tui.ui.login_outcomes import LoginForm, LoginOutcome

AT_ONCE = 16
"""Engines that are being logged in to at the same time; a login is small, and some of them may be silent."""

Result = TypeVar("Result")
_Who: TypeAlias = "tuple[int, FleetMember | None]"
"""Which part, and which of its Engines; None for its Portal."""


def log_in_to_fleet(form: FleetForm, paths: Paths, cancellation: Cancellation) -> LoginOutcome:
    """Go on with a login; blocks until a person has to decide, or something came of it."""
    return _Round(form, paths, cancellation).run()


@dataclass(frozen=True)
class _Asked:
    """What a person has to decide about an Engine, or about a part."""

    who: _Who
    question: Undecided


class _Round:
    """Goes as far as nobody has to be asked."""

    def __init__(self, form: FleetForm, paths: Paths, cancellation: Cancellation) -> None:
        self._paths = paths
        self._cancellation = cancellation
        self._notes = list(keep_pins(form.new_pins, paths))
        saved = read_saved(paths, self._notes)
        parts = tuple(replace(part, form=_as_saved_now(part.form, saved)) for part in form.parts)
        self._form = replace(form, parts=parts, new_pins=())
        self._secrets = [LoginSecrets(part.form, part.form.connection) for part in parts]

    def run(self) -> LoginOutcome:
        """List, log in, and see what is left to be decided."""
        asked: list[_Asked] = []
        for place, found in self._at_once(self._with_members, self._unlisted()):
            if isinstance(found, _Asked):
                asked.append(found)
            else:
                self._form = self._form.with_part(place, found)
        for _, login in self._at_once(self._log_in, self._waiting()):
            if isinstance(login, _Asked):
                asked.append(login)
            else:
                self._form = self._form.with_done([login])
        if self._cancellation.is_cancelled:
            raise QuestionCancelled
        self._keep_what_was_printed()
        return self._undecided(asked) or self._end()

    def _end(self) -> LoginOutcome:
        form = self._form.with_done(self._with_client(login) for login in tuple(self._form.done.values()))
        if form.changed and not form.is_told_of_changes:
            return FleetUndecided(form)
        return end_login(form, self._paths, self._notes)

    def _at_once(
        self, work: Callable[[_Who], Result | Undecided], who: Iterable[_Who]
    ) -> list[tuple[int, Result | _Asked]]:
        def do(one: _Who) -> tuple[int, Result | _Asked]:
            result: Result | Undecided
            try:
                result = work(one)
            except (PasswordStoreError, KnownEnginesError) as error:
                result = LoginFailed(LoginField.PASSWORD, str(error), "")
            if isinstance(result, Undecided):
                return one[0], _Asked(one, result)
            return one[0], result

        return at_once(do, who, most=AT_ONCE, name="log-in")

    # Which Engines

    def _unlisted(self) -> list[_Who]:
        parts = enumerate(self._form.parts)
        return [(place, None) for place, part in parts if part.is_open and part.members is None]

    def _with_members(self, who: _Who) -> FleetPart | Undecided:
        part = self._form.parts[who[0]]
        site = part.form.connection
        try:
            if site is None or site.address:
                address = parse_address(part.form.address)
                return replace(part, members=(FleetMember(part.name, address, site),))
            if site.portal is None:
                return _choice(part, addressed_engines(site))
            attempt = self._attempt(who, parse_portal_address(site.portal))
            return attempt.outcome(
                lambda account: _choice(part, listed_engines(site, list_engines(account, self._cancellation)))
            )
        except (UnreachableError, TimedOutError) as error:
            remembered = remembered_engines(site) if site is not None else ()
            if not remembered:
                return LoginFailed(LoginField.ENGINE, error.what, error.advice, error.details)
            self._notes.append(f"{error.what} The Engines of {part.name} are those of the last time.")
            return replace(part, members=remembered)
        except ClientError as error:
            return LoginFailed(LoginField.ENGINE, error.what, error.advice, error.details)

    # Each Engine

    def _waiting(self) -> list[_Who]:
        """Those that nothing has come of yet."""
        place_of = self._place_of()
        waiting = (member for member in self._form.members if str(member.address) not in self._form.done)
        return [(place_of[str(member.address)], member) for member in waiting]

    def _place_of(self) -> dict[str, int]:
        """Which part an Engine belongs to, by its address: the first, where several lead to it."""
        parts = reversed(list(enumerate(self._form.parts)))
        return {address: place for place, part in parts if part.is_open for address in part.addresses}

    def _log_in(self, who: _Who) -> EngineLogin | Undecided:
        place, member = who
        assert member is not None  # noqa: S101  of those that are waiting
        attempt = self._attempt(who, member.address)
        try:
            return attempt.outcome(partial(self._prove, self._form.parts[place].trials, member))
        except ClientError as error:
            return EngineLogin(member, None, error)

    def _prove(self, trials: PasswordTrials, member: FleetMember, account: Account) -> EngineLogin:
        client = EngineClient.of(account)
        try:
            seen = trials.of(client).check_login(client, self._cancellation)
        except (NotTrustedError, ProxyRefusedError, QuestionCancelled):
            raise
        except ClientError as error:
            return EngineLogin(member, client, error)
        return EngineLogin(member, client, None, expiry_warning(seen.der, account.address, datetime.now(UTC)))

    def _attempt(self, who: _Who, address: EngineAddress) -> LoginAttempt:
        place, member = who
        form = replace(self._form.parts[place].form, engine=None if member is None else member.address)
        secrets = self._secrets[place]
        return LoginAttempt(form, address, form.connection, self._paths, self._notes, self._cancellation, secrets)

    def _with_client(self, login: EngineLogin) -> EngineLogin:
        """One that was not reached before a password was found can be asked all the same: it may come back."""
        if login.client is not None or not isinstance(login.error, UnreachableError | TimedOutError):
            return login
        place = self._place_of().get(str(login.member.address))
        if place is None:
            return login
        try:
            account = self._attempt((place, login.member), login.member.address).account()
        except (ClientError, KnownEnginesError):
            return login
        return login if account is None else replace(login, client=EngineClient.of(account))

    # What is left to be decided

    def _keep_what_was_printed(self) -> None:
        for place, secrets in enumerate(self._secrets):
            self._form = self._form.with_part(place, replace(self._form.parts[place], form=secrets.form))

    def _undecided(self, asked: list[_Asked]) -> FleetUndecided | None:
        strangers: list[Stranger] = []
        proxy: tuple[int, ProxyPasswordWanted] | None = None
        command: tuple[int, PasswordCommandFailed] | None = None
        missing: int | None = None
        for one in asked:
            place, member = one.who
            match one.question:
                case EngineUnknown() as meeting:
                    name = f"Portal of {self._form.parts[place].name}" if member is None else member.name
                    strangers.append(Stranger(place, name, meeting, member))
                case CertificateChanged() as changed:
                    self._stop(one.who, changed)
                case ProxyPasswordWanted() as wanted:
                    proxy = proxy or (place, wanted)
                case PasswordCommandFailed() as failed:
                    command = command or (place, failed)
                case LoginFailed() as failure:
                    if self._secrets[place].is_missing and len(self._form.parts) > 1:
                        missing = place if missing is None else missing
                    else:
                        self._fail(place, failure)
        if strangers or proxy or command or missing is not None:
            return FleetUndecided(self._form, tuple(strangers), proxy, command, missing)
        return None

    def _stop(self, who: _Who, changed: CertificateChanged) -> None:
        place, member = who
        name = self._form.parts[place].name if member is None else member.name
        self._form = replace(self._form, changed=(*self._form.changed, replace(changed, member=name)))
        error = changed.error
        if member is None:
            self._fail(place, LoginFailed(LoginField.ENGINE, error.what, error.advice, error.details))
        else:
            error.details = (*error.details, f"If the new one is right: {changed.way_on}")
            self._form = self._form.with_done([EngineLogin(member, None, error)])

    def _fail(self, place: int, failure: LoginFailed) -> None:
        self._form = self._form.with_part(place, replace(self._form.parts[place], failure=failure))


def _as_saved_now(form: LoginForm, saved: tuple[Connection, ...]) -> LoginForm:
    return replace(form, connection=as_saved(form, saved))


def _choice(part: FleetPart, engines: SiteEngines) -> FleetPart | LoginFailed:
    """A part with those of its Engines that somebody has chosen, or with all."""
    site = part.form.connection
    chosen = chosen_before(site, engines) if site is not None and site.engines else engines
    if not chosen.members:
        what = f"No Engine of {part.name}" + (" that was chosen" if chosen is not engines else "") + " is connected."
        return LoginFailed(LoginField.ENGINE, what, "Connect to it alone to choose others.")
    return replace(part, members=chosen.members, left_out=tuple(one.name for one in chosen.unreachable))
