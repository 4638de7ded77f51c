"""The saved connections, to choose one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import CONNECTIONS
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.binding import BindingType

    from nxql_tui.accounts.connections import Connection

_WIDEST_NAME = 30


class ConnectionList(OptionList):
    """Moving tells which one is looked at, enter takes it."""

    DEFAULT_CSS = """
    ConnectionList {
        height: auto;
        max-height: 12;
        width: 76;
        max-width: 100%;
        background: $background;
        padding: 0 1;
        margin-bottom: 1;
        scrollbar-size: 1 1;
        &:focus { background-tint: $foreground 0%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(CONNECTIONS)

    @dataclass
    class Seen(Message):
        """The user looks at this one."""

        connection: Connection

    @dataclass
    class Chosen(Message):
        """The user wants to connect to this one."""

        connection: Connection

    @dataclass
    class DeleteRequested(Message):
        """The user wants this one gone."""

        connection: Connection

    def __init__(
        self,
        connections: tuple[Connection, ...],
        address: str,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self.show(connections, address)

    def show(self, connections: tuple[Connection, ...], address: str = "") -> None:
        """These are the connections, to be looked at from the first with this address; without any there is no list."""
        self._connections = connections
        widest = min(max((len(one.name) for one in connections), default=0), _WIDEST_NAME)
        # Nobody has looked at one yet: what is in the form stays.
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(_line(one, widest)) for one in connections)
            places = (place for place, one in enumerate(connections) if one.address == address)
            self.highlighted = next(places, 0) if connections else None
        self.display = bool(connections)

    @property
    def connection(self) -> Connection | None:
        """The one that is looked at."""
        return None if self.highlighted is None else self._connections[self.highlighted]

    def action_delete(self) -> None:
        """Ask for the one that is looked at to be gone."""
        if self.connection is not None:
            self.post_message(self.DeleteRequested(self.connection))

    @on(OptionList.OptionHighlighted)
    def _look(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Seen(self._connections[event.option_index]))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._connections[event.option_index]))


def _line(connection: Connection, widest: int) -> Text:
    """`lab            alice at engine-1.example.com:1671`."""
    name = visible_line(connection.name)
    shown = name if len(name) <= widest else f"{name[: widest - 1]}…"
    where = f"{connection.user} at {connection.address}"
    return Text(f"{shown.ljust(widest)}  {visible_line(where)}", no_wrap=True, overflow="ellipsis", end="")
