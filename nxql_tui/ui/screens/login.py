"""The login screen: which Engine, who, and where the password is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Footer, Input, Label, Static

from nxql_tui.accounts.known_engines import Pin
from nxql_tui.accounts.password_stores import Rung, SessionStore, find_rungs
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.logins.saved import forget_connection
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import LOGIN
from nxql_tui.ui.logins import (
    CertificateChanged,
    EngineUnknown,
    LoginFailed,
    LoginField,
    LoginForm,
    LoginSucceeded,
    log_in,
)
from nxql_tui.ui.screens.changed_certificate import ChangedCertificateScreen
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.first_meeting import FirstMeetingScreen, TrustDecision
from nxql_tui.ui.screens.sized_screen import SizedScreen
from nxql_tui.ui.widgets.connection_list import ConnectionList
from nxql_tui.ui.widgets.rung_choice import RungChoice
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.trust import Trust
    from nxql_tui.paths import Paths


class LoginScreen(SizedScreen[None]):
    """Every message stands under the field it concerns, and nothing typed is lost."""

    DEFAULT_CSS = """
    LoginScreen VerticalScroll { align-horizontal: center; padding-top: 1; }
    LoginScreen .title { text-style: bold; color: $primary; padding: 0 1; height: 1; background: $panel; width: 100%; }
    LoginScreen .form { width: 76; max-width: 100%; border: round $primary; padding: 0 2; }
    LoginScreen .row { height: 1; margin-top: 1; }
    LoginScreen .places { height: auto; }
    LoginScreen .row Label { width: 12; color: $foreground 80%; }
    LoginScreen Input { width: 1fr; background: $panel; }
    LoginScreen .hint { color: $foreground 60%; padding-left: 12; height: auto; }
    LoginScreen .message { display: none; padding: 0 1; margin-left: 12; height: auto; border-left: outer $error; }
    LoginScreen .buttons { height: 1; margin-top: 1; margin-bottom: 1; align-horizontal: right; }
    LoginScreen .buttons Label { width: 1fr; }
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
    class Deleted(Message):
        """A saved connection is gone."""

        connection: Connection
        problems: tuple[str, ...]
        """What may still be there, in words."""

    class RungsFound(Message):
        """The places where a password can be kept on this host are known."""

        def __init__(self, rungs: tuple[Rung, ...]) -> None:
            super().__init__()
            self.rungs = rungs

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
    ) -> None:
        super().__init__()
        self._paths = paths
        self._connections = connections
        last = connections[0] if connections and not address else None
        self._address = last.address if last else address
        self._user = last.user if last else user
        self._session_store = session_store
        self._session_trust = session_trust
        self._kernel_keyring_hours = kernel_keyring_hours
        self._is_connected = is_connected
        self._attempt = 0
        self._waiting: Callable[[], object] | None = None
        """What is done when the places for passwords are known."""

    def compose_content(self) -> ComposeResult:
        """The saved connections over the form."""
        yield Label("nxql-tui   Log in to a Nexthink Engine", classes="title")
        with VerticalScroll(can_focus=False):
            yield ConnectionList(self._connections, self._address, id="connections")
            with VerticalGroup(classes="form"):
                yield from self._form()
        yield Footer(compact=True)

    def _form(self) -> ComposeResult:
        """Three fields, where the password is kept, Connect."""
        yield from self._field(
            LoginField.ENGINE,
            "Engine",
            SteadyInput(
                self._address,
                placeholder="engine.example.com, host:port or https://…",
                compact=True,
                id="engine",
            ),
        )
        yield Static("port 1671 when none is given; 443 for *.nexthink.cloud", classes="hint")
        yield from self._field(LoginField.USER, "User", SteadyInput(self._user, compact=True, id="user"))
        yield from self._field(
            LoginField.PASSWORD,
            "Password",
            SteadyInput(password=True, compact=True, id="password", placeholder="empty takes the one that is kept"),
        )
        with HorizontalGroup(classes="row places"):
            yield Label("Keep it in")
            yield RungChoice(Rung(self._session_store, self._session_store.title), id="keep-in")
        with HorizontalGroup(classes="buttons"):
            yield Label("", id="progress")
            yield Button("Connect", variant="primary", compact=True, id="connect")

    def on_mount(self) -> None:
        """Put the cursor where the user goes on, and look for a keyring."""
        first_empty = "#engine" if not self._address else "#user" if not self._user else "#password"
        self.query_one("#connections" if self._connections else first_empty).focus()
        run_in_background(self._find_rungs, "find-keyrings")

    def _find_rungs(self) -> None:
        self.post_message(self.RungsFound(find_rungs(self._kernel_keyring_hours)))

    # Saved connections

    @on(ConnectionList.Seen)
    def _fill(self, event: ConnectionList.Seen) -> None:
        connection = event.connection
        wanted = {"engine": connection.address, "user": connection.user}
        if any(self.query_one(f"#{field}", Input).value != text for field, text in wanted.items()):
            # A password that is half typed belongs to another.
            for field, text in {**wanted, "password": ""}.items():
                self.query_one(f"#{field}", Input).value = text

    @on(ConnectionList.Chosen)
    def _connect_to(self, event: ConnectionList.Chosen) -> None:
        self._fill(ConnectionList.Seen(event.connection))
        self._connect()

    @on(ConnectionList.DeleteRequested)
    def _ask_to_delete(self, event: ConnectionList.DeleteRequested) -> None:
        def delete(is_wanted: bool | None) -> None:
            if is_wanted:
                self._when_places_are_known(partial(self._start_deleting, event.connection))

        sentence = "It goes out of connections.toml, and its password out of the places where it was kept."
        self.app.push_screen(Confirmation(f"Delete {visible_line(event.connection.name)}?", sentence, "Delete"), delete)

    def _start_deleting(self, connection: Connection) -> None:
        places = self.query_one(RungChoice)
        work = partial(self._delete, connection, places.stores, places.unusable)
        run_in_background(work, "delete-connection")

    def _delete(self, connection: Connection, stores: tuple[PasswordStore, ...], unusable: tuple[Rung, ...]) -> None:
        problems = forget_connection(connection, stores, self._paths)
        problems += tuple(
            f"{rung.title} could not be asked to forget a password it may hold: {rung.reason}." for rung in unusable
        )
        self.post_message(self.Deleted(connection, problems))

    @on(Deleted)
    def _deleted(self, event: Deleted) -> None:
        for problem in event.problems:
            self.notify(problem, severity="warning", markup=False)
        self._connections = tuple(one for one in self._connections if one is not event.connection)
        self.query_one(ConnectionList).show(self._connections, self.query_one("#engine", Input).value)
        if not self._connections:
            self.query_one("#engine").focus()

    # Places for the password

    @on(RungsFound)
    def _show_rungs(self, event: RungsFound) -> None:
        # The session's own is that of the whole app: it keeps what earlier logins gave it.
        own = Rung(self._session_store, self._session_store.title)
        self.query_one(RungChoice).show(
            tuple(own if isinstance(rung.store, SessionStore) else rung for rung in event.rungs)
        )
        self._rest()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting()

    def _when_places_are_known(self, do: Callable[[], object]) -> None:
        """Do something as soon as the places for passwords were found: in which one is, nobody knows before."""
        if self.query_one(RungChoice).is_looking:
            self._waiting = do
            self.query_one("#progress", Label).update("Looking for passwords…")
        else:
            do()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is a way back only where one is connected."""
        return self._is_connected if action == "close" else True

    def action_close(self) -> None:
        """Go back to the workbench, where one is connected."""
        self._attempt += 1
        self.dismiss()

    def action_show_password(self) -> None:
        """Show or hide what was typed."""
        password = self.query_one("#password", Input)
        password.password = not password.password

    @on(Input.Submitted)
    @on(Button.Pressed, "#connect")
    def _connect(self) -> None:
        if not self.query_one("#connect", Button).disabled:
            self._when_places_are_known(self._connect_now)

    def _connect_now(self) -> None:
        self._start(
            LoginForm(
                address=self.query_one("#engine", Input).value.strip(),
                user=self.query_one("#user", Input).value.strip(),
                password=Secret(self.query_one("#password", Input).value),
                stores=self.query_one(RungChoice).stores,
                session_trust=self._session_trust,
            )
        )

    def _start(self, form: LoginForm) -> None:
        self._attempt += 1
        for message in self.query(".message"):
            message.display = False
        self.query_one("#connect", Button).disabled = True
        self.query_one("#progress", Label).update("Connecting…")
        run_in_background(partial(log_in, form, self._paths, partial(self._post_of, self._attempt)), "log-in")

    def _post_of(self, attempt: int, message: Message) -> None:
        # An answer to an older attempt is stale: the user has gone on.
        if attempt == self._attempt:
            self.post_message(message)

    @on(LoginFailed)
    def _failed(self, event: LoginFailed) -> None:
        self._rest()
        message = self.query_one(f"#message-{event.field.value}", Static)
        text = Text(visible_line(event.what), style="bold", end="")
        text.append(f" {visible_line(event.advice)}", style="not bold")
        message.update(text)
        message.display = True
        self.query_one(f"#{event.field.value}").focus()
        message.scroll_visible(animate=False)

    @on(EngineUnknown)
    def _unknown(self, event: EngineUnknown) -> None:
        self._rest()

        def decide(decision: TrustDecision | None) -> None:
            if decision is None or decision is TrustDecision.LEAVE:
                return
            pin = Pin(event.certificate.der, allow_expired=event.has_expired)
            identity = str(event.identity)
            self._session_trust[identity] = PinnedTrust(pin.der, allow_expired=pin.allow_expired)
            new_pins = ((identity, pin),) if decision is TrustDecision.REMEMBER else ()
            self._start(replace(event.form, new_pins=(*event.form.new_pins, *new_pins)))

        self.app.push_screen(FirstMeetingScreen(event.identity, event.certificate, event.reason), decide)

    @on(CertificateChanged)
    def _changed(self, event: CertificateChanged) -> None:
        self._rest()
        self.app.push_screen(ChangedCertificateScreen(event.error, event.connection))

    @on(LoginSucceeded)
    def _succeeded(self, event: LoginSucceeded) -> None:
        self._rest()
        self.query_one("#password", Input).value = ""
        self.app.post_message(self.LoggedIn(event.client, event.connection, event.notes))

    def _rest(self) -> None:
        self.query_one("#connect", Button).disabled = False
        self.query_one("#progress", Label).update("")

    @staticmethod
    def _field(field: LoginField, label: str, widget: Input) -> ComposeResult:
        with HorizontalGroup(classes="row"):
            yield Label(label)
            yield widget
        yield Static(classes="message", id=f"message-{field.value}")
