"""Who is asked, in as much room as there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from nxql_tui.accounts.connection import Colour
from nxql_tui.ui.connection_colours import colour_rules

if TYPE_CHECKING:
    from nxql_tui.ui.connection_title import ConnectionTitle


class ConnectionLabel(Widget, can_focus=False):
    """The title of a connection on the connection's own colour."""

    DEFAULT_CSS = """
    ConnectionLabel { width: 1fr; height: 1; text-style: bold; text-overflow: ellipsis; text-wrap: nowrap; }
    """
    DEFAULT_CSS += colour_rules("ConnectionLabel")

    _title: ConnectionTitle | None = None

    def show(self, title: ConnectionTitle, colour: Colour | None) -> None:
        """Name the Engine and the user."""
        self._title = title
        for one in Colour:
            self.set_class(one is colour, f"-{one.value}")
        self.refresh()

    def render(self) -> Content:
        """What has room."""
        return Content("" if self._title is None else self._title.within(self.size.width))
