"""A screen on which saved connections are made, changed, copied and deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.accounts.connections import by_last_use
from nxql_tui.logins.saved import copy_name
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.empty_words import NOTHING_SAVED_YET
from nxql_tui.ui.saved_connections import (
    ConnectionsChanged,
    PasswordForgotten,
    delete_and_tell,
    forget_kept_password,
    keep_connections,
)
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.edit_connection import EditConnectionScreen
from nxql_tui.ui.screens.login_places import LoginPlaces
from nxql_tui.ui.widgets.connection_list import ConnectionList
from nxql_tui.ui.widgets.connections_zone import ConnectionsZone
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.accounts.password_stores import SessionStore
    from nxql_tui.paths import Paths


class ConnectionKeeper(LoginPlaces):
    """Shows the connections as the file holds them, above the form."""

    @dataclass
    class ListShown(Message):
        """The list holds others now."""

        kept: Connection | None
        """The one that was written last; None where one was deleted."""

    def __init__(
        self,
        paths: Paths,
        connections: tuple[Connection, ...],
        session_store: SessionStore,
        *,
        kernel_keyring_hours: int,
    ) -> None:
        super().__init__(paths, session_store, kernel_keyring_hours=kernel_keyring_hours)
        self.connections = connections
        """The saved ones, the last used first."""

    @on(ConnectionList.NewWanted)
    def describe_connection(self) -> None:
        """Open an empty description."""
        self._edit(None)

    @on(ConnectionList.Wanted)
    def _do(self, event: ConnectionList.Wanted) -> None:
        match event.deed:
            case "edit":
                self._edit(event.connection)
            case "duplicate":
                self._duplicate(event.connection)
            case "forget":
                self.when_places_are_known(partial(self._forget, event.connection))
            case "delete":
                self._ask_to_delete(event.connection)

    def _edit(self, connection: Connection | None) -> None:
        name = "" if connection is None else connection.name

        def keep(edited: Connection | None) -> None:
            if edited is not None:
                self.keep([(name or edited.name, edited)])

        taken = frozenset(one.name for one in self.connections if one.name != name)
        self.app.push_screen(EditConnectionScreen(connection, taken), keep)

    def _duplicate(self, connection: Connection) -> None:
        copy = replace(connection, name=copy_name(connection.name, self.connections), last_used=None)

        def keep(edited: Connection | None) -> None:
            if edited is not None:
                self.keep([(edited.name, edited)])

        taken = frozenset(one.name for one in self.connections)
        self.app.push_screen(EditConnectionScreen(copy, taken), keep)

    def keep(self, connections: Iterable[tuple[str, Connection]]) -> None:
        """Write entries, each with the name it has had."""
        run_in_background(partial(keep_connections, connections, self.paths, self.post_message), "keep-connections")

    def _forget(self, connection: Connection) -> None:
        places = self.form.places
        work = partial(forget_kept_password, connection, places.stores, places.unusable, self.post_message)
        run_in_background(work, "forget-password")

    @on(PasswordForgotten)
    def _say_forgotten(self, event: PasswordForgotten) -> None:
        said = [f"No password of {visible_line(event.connection.name)} is kept any more.", *event.problems]
        self.notify(" ".join(said), severity="warning" if event.problems else "information", markup=False)

    def _ask_to_delete(self, connection: Connection) -> None:
        def delete(is_wanted: bool | None) -> None:
            if is_wanted:
                self.when_places_are_known(partial(self._delete, connection))

        sentence = "It goes out of connections.toml, and its password out of the places where it was kept."
        self.app.push_screen(Confirmation(f"Delete {visible_line(connection.name)}?", sentence, "Delete"), delete)

    def _delete(self, connection: Connection) -> None:
        places = self.form.places
        work = partial(delete_and_tell, connection, places.stores, places.unusable, self.paths, self.post_message)
        run_in_background(work, "delete-connection")

    def tell_whether_saved(self) -> None:
        """Say how connections come to be saved while none is."""
        self.form.border_subtitle = "" if self.connections else NOTHING_SAVED_YET

    @on(ConnectionsChanged)
    def _show_connections(self, event: ConnectionsChanged) -> None:
        for problem in event.problems:
            self.notify(problem, severity="warning", markup=False)
        self.connections = by_last_use(event.connections)
        kept = next((one for one in self.connections if one.name == event.seen), None)
        self.query_one(ConnectionsZone).show(self.connections, kept)
        self.tell_whether_saved()
        self.post_message(self.ListShown(kept))
