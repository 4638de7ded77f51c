"""A panel that shows what is at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from nxql_tui.ui.keymap.answer import FOLLOWING_PANEL
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.tabs.panel_place import Panel

if TYPE_CHECKING:
    from textual.binding import BindingType


class FollowingPanel(Panel):
    """Moves the cursor in the rows from where it stands itself."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FOLLOWING_PANEL)
    leaves_keys: ClassVar[bool] = True

    @dataclass
    class StepRequested(Message):
        """The user wants the cursor on another row, or in another column."""

        rows: int = 0
        columns: int = 0

    @dataclass
    class CopyRequested(Message):
        """The user wants to copy, beginning with a cell of this column."""

        column: int | None
        """Its place in the result set, from 0; None is the column of the cursor."""

    @property
    def copied_column(self) -> int | None:
        """The column whose cell is copied; None is the column of the cursor."""
        return None

    def action_step(self, rows: int, columns: int) -> None:
        """Move the cursor in the rows."""
        self.post_message(self.StepRequested(rows, columns))

    def action_copy(self) -> None:
        """Copy what is shown."""
        self.post_message(self.CopyRequested(self.copied_column))
