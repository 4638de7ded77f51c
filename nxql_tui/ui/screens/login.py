"""The login screen: the saved connections over a form, and what a person decides on the way in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Footer, Label

from nxql_tui.accounts.connections import Connection
from nxql_tui.logins.saved import find_named, free_name
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import LOGIN
from nxql_tui.ui.login_outcomes import LoginFailed, LoginForm, LoginSucceeded, LoginTested
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
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.trust import PinnedTrust
    from nxql_tui.paths import Paths


@dataclass(frozen=True)
class LoginBeginning:
    """What the login screen opens with."""

    address: str = ""
    """As one would type it."""
    user: str = ""
    connection: Connection | None = None
    """The saved connection in use, or to be connected to."""
    engine: EngineAddress | None = None
    """Which of its Engines is in use."""
    is_connected: bool = False
    """Whether there is a workbench to go back to."""
    connects_at_once: bool = False


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
        beginning: LoginBeginning,
        session_store: SessionStore,
        decided: dict[str, PinnedTrust],
        *,
        kernel_keyring_hours: int,
    ) -> None:
        super().__init__(paths, connections, session_store, decided, kernel_keyring_hours=kernel_keyring_hours)
        self._beginning = beginning
        last = connections[0] if connections and not beginning.address else None
        self._chosen = beginning.connection or last
        """The connection in the form, as long as what stands there is still it."""
        self._failure_text = ""

    def compose_content(self) -> ComposeResult:
        """The saved connections over the form."""
        yield Label("nxql-tui   Log in to a Nexthink Engine", classes="title")
        with VerticalScroll(can_focus=False):
            yield ConnectionsZone(self.connections, self._looked_at(), id="saved")
            address, user = self._beginning.address, self._beginning.user
            if self._chosen is not None:
                address, user = address_text(self._chosen), self._chosen.user
            yield LoginFormPane(address, user, self.session_store, id="form")
        yield Footer(compact=True)

    def _looked_at(self) -> Connection | None:
        """The one in the form, or that leads where the form does."""
        if self._chosen is not None:
            return find_named(self.connections, self._chosen.name)
        return next((one for one in self.connections if one.address == self._beginning.address), None)

    def on_mount(self) -> None:
        """Put the cursor where the user goes on."""
        if self.connections:
            self.query_one(ConnectionList).focus()
        else:
            self.form.focus_first_empty()
        if self._beginning.connects_at_once:
            self._connect()

    @property
    def shown_connection(self) -> Connection | None:
        """The connection that stands in the form; None where somebody has typed something else."""
        chosen = self._chosen
        return chosen if chosen is not None and self.form.holds(chosen) else None

    @property
    def _engine_in_use(self) -> EngineAddress | None:
        """The Engine to log in to again, while the connection that leads to it stands in the form."""
        is_same = self.shown_connection is not None and self.shown_connection == self._beginning.connection
        return self._beginning.engine if is_same else None

    # Saved connections

    @on(ConnectionList.Seen)
    def _see(self, event: ConnectionList.Seen) -> None:
        self._fill(event.connection)

    @on(ConnectionList.Wanted)
    @on(ConnectionList.NewWanted)
    @on(ConnectionList.SearchWanted)
    def _turn_to_others(self) -> None:
        # What comes of an attempt is for who waits for it, not for who has turned to something else.
        self.give_up()

    def _fill(self, connection: Connection) -> None:
        if connection != self._chosen:
            self.give_up()
            # A password that was typed was meant for another, even where address and user are the same.
            self.form.forget_password()
        self._chosen = connection
        self.form.fill(connection)

    @on(ConnectionList.Chosen)
    def _connect_to(self, event: ConnectionList.Chosen) -> None:
        self._fill(event.connection)
        self._begin(log_in)

    @on(ConnectionList.TestWanted)
    def _test_saved(self, event: ConnectionList.TestWanted) -> None:
        self._fill(event.connection)
        self._begin(try_out)

    @on(ConnectionKeeper.ListShown)
    def _follow_list(self, event: ConnectionKeeper.ListShown) -> None:
        """Show the one that was written; one that is gone leaves its address and user, and no rule."""
        if event.kept is not None:
            self._fill(event.kept)
            self.query_one(ConnectionList).focus()
            return
        if self._chosen not in self.connections:
            self._chosen = None
        if not self.connections:
            self.form.focus_first_empty()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is a way back where one is connected, a stop where one is under way, details only of a failure."""
        if action == "show_details":
            return bool(self._failure_text)
        if action == "stop":
            return self.is_attempting
        return self._beginning.is_connected and not self.is_attempting if action == "close" else True

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

    @on(LoginFormPane.Typed)
    def _follow_typing(self) -> None:
        self.give_up()

    @on(LoginFormPane.Submitted)
    def _connect(self) -> None:
        self._begin(log_in, self._engine_in_use)

    @on(LoginFormPane.TestRequested)
    def _test(self) -> None:
        self._begin(try_out, self._engine_in_use)

    @on(LoginFormPane.EnginesRequested)
    def _list_engines(self) -> None:
        form = self.form
        names = chain([form.address], (f"{form.address} {number}" for number in count(2)))
        self._chosen = Connection(free_name(names, self.connections), user=form.user, portal=form.address)
        self._begin(log_in)

    def _begin(self, deed: Deed, engine: EngineAddress | None = None) -> None:
        if not self.is_attempting:
            self.when_places_are_known(partial(self._begin_now, deed, engine))

    def _begin_now(self, deed: Deed, engine: EngineAddress | None) -> None:
        form, connection = self.form, self.shown_connection
        self._failure_text = ""
        self.begin(
            LoginForm(
                address=form.address,
                user=form.user,
                password=form.password,
                stores=form.places.stores,
                decided=self.decided,
                connection=connection,
                is_new=connection is not None and find_named(self.connections, connection.name) is None,
                engine=engine,
            ),
            deed,
        )

    @on(LoginAttempts.Decided)
    def _end(self, event: LoginAttempts.Decided) -> None:
        match event.outcome:
            case LoginFailed(field, what, advice, details):
                self._failure_text = failure_text(what, advice, details) if details else ""
                self.form.show_failure(field, what, advice, has_details=bool(details))
                self.refresh_bindings()
            case LoginTested(what):
                self.form.show_success(what)
            case LoginSucceeded(client, _, connection, notes):
                self.form.forget_password()
                self.app.post_message(self.LoggedIn(client, connection, notes))
