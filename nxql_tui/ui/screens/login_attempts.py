"""Attempts to log in, and what a person decides between them: whom to trust, what to type, which Engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from textual import on
from textual.message import Message

from nxql_tui.accounts.known_engines import Pin
from nxql_tui.accounts.password_sources import PasswordSourceError, password_from_command_here
from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.transfer import Cancellation
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.logins.saved import engine_connections
from nxql_tui.logins.site_engines import SiteEngines, as_remembered, chosen_before, tags_by_address
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.fleet_form import FleetForm, FleetPart, FleetUndecided
from nxql_tui.ui.fleet_login import log_in_to_fleet
from nxql_tui.ui.login_outcomes import (
    CertificateChanged,
    EnginesListed,
    EngineUnknown,
    LoginFailed,
    LoginField,
    LoginForm,
    LoginOutcome,
    LoginSucceeded,
    LoginTested,
    PasswordCommandFailed,
    ProxyPasswordWanted,
)
from nxql_tui.ui.logins import log_in, try_out
from nxql_tui.ui.saved_connections import keep_connections, share_password
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.choose_engine import ChooseEngineScreen, EngineChoice, EngineDeed
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.connection_keeper import ConnectionKeeper
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen, TrustDecision
from nxql_tui.ui.screens.secret_prompt import SecretPrompt
from nxql_tui.ui.terminal_handover import HandoverFailed, with_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.accounts.password_stores import SessionStore
    from nxql_tui.paths import Paths
    from nxql_tui.ui.fleet_ending import FleetReady
    from nxql_tui.wire.credentials import Secret


Deed: TypeAlias = "Callable[[LoginForm, Paths, Cancellation], LoginOutcome]"
"""What an attempt is for: to log in, or to see whether one could."""


class LoginAttempts(ConnectionKeeper):
    """Makes one attempt at a time, asks what an attempt cannot know, and makes another with the answer."""

    @dataclass
    class Ended(Message):
        """Something came of an attempt."""

        attempt: Cancellation
        outcome: LoginOutcome

    @dataclass
    class Decided(Message):
        """Something came of the attempt under way that asks nobody anything."""

        outcome: LoginSucceeded | FleetReady | LoginTested | LoginFailed

    @dataclass
    class DecisionWanted(Message):
        """A login to several Engines goes on when somebody has decided."""

        undecided: FleetUndecided

    def __init__(
        self,
        paths: Paths,
        connections: tuple[Connection, ...],
        session_store: SessionStore,
        decided: dict[str, PinnedTrust],
        *,
        kernel_keyring_hours: int,
    ) -> None:
        super().__init__(paths, connections, session_store, kernel_keyring_hours=kernel_keyring_hours)
        self.decided = decided
        """The certificates that a person trusts for this session, by who an Engine is."""
        self._deed: Deed = log_in
        self._marked: frozenset[str] | None = None
        """The addresses of the Engines that are marked while their list is refreshed."""
        self._attempt: Cancellation | None = None
        """Ends the attempt under way; None while there is none."""

    @property
    def is_attempting(self) -> bool:
        """Whether an attempt is under way."""
        return self._attempt is not None

    def begin(self, form: LoginForm | FleetForm, deed: Deed) -> None:
        """Make an attempt of one kind; those that follow from it are of the same."""
        self._deed = deed
        self.go_on(form)

    def go_on(self, form: LoginForm | FleetForm) -> None:
        """Make another attempt of the same kind; what comes of an older one is stale from now on."""
        self.give_up()
        self._attempt = attempt = Cancellation()
        self.form.be_busy(f"Connecting to {form.place}…")
        self.refresh_bindings()
        if isinstance(form, FleetForm):
            work = partial(log_in_to_fleet, form, self.paths, attempt)
        else:
            work = partial(self._deed, form, self.paths, attempt)
        run_in_background(partial(self._run, work, attempt), "log-in")

    def _run(self, work: Callable[[], LoginOutcome], attempt: Cancellation) -> None:
        try:
            outcome = work()
        except QuestionCancelled:
            # Nobody waits for what comes of it.
            return
        self.post_message(self.Ended(attempt, outcome))

    def give_up(self) -> None:
        """Hang up; nothing more comes of the attempt under way."""
        if self._attempt is not None:
            self._attempt.cancel()
            self.attempt_over()

    def attempt_over(self) -> None:
        """Let the user go on with the form."""
        self._attempt = None
        self.form.rest()
        self.refresh_bindings()

    @on(Ended)
    def _take(self, event: Ended) -> None:
        if event.attempt is not self._attempt:
            # Its user has gone on.
            return
        self.attempt_over()
        match event.outcome:
            case EngineUnknown():
                self._ask_whom_to_trust(event.outcome)
            case CertificateChanged():
                self.app.push_screen(ChangedCertificateScreen(event.outcome))
            case ProxyPasswordWanted():
                self._ask_for_proxy_password(event.outcome)
            case PasswordCommandFailed():
                self._offer_terminal(event.outcome)
            case EnginesListed():
                self._choose_engine(event.outcome)
            case FleetUndecided():
                self.post_message(self.DecisionWanted(event.outcome))
            case outcome:
                self.post_message(self.Decided(outcome))

    def _ask_whom_to_trust(self, event: EngineUnknown) -> None:
        def decide(decision: TrustDecision | None) -> None:
            if decision is None or decision is TrustDecision.LEAVE:
                return
            new_pins = self.trust(event, is_remembered=decision is TrustDecision.REMEMBER)
            self.go_on(replace(event.form, new_pins=(*event.form.new_pins, *new_pins)))

        self.app.push_screen(meeting_with(event), decide)

    def trust(self, event: EngineUnknown, *, is_remembered: bool) -> tuple[tuple[str, Pin], ...]:
        """Trust a certificate in this session; returns what is to be remembered of it."""
        pin = Pin(event.certificate.der, allow_expired=event.has_expired)
        identity = str(event.identity)
        self.decided[identity] = PinnedTrust(pin.der, allow_expired=pin.allow_expired)
        return ((identity, pin),) if is_remembered else ()

    def _ask_for_proxy_password(self, event: ProxyPasswordWanted) -> None:
        def go_on(password: Secret | None) -> None:
            if password is not None:
                self.go_on(replace(event.form, proxy_password=password))

        self.app.push_screen(SecretPrompt(f"Password of {event.proxy.user} at the proxy", event.what), go_on)

    def _offer_terminal(self, event: PasswordCommandFailed) -> None:
        self.form.show_failure(LoginField.PASSWORD, event.what, "", has_details=False)

        def run(is_wanted: bool | None) -> None:
            if is_wanted:
                self._run_command(event)

        sentence = f"{event.what} Where it asks for a PIN or a passphrase, it can do so on this terminal."
        self.app.push_screen(Confirmation("Run the password command here?", sentence, "Run it here"), run)

    def _run_command(self, event: PasswordCommandFailed) -> None:
        run = partial(password_from_command_here, event.command)
        try:
            password = with_terminal(self.app, run, PasswordSourceError)
        except HandoverFailed as error:
            self.form.show_failure(LoginField.PASSWORD, str(error), "", has_details=False)
        else:
            self.go_on(replace(event.form, command_password=password))

    def _choose_engine(self, event: EnginesListed) -> None:
        site = event.form.connection
        if site is None:
            return

        def go_on(choice: EngineChoice | None) -> None:
            if choice is None:
                return
            if choice.deed is EngineDeed.KEEP:
                engines = [(one.name, one.address) for one in choice.engines]
                made = engine_connections(site, engines, self.connections)
                run_in_background(partial(self._import, event.form, site, made), "import-engines")
            elif choice.deed is EngineDeed.REFRESH:
                self._marked = frozenset(str(one.address) for one in choice.engines)
                self.go_on(event.form)
            else:
                self._ask(event, site, choice)

        marked, self._marked = self._marked, None
        if marked is None:
            before = chosen_before(site, SiteEngines(event.engines)).members
            marked = frozenset(str(one.address) for one in before)
        title = f"The Engines of {site.portal or site.name}"
        screen = ChooseEngineScreen(
            title,
            event.engines,
            event.unreachable,
            marked=marked,
            tags=tags_by_address(self.connections),
            trouble=event.trouble,
        )
        self.app.push_screen(screen, go_on)

    def _ask(self, event: EnginesListed, site: Connection, choice: EngineChoice) -> None:
        """Log in to the Engines that were chosen; those that were marked are marked the next time too."""
        remembered = as_remembered(site, choice.engines, event.unreachable) if choice.is_marked else ()
        form = replace(event.form, remembered=remembered)
        if len(choice.engines) == 1:
            self.go_on(replace(form, engine=choice.engines[0].address))
            return
        # Of a site that is asked whole, those that are not reached are missing as well.
        is_whole = len(choice.engines) == len(event.engines)
        expected = dict(remembered)
        missing = tuple(one.name for one in event.unreachable if is_whole or one.name in expected)
        part = FleetPart(form, choice.engines, missing)
        self.go_on(FleetForm((part,), is_trial=self._deed is try_out))

    def _import(self, form: LoginForm, site: Connection, made: tuple[Connection, ...]) -> None:
        problems = share_password(site, made, form.password, form.stores)
        keep_connections([(one.name, one) for one in made], self.paths, self.post_message, problems)


def meeting_with(event: EngineUnknown) -> FirstMeetingScreen:
    """The dialog about one certificate."""
    return FirstMeetingScreen(event.identity, event.certificate, event.error.what, is_known=event.has_expired)
