"""The login screen: the saved connections over a form, and what a person decides on the way in."""

from __future__ import annotations

from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Footer, Label

from nxql_tui.accounts.connections import Connection
from nxql_tui.logins.saved import free_name
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import LOGIN
from nxql_tui.ui.login_messages import (
    LoginFailed,
    LoginForm,
    LoginSucceeded,
    LoginTested,
)
from nxql_tui.ui.logins import log_in, try_out
from nxql_tui.ui.screens.connection_keeper import ConnectionKeeper
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen, failure_text
from nxql_tui.ui.screens.login_attempts import Deed, LoginAttempts
from nxql_tui.ui.widgets.connection_list import ConnectionList
from nxql_tui.ui.widgets.connections_zone import ConnectionsZone
from nxql_tui.ui.widgets.login_form import LoginFormPane, address_text

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.accounts.password_stores import SessionStore
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.trust import Trust
    from nxql_tui.paths import Paths


class LoginScreen(LoginAttempts):
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
        super().__init__(paths, connections, session_store, session_trust, kernel_keyring_hours=kernel_keyring_hours)
        last = connect_to or (connections[0] if connections and not address else None)
        self._connect_to_at_once = connect_to
        self._address = address_text(last) if last else address
        self._user = last.user if last else user
        self._chosen = last
        """The saved connection in the form, as long as what stands there is still it."""
        self._is_connected = is_connected
        self._failure_text = ""

    def compose_content(self) -> ComposeResult:
        """The saved connections over the form."""
        yield Label("nxql-tui   Log in to a Nexthink Engine", classes="title")
        with VerticalScroll(can_focus=False):
            yield ConnectionsZone(self.connections, self._looked_at(), id="saved")
            yield LoginFormPane(self._address, self._user, self.session_store, id="form")
        yield Footer(compact=True)

    def _looked_at(self) -> Connection | None:
        """The one that leads where the form does."""
        return next((one for one in self.connections if address_text(one) == self._address), None)

    def on_mount(self) -> None:
        """Put the cursor where the user goes on."""
        if self.connections:
            self.query_one(ConnectionList).focus()
        else:
            self.form.focus_first_empty()
        if self._connect_to_at_once is not None:
            self._connect()

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

    @on(ConnectionKeeper.ListShown)
    def _follow_list(self, event: ConnectionKeeper.ListShown) -> None:
        """Show the one that was written; without any left, the form is what there is."""
        if event.kept is not None:
            self._fill(ConnectionList.Seen(event.kept))
            self.query_one(ConnectionList).focus()
        elif not self.connections:
            self._chosen = None
            self.form.focus_first_empty()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is a way back where one is connected, a stop where one is under way, details only of a failure."""
        if action == "show_details":
            return bool(self._failure_text)
        if action == "stop":
            return self.is_attempting
        return self._is_connected and not self.is_attempting if action == "close" else True

    def action_stop(self) -> None:
        """Stop the attempt under way; everything typed stays."""
        self.give_up()
        self.form.tell("Stopped.")

    def action_close(self) -> None:
        """Go back to the workbench, where one is connected."""
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
        if not self.is_attempting:
            self.when_places_are_known(partial(self._begin_now, deed))

    def _begin_now(self, deed: Deed) -> None:
        form = self.form
        self._failure_text = ""
        self.begin(
            LoginForm(
                address=form.address,
                user=form.user,
                password=form.password,
                stores=form.places.stores,
                session_trust=self.session_trust,
                connection=self.shown_connection,
            ),
            deed,
        )

    @on(LoginFailed)
    def _failed(self, event: LoginFailed) -> None:
        self.attempt_over()
        self._failure_text = failure_text(event.what, event.advice, event.details) if event.details else ""
        self.form.show_failure(event.field, event.what, event.advice, has_details=bool(event.details))

    @on(LoginTested)
    def _tested(self, event: LoginTested) -> None:
        self.attempt_over()
        self.notify(event.what, markup=False)

    @on(LoginSucceeded)
    def _succeeded(self, event: LoginSucceeded) -> None:
        self.attempt_over()
        self.form.forget_password()
        self.app.post_message(self.LoggedIn(event.client, event.connection, event.notes))
