"""A panel that shows what is at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.events import Blur, DescendantBlur, DescendantFocus, Focus
from textual.message import Message

from nxql_tui.ui.keymap.answer import FOLLOWING_PANEL
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.own_keys import with_keys
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

    keys_here: ClassVar[str]
    """What its keys do, while they are for it, with commands in the place of keys."""
    command: ClassVar[str]
    """The id of the command that opens it, which also moves the keys to it."""

    def on_mount(self) -> None:
        """Say which keys work."""
        self._show_keys()

    @on(Focus)
    @on(Blur)
    @on(DescendantFocus)
    @on(DescendantBlur)
    def _focus_moved(self) -> None:
        self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        is_here = self.has_focus or self.has_focus_within
        words = self.keys_here if is_here else f"{{{self.command}}} again for its keys"
        self.border_subtitle = Text(with_keys(self.app, words))

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
