"""The saved connections with a line to search them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import VerticalGroup
from textual.widgets import Input, Static

from nxql_tui.ui.empty_words import NO_SUCH_CONNECTION
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.connection_list import ConnectionList, matching
from nxql_tui.ui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from nxql_tui.accounts.connections import Connection


class ConnectionsZone(VerticalGroup):
    """Hidden while nothing is saved; the search is there once it is asked for."""

    DEFAULT_CSS = """
    ConnectionsZone { width: 76; max-width: 100%; max-height: 18; border: round $primary; padding: 0 1; }
    .-short ConnectionsZone { max-height: 7; }
    ConnectionsZone SearchInput { display: none; background: $field; }
    ConnectionsZone .none { display: none; color: $foreground-muted; }
    """

    def __init__(
        self,
        connections: tuple[Connection, ...],
        looked_at: Connection | None,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._connections = connections
        self._looked_at = looked_at
        self.display = bool(connections)

    def compose(self) -> ComposeResult:
        """The line to search in, and the list."""
        self.border_title = "Connections"
        yield SearchInput(placeholder="name, address, user or tag", compact=True, id="search-connections")
        yield ConnectionList(self._connections, self._looked_at, id="connections")
        yield Static(NO_SUCH_CONNECTION, classes="none", markup=False)

    @property
    def list(self) -> ConnectionList:
        """The list itself."""
        return self.query_one(ConnectionList)

    def show(self, connections: tuple[Connection, ...], looked_at: Connection | None) -> None:
        """These are the connections now."""
        self._connections = connections
        self.display = bool(connections)
        self.list.mark(self.list.marked_names & {one.name for one in connections})
        self._show_matching(looked_at)

    @property
    def marked(self) -> tuple[Connection, ...]:
        """Those that are marked."""
        return tuple(one for one in self._connections if one.name in self.list.marked_names)

    @on(ConnectionList.Marked)
    def _tell_marked(self, event: ConnectionList.Marked) -> None:
        how = with_keys(self.app, " · {connections.connect} connects to them as one fleet")
        what = {0: "", 1: "1 marked"}.get(event.count, f"{event.count} marked{how}")
        self.border_subtitle = what

    @on(ConnectionList.SearchWanted)
    def _open_search(self) -> None:
        search = self.query_one(SearchInput)
        search.display = True
        search.focus()

    @on(Input.Changed, "#search-connections")
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._show_matching()
        seen = self.list.connection
        if seen is not None and event.value:
            self.post_message(ConnectionList.Seen(seen))

    def _show_matching(self, looked_at: Connection | None = None) -> None:
        found = matching(self._connections, self.query_one(SearchInput).value)
        self.list.show(found, looked_at)
        self.list.display = bool(found)
        self.query_one(".none", Static).display = not found and bool(self._connections)

    def on_key(self, event: events.Key) -> None:
        """In the line of the search, arrows move in the list, enter takes, escape ends the search."""
        search = self.query_one(SearchInput)
        if not search.has_focus:
            return
        moves = {"down": self.list.action_cursor_down, "up": self.list.action_cursor_up}
        if event.key in moves:
            moves[event.key]()
        elif event.key == "enter" and self.list.choice is not None:
            self.post_message(self.list.choice)
        elif event.key == "escape":
            search.value = ""
            search.display = False
            self._show_matching()
            self.list.focus()
        else:
            return
        event.stop()
        event.prevent_default()
