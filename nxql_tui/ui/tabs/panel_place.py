"""The one place beside the rows where a panel stands.

A panel is a `Panel` that is handed to `AnswerZone.open_panel`. From 110 columns on (`WIDE_FROM`) it stands on the right
of the rows; below, it takes their place. Escape closes it. While it is open, `follow` tells it where the cursor is in
the rows, whenever that changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.message import Message

from nxql_tui.ui.keymap.answer import PANEL
from nxql_tui.ui.keymap.command import bindings

if TYPE_CHECKING:
    from textual.binding import BindingType

    from nxql_tui.results.columns import Page
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.view import View


@dataclass(frozen=True)
class ReadingPlace:
    """Where the cursor stands in the rows."""

    result_set: ResultSet
    view: View
    page: Page
    row: int
    """On the page, from 0; the page may have no rows."""
    column: int
    """In the result set, from 0."""


class Panel(Vertical):
    """Something about the rows."""

    DEFAULT_CSS = """
    Panel { background: $surface; border: round $primary; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(PANEL)

    leaves_keys: ClassVar[bool] = False
    """Whether the keys stay with the rows while both are seen, so that the panel follows the cursor."""

    class CloseRequested(Message):
        """The rows shall have their place back."""

    def follow(self, place: ReadingPlace) -> None:
        """The cursor stands here now; called once when the panel is opened, too."""

    def take_keys(self) -> None:
        """Let the keys be for what is in the panel."""

    def action_close(self) -> None:
        """Give the rows their place back."""
        self.post_message(self.CloseRequested())


class PanelPlace(Vertical):
    """Holds one panel, or none and takes no room."""

    DEFAULT_CSS = """
    PanelPlace { width: 1fr; display: none; }
    PanelPlace > Panel { height: 1fr; }
    """

    @property
    def panel(self) -> Panel | None:
        """The panel that is open."""
        return next(iter(self.query_children(Panel)), None)

    async def open(self, panel: Panel) -> None:
        """Show a panel in the place of the one before."""
        await self.remove_children()
        self.display = True
        await self.mount(panel)

    async def close(self) -> None:
        """Take no room any more."""
        self.display = False
        await self.remove_children()
