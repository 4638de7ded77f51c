"""The login screen: the saved connections over a form, and what a person decides on the way in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Label

from nxql_tui.accounts.connections import Connection
from nxql_tui.logins.saved import find_named, free_name
from nxql_tui.ui.fleet_ending import FleetReady
from nxql_tui.ui.fleet_form import FleetForm, FleetPart
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import LOGIN
from nxql_tui.ui.login_outcomes import LoginFailed, LoginForm, LoginSucceeded, LoginTested
from nxql_tui.ui.logins import log_in, try_out
from nxql_tui.ui.screens.connection_keeper import ConnectionKeeper
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen, failure_text
from nxql_tui.ui.screens.fleet_attempts import FleetAttempts
from nxql_tui.ui.screens.login_attempts import Deed, LoginAttempts
from nxql_tui.ui.widgets.connection_list import ConnectionList
from nxql_tui.ui.widgets.connections_zone import ConnectionsZone
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.login_form import LoginFormPane, address_text
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.accounts.password_stores import SessionStore
    from nxql_tui.client.trust import PinnedTrust
    from nxql_tui.paths import Paths
    from nxql_tui.ui.screens.login_beginning import LoginBeginning


class LoginScreen(FleetAttempts):
    """One key connects to a saved connection; nothing typed is ever lost."""

    DEFAULT_CSS = """
    LoginScreen > VerticalScroll { align-horizontal: center; }
    LoginScreen .title { text-style: bold; color: $primary; padding: 0 1; height: 1; background: $panel; width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(LOGIN)
    AUTO_FOCUS = ""

    @dataclass
    class LoggedIn(Message):
        """An Engine, or at least one of several, accepted the user."""

        outcome: LoginSucceeded | FleetReady

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
        yield KeyLine()

    def _looked_at(self) -> Connection | None:
        """The one in the form, or that leads where the form does."""
        if self._chosen is not None:
            return find_named(self.connections, self._chosen.name)
        return next((one for one in self.connections if one.address == self._beginning.address), None)

    def on_mount(self) -> None:
        """Put the cursor where the user goes on."""
        self.tell_whether_saved()
        if self.connections:
            self.query_one(ConnectionList).focus()
            self.query_one(ConnectionList).mark(self._beginning.marked)
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
    def _in_use(self) -> FleetPart | None:
        """The Engines to log in to again, while the connection that leads to them stands in the form."""
        beginning, shown = self._beginning, self.shown_connection
        if not beginning.members or shown is None or shown != beginning.connection:
            return None
        return FleetPart(self._form_of(shown), beginning.members, beginning.left_out)

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

    @on(ConnectionList.MarkedChosen)
    def _connect_to_marked(self) -> None:
        marked = self.query_one(ConnectionsZone).marked
        if self.shown_connection not in marked:
            # What is said of the login is said where one of them stands.
            self._fill(marked[0])
        self._begin(log_in, self._parts_marked)

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
        self._begin(log_in, self._parts_meant)

    @on(LoginFormPane.TestRequested)
    def _test(self) -> None:
        self._begin(try_out, self._parts_meant)

    @on(LoginFormPane.EnginesRequested)
    def _list_engines(self) -> None:
        form = self.form
        names = chain([form.address], (f"{form.address} {number}" for number in count(2)))
        self._chosen = Connection(free_name(names, self.connections), user=form.user, portal=form.address)
        self._begin(log_in)

    def _begin(self, deed: Deed, parts: Callable[[], tuple[FleetPart, ...]] = tuple) -> None:
        if not self.is_attempting:
            self.when_places_are_known(lambda: self._begin_now(deed, parts()))

    def _begin_now(self, deed: Deed, parts: tuple[FleetPart, ...]) -> None:
        self._failure_text = ""
        match parts:
            case ():
                self.begin(self._form_of(self.shown_connection), deed)
            case (FleetPart(form, (member,)),):
                self.begin(replace(form, engine=member.address), deed)
            case (FleetPart(form, None),):
                self.begin(form, deed)
            case _:
                self.begin(FleetForm(parts, is_trial=deed is try_out), deed)

    def _parts_meant(self) -> tuple[FleetPart, ...]:
        """Those that are marked, where the form shows one of them; else the Engines in use."""
        marked = self.query_one(ConnectionsZone).marked
        if len(marked) > 1 and self.shown_connection in marked:
            return self._parts_marked()
        return () if self._in_use is None else (self._in_use,)

    def _parts_marked(self) -> tuple[FleetPart, ...]:
        return tuple(FleetPart(self._form_of(one)) for one in self.query_one(ConnectionsZone).marked)

    def _form_of(self, connection: Connection | None) -> LoginForm:
        """What is filled in; a password that was typed is for the connection that the form shows."""
        form = self.form
        is_shown = connection == self.shown_connection
        return LoginForm(
            address=form.address if is_shown or connection is None else address_text(connection),
            user=form.user if is_shown or connection is None else connection.user,
            password=form.password if is_shown else Secret(""),
            stores=form.places.stores,
            decided=self.decided,
            connection=connection,
            is_new=connection is not None and find_named(self.connections, connection.name) is None,
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
            case LoginSucceeded() | FleetReady():
                self.form.forget_password()
                self.app.post_message(self.LoggedIn(event.outcome))
