"""Which Engine, who, and where the password is kept; every message stands under the field it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.message import Message
from textual.widgets import Button, Input, Label, Static

from nxql_tui.accounts.password_stores import Rung
from nxql_tui.ui.login_outcomes import LoginField
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.rung_choice import RungChoice
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.accounts.password_stores import SessionStore

PORT_HINT = "port 1671 when none is given; 443 for *.nexthink.cloud"


_WHERE_EMPTY = "empty takes the kept one · {login.show_password} shows it"


class LoginFormPane(VerticalGroup):
    """Three fields and the places for a password; says what the user wants and knows no Engine."""

    DEFAULT_CSS = """
    LoginFormPane { width: 76; max-width: 100%; border: round $primary; padding: 0 2; }
    LoginFormPane .row { height: 1; }
    LoginFormPane .places { height: auto; }
    LoginFormPane .row Label { width: 12; color: $foreground-muted; }
    LoginFormPane Input { width: 1fr; background: $field; }
    LoginFormPane .hint { color: $foreground-muted; padding-left: 12; height: auto; }
    LoginFormPane .message {
        display: none; padding: 0 1; margin-left: 12; height: auto; border-left: outer $error;
    }
    LoginFormPane .message.-good { border-left: outer $success; }
    LoginFormPane .buttons { height: 1; margin-top: 1; align-horizontal: right; }
    LoginFormPane .buttons Label { width: 1fr; }
    LoginFormPane .buttons Button { margin-left: 1; }
    """

    @dataclass
    class Submitted(Message):
        """The user wants in."""

    @dataclass
    class TestRequested(Message):
        """The user wants to know whether it would work."""

    @dataclass
    class EnginesRequested(Message):
        """What was typed is a Portal, whose Engines the user wants to see."""

    class Typed(Message):
        """A field holds something else now."""

    def __init__(self, address: str, user: str, session_store: SessionStore, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._address = address
        self._user = user
        self._session_store = session_store

    def compose(self) -> ComposeResult:
        """Engine, user, password, places, and what can be done with them."""
        self.border_title = "Connect"
        yield from self._field(
            LoginField.ENGINE,
            "Engine",
            SteadyInput(
                self._address, placeholder="engine.example.com, host:port or https://…", compact=True, id="engine"
            ),
        )
        yield Static(PORT_HINT, classes="hint", id="engine-hint", markup=False)
        yield from self._field(LoginField.USER, "User", SteadyInput(self._user, compact=True, id="user"))
        yield from self._field(
            LoginField.PASSWORD,
            "Password",
            SteadyInput(password=True, compact=True, id="password", placeholder=with_keys(self.app, _WHERE_EMPTY)),
        )
        with HorizontalGroup(classes="row places"):
            yield Label("Keep it in")
            yield RungChoice(Rung(self._session_store, self._session_store.title), id="keep-in")
        with HorizontalGroup(classes="buttons"):
            yield Label("", id="progress", markup=False)
            yield Button("Portal", compact=True, id="list-engines", tooltip="List the Engines of this Portal")
            yield Button("Test", compact=True, id="test", tooltip="See whether it works, and keep nothing")
            yield Button("Connect", variant="primary", compact=True, id="connect")

    @staticmethod
    def _field(field: LoginField, label: str, widget: Input) -> ComposeResult:
        with HorizontalGroup(classes="row"):
            yield Label(label)
            yield widget
        yield Static(classes="message", id=f"message-{field.value}")

    @property
    def address(self) -> str:
        """As typed."""
        return self.query_one("#engine", Input).value.strip()

    @property
    def user(self) -> str:
        """As typed."""
        return self.query_one("#user", Input).value.strip()

    @property
    def password(self) -> Secret:
        """As typed; empty takes the one that is kept."""
        return Secret(self.query_one("#password", Input).value)

    @property
    def places(self) -> RungChoice:
        """Where a password may be kept."""
        return self.query_one(RungChoice)

    @property
    def is_busy(self) -> bool:
        """Whether an attempt is under way."""
        return self.query_one("#connect", Button).disabled

    def focus_first_empty(self) -> None:
        """Put the cursor where the user goes on."""
        first = "#engine" if not self.address else "#user" if not self.user else "#password"
        self.query_one(first).focus()

    def fill(self, connection: Connection) -> None:
        """Show a saved connection; a password that is half typed belongs to another and goes."""
        wanted = {"engine": visible_line(address_text(connection)), "user": visible_line(connection.user)}
        if any(self.query_one(f"#{field}", Input).value != text for field, text in wanted.items()):
            with self.prevent(Input.Changed):
                for field, text in {**wanted, "password": ""}.items():
                    self.query_one(f"#{field}", Input).value = text

    def holds(self, connection: Connection) -> bool:
        """Whether what stands there is still that connection."""
        shown = (visible_line(address_text(connection)), visible_line(connection.user))
        return (self.address, self.user) == tuple(text.strip() for text in shown)

    def show_failure(self, field: LoginField, what: str, advice: str, *, has_details: bool) -> None:
        """Say what is wrong, under its field, and put the cursor there."""
        message = self.query_one(f"#message-{field.value}", Static)
        message.remove_class("-good")
        text = Text(visible_line(what), style="bold", end="")
        text.append(f" {visible_line(advice)}", style="not bold")
        if has_details:
            text.append(with_keys(self.app, "  {login.details} Details"), style="dim")
        message.update(text)
        message.display = True
        self.query_one(f"#{field.value}").focus()
        message.scroll_visible(animate=False)

    def show_success(self, what: str) -> None:
        """Say that it would work, under the Engine."""
        message = self.query_one(f"#message-{LoginField.ENGINE.value}", Static)
        message.add_class("-good")
        message.update(Text(visible_line(what), end=""))
        message.display = True

    def be_busy(self, what: str) -> None:
        """An attempt begins: what was said of another is stale."""
        for message in self.query(".message"):
            message.display = False
        for button in self.query(Button):
            button.disabled = True
        self.tell(what)

    def rest(self) -> None:
        """Nothing is under way."""
        for button in self.query(Button):
            button.disabled = False
        self.tell("")

    def tell(self, what: str) -> None:
        """Say in a few words what is going on."""
        self.query_one("#progress", Label).update(visible_line(what))

    def forget_password(self) -> None:
        """Empty the field."""
        with self.prevent(Input.Changed):
            self.query_one("#password", Input).value = ""

    def turn_password(self) -> None:
        """Show or hide what was typed."""
        password = self.query_one("#password", Input)
        password.password = not password.password

    @on(Input.Changed)
    def _tell_typed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Typed())

    @on(Input.Submitted)
    @on(Button.Pressed, "#connect")
    def _submit(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Submitted())

    @on(Button.Pressed, "#test")
    def _test(self, event: Message) -> None:
        event.stop()
        self.post_message(self.TestRequested())

    @on(Button.Pressed, "#list-engines")
    def _list(self, event: Message) -> None:
        event.stop()
        self.post_message(self.EnginesRequested())


def address_text(connection: Connection) -> str:
    """Where a connection leads, as one would type it."""
    return connection.address or connection.portal or ", ".join(connection.addresses)
