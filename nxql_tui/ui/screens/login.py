"""The login screen: the saved connections over a form, and what a person decides on the way in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual import on
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Footer, Label

from nxql_tui.accounts.connections import Connection
from nxql_tui.accounts.password_stores import Rung, SessionStore, find_rungs
from nxql_tui.logins.saved import free_name
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import LOGIN
from nxql_tui.ui.login_messages import (
    LoginFailed,
    LoginForm,
    LoginSucceeded,
    LoginTested,
)
from nxql_tui.ui.logins import log_in, try_out
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen, failure_text
from nxql_tui.ui.screens.login_decisions import LoginDecisions
from nxql_tui.ui.widgets.connection_list import ConnectionList
from nxql_tui.ui.widgets.connections_zone import ConnectionsZone
from nxql_tui.ui.widgets.login_form import LoginFormPane, address_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.trust import Trust
    from nxql_tui.paths import Paths


Deed: TypeAlias = "Callable[[LoginForm, Paths, Callable[[Message], object]], None]"


class LoginScreen(LoginDecisions):
    """One key connects to a saved connection; nothing typed is ever lost."""

    DEFAULT_CSS = """
    LoginScreen > VerticalScroll { align-horizontal: center; }
    LoginScreen .title { text-style: bold; color: $primary; padding: 0 1; height: 1; background: $panel; width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(LOGIN)
    AUTO_FOCUS = ""

    class LoggedIn(Message):
        """An Engine accepted the user."""

        def __init__(self, client: EngineClient, connection: Connection, notes: tuple[str, ...]) -> None:
            super().__init__()
            self.client = client
            self.connection = connection
            self.notes = notes

    @dataclass
    class RungsFound(Message):
        """The places where a password can be kept on this host are known."""

        rungs: tuple[Rung, ...]

    def __init__(
        self,
        paths: Paths,
        connections: tuple[Connection, ...],
        address: str,
        user: str,
        session_store: SessionStore,
        session_trust: dict[str, Trust],
        *,
        kernel_keyring_hours: int,
        is_connected: bool,
        connect_to: Connection | None = None,
    ) -> None:
        super().__init__(paths, connections, session_trust)
        last = connect_to or (connections[0] if connections and not address else None)
        self._connect_to_at_once = connect_to
        self._address = address_text(last) if last else address
        self._user = last.user if last else user
        self._chosen = last
        """The saved connection in the form, as long as what stands there is still it."""
        self._session_store = session_store
        self._kernel_keyring_hours = kernel_keyring_hours
        self._is_connected = is_connected
        self._attempt = 0
        self._deed: Deed = log_in
        """What is done with the form: log in, or try it out."""
        self._failure_text = ""
        self._waiting: Callable[[], object] | None = None
        """What is done when the places for passwords are known."""

    def compose_content(self) -> ComposeResult:
        """The saved connections over the form."""
        yield Label("nxql-tui   Log in to a Nexthink Engine", classes="title")
        with VerticalScroll(can_focus=False):
            yield ConnectionsZone(self.connections, self._looked_at(), id="saved")
            yield LoginFormPane(self._address, self._user, self._session_store, id="form")
        yield Footer(compact=True)

    def _looked_at(self) -> Connection | None:
        """The one that leads where the form does."""
        return next((one for one in self.connections if address_text(one) == self._address), None)

    def on_mount(self) -> None:
        """Put the cursor where the user goes on, and look for a keyring."""
        if self.connections:
            self.query_one(ConnectionList).focus()
        else:
            self.form.focus_first_empty()
        run_in_background(self._find_rungs, "find-keyrings")
        if self._connect_to_at_once is not None:
            self._connect()

    def _find_rungs(self) -> None:
        self.post_message(self.RungsFound(find_rungs(self._kernel_keyring_hours)))

    @property
    def shown_connection(self) -> Connection | None:
        """The saved connection that stands in the form; None where somebody has typed something else."""
        chosen = self._chosen
        return chosen if chosen is not None and self.form.holds(chosen) else None

    # Saved connections

    @on(ConnectionList.Seen)
    def _fill(self, event: ConnectionList.Seen) -> None:
        self._chosen = event.connection
        self.form.fill(event.connection)

    @on(ConnectionList.Chosen)
    def _connect_to(self, event: ConnectionList.Chosen) -> None:
        self._fill(ConnectionList.Seen(event.connection))
        self._connect()

    @on(ConnectionList.Wanted)
    def _test_saved(self, event: ConnectionList.Wanted) -> None:
        if event.deed == "test":
            self._fill(ConnectionList.Seen(event.connection))
            self._test()

    def connections_changed(self, kept: Connection | None) -> None:
        """Show the one that was written; without any left, the form is what there is."""
        if kept is not None:
            self._fill(ConnectionList.Seen(kept))
            self.query_one(ConnectionList).focus()
        elif not self.connections:
            self._chosen = None
            self.form.focus_first_empty()

    # Places for the password

    @on(RungsFound)
    def _show_rungs(self, event: RungsFound) -> None:
        # The session's own is that of the whole app: it keeps what earlier logins gave it.
        own = Rung(self._session_store, self._session_store.title)
        self.form.places.show(tuple(own if isinstance(rung.store, SessionStore) else rung for rung in event.rungs))
        self.form.rest()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting()

    def when_places_are_known(self, do: Callable[[], object]) -> None:
        """Do something as soon as the places for passwords were found: in which one is, nobody knows before."""
        if self.form.places.is_looking:
            self._waiting = do
            self.form.tell("Looking for passwords…")
        else:
            do()

    def password_places(self) -> tuple[tuple[PasswordStore, ...], tuple[Rung, ...]]:
        """The places that can be asked, and those that cannot."""
        return self.form.places.stores, self.form.places.unusable

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is a way back only where one is connected, and details only of a failure."""
        if action == "show_details":
            return bool(self._failure_text)
        return self._is_connected if action == "close" else True

    def action_close(self) -> None:
        """Go back to the workbench, where one is connected."""
        self._attempt += 1
        self.dismiss()

    def action_show_password(self) -> None:
        """Show or hide what was typed."""
        self.form.turn_password()

    def action_show_details(self) -> None:
        """Show everything that is known about the failure that is told."""
        self.app.push_screen(FailureDetailsScreen(self._failure_text))

    # Logging in

    @on(LoginFormPane.Submitted)
    def _connect(self) -> None:
        self._begin(log_in)

    @on(LoginFormPane.TestRequested)
    def _test(self) -> None:
        self._begin(try_out)

    @on(LoginFormPane.EnginesRequested)
    def _list_engines(self) -> None:
        form = self.form
        names = chain([form.address], (f"{form.address} {number}" for number in count(2)))
        self._chosen = Connection(free_name(names, self.connections), user=form.user, portal=form.address)
        self._begin(log_in)

    def _begin(self, deed: Deed) -> None:
        if not self.form.is_busy:
            self._deed = deed
            self.when_places_are_known(self._begin_now)

    def _begin_now(self) -> None:
        form = self.form
        self.start(
            LoginForm(
                address=form.address,
                user=form.user,
                password=form.password,
                stores=form.places.stores,
                session_trust=self.session_trust,
                connection=self.shown_connection,
            )
        )

    def start(self, form: LoginForm) -> None:
        """Begin an attempt; what comes of an older one is stale from now on."""
        self._attempt += 1
        self._failure_text = ""
        self.form.be_busy("Connecting…")
        run_in_background(partial(self._deed, form, self.paths, partial(self._post_of, self._attempt)), "log-in")

    def _post_of(self, attempt: int, message: Message) -> None:
        # An answer to an older attempt is stale: the user has gone on.
        if attempt == self._attempt:
            self.post_message(message)

    @on(LoginFailed)
    def _failed(self, event: LoginFailed) -> None:
        self.form.rest()
        self._failure_text = failure_text(event.what, event.advice, event.details) if event.details else ""
        self.form.show_failure(event.field, event.what, event.advice, has_details=bool(event.details))

    @on(LoginTested)
    def _tested(self, event: LoginTested) -> None:
        self.form.rest()
        self.notify(event.what, markup=False)

    @on(LoginSucceeded)
    def _succeeded(self, event: LoginSucceeded) -> None:
        self.form.rest()
        self.form.forget_password()
        self.app.post_message(self.LoggedIn(event.client, event.connection, event.notes))
