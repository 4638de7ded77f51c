"""What a person decides on the way in: whom to trust, what to type, which Engine."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import SuspendNotSupported

from nxql_tui.accounts.known_engines import Pin
from nxql_tui.accounts.password_sources import PasswordSourceError, password_from_command_here
from nxql_tui.client.address import parse_address
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.logins.identity import password_place
from nxql_tui.logins.saved import engine_connections
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.login_messages import (
    CertificateChanged,
    EnginesListed,
    EngineUnknown,
    LoginField,
    LoginForm,
    PasswordCommandFailed,
    ProxyPasswordWanted,
)
from nxql_tui.ui.saved_connections import keep_connections, share_password
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.choose_engine import ChooseEngineScreen, EngineChoice
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.connection_keeper import ConnectionKeeper
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen, TrustDecision
from nxql_tui.ui.screens.secret_prompt import SecretPrompt
from nxql_tui.ui.widgets.login_form import LoginFormPane

if TYPE_CHECKING:
    from nxql_tui.accounts.connections import Connection
    from nxql_tui.client.trust import Trust
    from nxql_tui.paths import Paths
    from nxql_tui.wire.credentials import Secret


class LoginDecisions(ConnectionKeeper):
    """Asks what an attempt to log in cannot know, and begins another with the answer."""

    def __init__(self, paths: Paths, connections: tuple[Connection, ...], session_trust: dict[str, Trust]) -> None:
        super().__init__(paths, connections)
        self.session_trust = session_trust
        """What was decided in this session, by who an Engine is."""

    @property
    def form(self) -> LoginFormPane:
        """What the user fills in."""
        return self.query_one(LoginFormPane)

    def start(self, form: LoginForm) -> None:
        """Begin an attempt; a subclass knows what it is for."""
        raise NotImplementedError

    @on(EngineUnknown)
    def _unknown(self, event: EngineUnknown) -> None:
        self.form.rest()

        def decide(decision: TrustDecision | None) -> None:
            if decision is None or decision is TrustDecision.LEAVE:
                return
            pin = Pin(event.certificate.der, allow_expired=event.has_expired)
            identity = str(event.identity)
            self.session_trust[identity] = PinnedTrust(pin.der, allow_expired=pin.allow_expired)
            new_pins = ((identity, pin),) if decision is TrustDecision.REMEMBER else ()
            self.start(replace(event.form, new_pins=(*event.form.new_pins, *new_pins)))

        meeting = FirstMeetingScreen(event.identity, event.certificate, event.reason, is_known=event.has_expired)
        self.app.push_screen(meeting, decide)

    @on(CertificateChanged)
    def _changed(self, event: CertificateChanged) -> None:
        self.form.rest()
        self.app.push_screen(ChangedCertificateScreen(event.error, event.engine, event.way_on))

    @on(ProxyPasswordWanted)
    def _ask_for_proxy_password(self, event: ProxyPasswordWanted) -> None:
        self.form.rest()

        def go_on(password: Secret | None) -> None:
            if password is not None:
                self.start(replace(event.form, proxy_password=password))

        self.app.push_screen(SecretPrompt(f"Password of {event.proxy.user} at the proxy", event.what), go_on)

    @on(PasswordCommandFailed)
    def _offer_terminal(self, event: PasswordCommandFailed) -> None:
        self.form.rest()
        self.form.show_failure(LoginField.PASSWORD, event.what, "", has_details=False)

        def run(is_wanted: bool | None) -> None:
            if is_wanted:
                self._run_command(event)

        sentence = f"{event.what} Where it asks for a PIN or a passphrase, it can do so on this terminal."
        self.app.push_screen(Confirmation("Run the password command here?", sentence, "Run it here"), run)

    def _run_command(self, event: PasswordCommandFailed) -> None:
        password: Secret | None = None
        failure = ""
        try:
            with self.app.suspend():
                # An error that left this block would leave the terminal to the command for good.
                try:
                    password = password_from_command_here(event.command)
                except PasswordSourceError as error:
                    failure = str(error)
        except SuspendNotSupported:
            failure = "This terminal cannot be handed to another program."
        if password is not None:
            self.start(replace(event.form, command_password=password))
        else:
            self.form.show_failure(LoginField.PASSWORD, failure, "", has_details=False)

    @on(EnginesListed)
    def _choose_engine(self, event: EnginesListed) -> None:
        self.form.rest()
        site = event.form.connection

        def go_on(choice: EngineChoice | None) -> None:
            if choice is None or site is None:
                return
            if choice.is_import:
                made = engine_connections(site, choice.engines, self.connections)
                run_in_background(partial(self._import, event.form, site, made), "import-engines")
            else:
                self.start(replace(event.form, engine=choice.engines[0][1]))

        title = f"The Engines of {site.portal or site.name}" if site is not None else "Engines"
        self.app.push_screen(ChooseEngineScreen(title, event.engines, event.unreachable), go_on)

    def _import(self, form: LoginForm, site: Connection, made: tuple[Connection, ...]) -> None:
        place = password_place(site, parse_address(made[0].address))
        problems = share_password(place, made, form.password, form.stores)
        keep_connections([(one.name, one) for one in made], self.paths, self.post_message, problems)
