"""What a person decides on the way into several Engines: whom to trust, what to type, whom to leave."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from nxql_tui.accounts.password_sources import PasswordSourceError, password_from_command_here
from nxql_tui.ui.fleet_form import EngineLogin, FleetForm
from nxql_tui.ui.login_outcomes import LoginFailed, LoginField
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.first_meeting import TrustDecision
from nxql_tui.ui.screens.login_attempts import LoginAttempts, meeting_with
from nxql_tui.ui.screens.new_certificates import CertificatesDecision, NewCertificatesScreen
from nxql_tui.ui.screens.secret_prompt import SecretPrompt
from nxql_tui.ui.terminal_handover import HandoverFailed, with_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.accounts.known_engines import Pin
    from nxql_tui.ui.fleet_form import FleetUndecided, Stranger
    from nxql_tui.ui.login_outcomes import LoginForm, PasswordCommandFailed, ProxyPasswordWanted
    from nxql_tui.wire.credentials import Secret


class FleetAttempts(LoginAttempts):
    """Asks one thing at a time; whoever is left out keeps nobody else from being asked."""

    @on(LoginAttempts.DecisionWanted)
    def _decide(self, event: LoginAttempts.DecisionWanted) -> None:
        undecided = event.undecided
        if undecided.strangers:
            self._meet(undecided.form, undecided.strangers)
        elif undecided.proxy is not None:
            self._ask_proxy_password(undecided.form, *undecided.proxy)
        elif undecided.command is not None:
            self._offer_command(undecided.form, *undecided.command)
        elif undecided.missing is not None:
            self._ask_password(undecided.form, undecided.missing)
        else:
            self._tell_changes(undecided)

    # Certificates

    def _meet(self, form: FleetForm, strangers: tuple[Stranger, ...]) -> None:
        if len(strangers) == 1:

            def decide_one(decision: TrustDecision | None) -> None:
                self._go_on_with_trust(form, strangers, decision or TrustDecision.LEAVE, strangers)

            self.app.push_screen(meeting_with(strangers[0].meeting), decide_one)
            return

        def decide(decided: CertificatesDecision | None) -> None:
            decided = decided or CertificatesDecision(TrustDecision.LEAVE, ())
            self._go_on_with_trust(form, strangers, decided.decision, decided.trusted)

        self.app.push_screen(NewCertificatesScreen(strangers), decide)

    def _go_on_with_trust(
        self, form: FleetForm, strangers: Iterable[Stranger], decision: TrustDecision, trusted: tuple[Stranger, ...]
    ) -> None:
        new_pins: list[tuple[str, Pin]] = []
        for stranger in strangers:
            if decision is not TrustDecision.LEAVE and stranger in trusted:
                new_pins += self.trust(stranger.meeting, is_remembered=decision is TrustDecision.REMEMBER)
            elif stranger.member is not None:
                form = form.with_done([EngineLogin(stranger.member, None, stranger.meeting.error)])
            else:
                form = _left(form, stranger.place, LoginField.ENGINE, stranger.meeting.error.what)
        self.go_on(replace(form, new_pins=tuple(new_pins)))

    def _tell_changes(self, undecided: FleetUndecided) -> None:
        def go_on(_nothing: None) -> None:
            self.go_on(replace(undecided.form, is_told_of_changes=True))

        self.app.push_screen(ChangedCertificateScreen(*undecided.form.changed), go_on)

    # Passwords

    def _ask_proxy_password(self, form: FleetForm, place: int, wanted: ProxyPasswordWanted) -> None:
        def go_on(password: Secret | None) -> None:
            if password is None:
                self._go_on_without(form, place, LoginField.ENGINE, wanted.what)
                return
            self.go_on(_with_proxy_password(form, place, password))

        self.app.push_screen(SecretPrompt(f"Password of {wanted.proxy.user} at the proxy", wanted.what), go_on)

    def _ask_password(self, form: FleetForm, place: int) -> None:
        part = form.parts[place]

        def go_on(password: Secret | None) -> None:
            if password is None:
                self._go_on_without(form, place, LoginField.PASSWORD, "The password is missing.")
            else:
                self.go_on(_with_form(form, place, replace(part.form, password=password)))

        sentence = f"None is kept for {part.form.user} at {part.name}. Without it the others are asked alone."
        self.app.push_screen(SecretPrompt(f"Password of {part.form.user} at {part.name}", sentence), go_on)

    def _offer_command(self, form: FleetForm, place: int, failed: PasswordCommandFailed) -> None:
        def run(is_wanted: bool | None) -> None:
            if not is_wanted:
                self._go_on_without(form, place, LoginField.PASSWORD, failed.what)
                return
            try:
                command = partial(password_from_command_here, failed.command)
                password = with_terminal(self.app, command, PasswordSourceError)
            except HandoverFailed as error:
                self._go_on_without(form, place, LoginField.PASSWORD, str(error))
            else:
                self.go_on(_with_form(form, place, replace(form.parts[place].form, command_password=password)))

        sentence = f"{failed.what} Where it asks for a PIN or a passphrase, it can do so on this terminal."
        title = f"Run the password command of {form.parts[place].name} here?"
        self.app.push_screen(Confirmation(title, sentence, "Run it here"), run)

    def _go_on_without(self, form: FleetForm, place: int, field: LoginField, what: str) -> None:
        self.go_on(_left(form, place, field, what))


def _with_form(form: FleetForm, place: int, part_form: LoginForm) -> FleetForm:
    return form.with_part(place, replace(form.parts[place], form=part_form))


def _left(form: FleetForm, place: int, field: LoginField, what: str) -> FleetForm:
    return form.with_part(place, replace(form.parts[place], failure=LoginFailed(field, what, "")))


def _with_proxy_password(form: FleetForm, place: int, password: Secret) -> FleetForm:
    """The password for one part, and for those that go by the same proxy."""
    wanted = form.parts[place].form
    for other, part in enumerate(form.parts):
        if _goes_by(part.form, wanted):
            form = _with_form(form, other, replace(part.form, proxy_password=password))
    return form


def _goes_by(form: LoginForm, other: LoginForm) -> bool:
    """Whether two connections name the same proxy."""
    ours = None if form.connection is None else form.connection.proxy
    theirs = None if other.connection is None else other.connection.proxy
    return ours == theirs
