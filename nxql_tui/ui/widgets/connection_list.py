"""The saved connections, to choose one or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nxql_tui.ui.connection_colours import ground_of
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import CONNECTIONS
from nxql_tui.ui.widgets.moving_list import MovingList
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType

    from nxql_tui.accounts.connections import Connection

_WIDEST_NAME = 30


class ConnectionList(MovingList):
    """Moving tells which one is looked at, space marks it, enter takes it, or those that are marked."""

    DEFAULT_CSS = """
    ConnectionList {
        height: auto;
        max-height: 100%;
        width: 1fr;
        background: $background;
        padding: 0;
        scrollbar-size: 1 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
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

    class MarkedChosen(Message):
        """The user wants to connect to those that are marked."""

    @dataclass
    class Marked(Message):
        """Others are marked now."""

        count: int

    @dataclass
    class Wanted(Message):
        """The user wants something done with this one."""

        connection: Connection
        deed: str
        """`edit`, `duplicate`, `forget` or `delete`."""

    @dataclass
    class TestWanted(Message):
        """The user wants to know whether this one works."""

        connection: Connection

    class NewWanted(Message):
        """The user wants one more."""

    class SearchWanted(Message):
        """The user looks for one."""

    def __init__(
        self,
        connections: tuple[Connection, ...],
        looked_at: Connection | None,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._marked: set[str] = set()
        self._connections: tuple[Connection, ...] = ()
        self.show(connections, looked_at)

    def show(self, connections: tuple[Connection, ...], looked_at: Connection | None = None) -> None:
        """These are the connections, to be looked at from this one on, or from the first."""
        self._connections = connections
        places = (place for place, one in enumerate(connections) if one is looked_at)
        self._draw(next(places, 0))

    def _draw(self, highlighted: int) -> None:
        connections = self._connections
        widest = min(max((len(one.name) for one in connections), default=0), _WIDEST_NAME)
        # Nobody has looked at one yet: what is in the form stays.
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(_line(one, widest, self._mark_of(one))) for one in connections)
            self.highlighted = highlighted if connections else None

    def _mark_of(self, connection: Connection) -> str:
        if not self._marked:
            return ""
        return "[x] " if connection.name in self._marked else "[ ] "

    @property
    def marked_names(self) -> frozenset[str]:
        """The names of those that are marked, whether they are shown or not."""
        return frozenset(self._marked)

    def mark(self, names: Iterable[str]) -> None:
        """Mark these, and no others."""
        self._marked = set(names)
        self._draw(self.highlighted or 0)
        self.post_message(self.Marked(len(self._marked)))

    @property
    def connection(self) -> Connection | None:
        """The one that is looked at."""
        return None if self.highlighted is None else self._connections[self.highlighted]

    @property
    def choice(self) -> Chosen | MarkedChosen | None:
        """What taking would tell: those that are marked, or the one that is looked at."""
        if self._marked:
            return self.MarkedChosen()
        return None if self.connection is None else self.Chosen(self.connection)

    def action_mark(self) -> None:
        """Mark the one that is looked at, or take its mark away."""
        if self.connection is not None:
            self.mark(self._marked ^ {self.connection.name})

    def action_want(self, deed: str) -> None:
        """Ask for something to be done with the one that is looked at."""
        if self.connection is not None:
            self.post_message(self.Wanted(self.connection, deed))

    def action_test(self) -> None:
        """Ask for the one that is looked at to be tried out."""
        if self.connection is not None:
            self.post_message(self.TestWanted(self.connection))

    def action_new(self) -> None:
        """Ask for a new one."""
        self.post_message(self.NewWanted())

    def action_search(self) -> None:
        """Ask for the line to search in."""
        self.post_message(self.SearchWanted())

    @on(OptionList.OptionHighlighted)
    def _look(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Seen(self._connections[event.option_index]))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.choice is not None:
            self.post_message(self.choice)


def matching(connections: tuple[Connection, ...], words: str) -> tuple[Connection, ...]:
    """Those in which every word stands: in the name, the place, the user or a tag."""
    wanted = words.casefold().split()
    return tuple(one for one in connections if all(word in _searched(one) for word in wanted))


def _searched(connection: Connection) -> str:
    texts = (connection.name, connection.place, connection.user, *connection.addresses, *connection.tags)
    return "\n".join(texts).casefold()


def _line(connection: Connection, widest: int, mark: str) -> Content:
    """`▌lab            alice at engine-1.example.com:1671  test`; the bar has the connection's colour."""
    name = visible_line(connection.name)
    shown = name if len(name) <= widest else f"{name[: widest - 1]}…"
    colour = connection.shown_colour
    return Content.assemble(
        ("▌", ground_of(colour)) if colour else " ",
        (f"{mark}{shown.ljust(widest)}  ", "bold" if connection.is_production else ""),
        visible_line(f"{connection.user} at {connection.place}"),
        *((f"  {visible_line(tag)}", "italic") for tag in connection.tags),
    )
