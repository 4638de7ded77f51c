"""The line of tabs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.workbench import TABS
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.binding import BindingType
    from textual.events import Click

_WIDEST = 24
_NARROWEST = 6
_CLOSE = "×"
_NEW = " + "


class TabBar(Widget, can_focus=True):
    """Names the open queries; hidden while there is only one."""

    DEFAULT_CSS = """
    TabBar { height: 1; background: $surface; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(TABS)

    @dataclass
    class Chosen(Message):
        """The user wants to see this tab."""

        index: int

    @dataclass
    class CloseRequested(Message):
        """The user is done with this tab."""

        index: int

    class NewRequested(Message):
        """The user wants another."""

    class RenameRequested(Message):
        """The user wants to name the tab that is open."""

    class ReopenRequested(Message):
        """The user wants back what they closed last."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._names: list[str] = []
        self._open = 0

    def show(self, names: list[str], open_index: int) -> None:
        """Show these tabs, one of which is open."""
        if (names, open_index) != (self._names, self._open):
            self._names, self._open = names, open_index
            self.display = len(names) > 1
            self.refresh()

    def render(self) -> Text:
        """Every tab with its number; the open one stands out by more than its colour."""
        line = Text(end="", no_wrap=True)
        for index, label in enumerate(self._labels()):
            style = "bold reverse" if index == self._open else ""
            line.append(label, style)
        return line.append(_NEW)

    def _labels(self) -> list[str]:
        room = max(self.size.width - cell_len(_NEW), 20) // max(len(self._names), 1)
        width = min(_WIDEST, max(_NARROWEST, room))
        labels = []
        for index, name in enumerate(self._names):
            text = f" {index + 1} {visible_line(name)}"
            shown = text if cell_len(text) <= width - 3 else set_cell_size(text, width - 4) + "…"
            labels.append(f"{shown} {_CLOSE} ")
        return labels

    def jump_places(self) -> Iterator[tuple[Region, Callable[[], object]]]:
        """To each tab; to the line itself, where letters close and rename them, behind the last."""
        right = 0
        for index, label in enumerate(self._labels()):
            yield Region(right, 0, cell_len(label), 1), partial(self.post_message, self.Chosen(index))
            right += cell_len(label)
        yield Region(right, 0, cell_len(_NEW), 1), self.focus

    def on_click(self, event: Click) -> None:
        """Open the tab under the mouse, or close it where its cross is."""
        right = 0
        for index, label in enumerate(self._labels()):
            right += cell_len(label)
            if event.x < right:
                is_cross = event.x == right - 2
                self.post_message(self.CloseRequested(index) if is_cross else self.Chosen(index))
                return
        if event.x < right + cell_len(_NEW):
            self.post_message(self.NewRequested())

    def action_go(self, step: int) -> None:
        """Open the tab beside this one."""
        self.post_message(self.Chosen((self._open + step) % len(self._names)))

    def action_close(self) -> None:
        """Close the open tab."""
        self.post_message(self.CloseRequested(self._open))

    def action_rename(self) -> None:
        """Name the open tab."""
        self.post_message(self.RenameRequested())

    def action_new(self) -> None:
        """Open another."""
        self.post_message(self.NewRequested())

    def action_reopen(self) -> None:
        """Bring back what was closed last."""
        self.post_message(self.ReopenRequested())
