"""A switch in one line whose state is read from its signs, not from its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from nxql_tui.ui.keymap.choices import TOGGLE
from nxql_tui.ui.keymap.command import bindings

if TYPE_CHECKING:
    from textual.binding import BindingType


class Toggle(Widget, can_focus=True):
    """`[x] label` or `[ ] label`."""

    DEFAULT_CSS = """
    Toggle {
        width: auto;
        height: 1;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:disabled { color: $foreground-disabled; text-style: $disabled-text-style; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(TOGGLE)

    value: reactive[bool] = reactive(False)

    @dataclass
    class Changed(Message):
        """The switch was turned."""

        toggle: Toggle
        value: bool

        @property
        def control(self) -> Toggle:
            """The switch, for selectors."""
            return self.toggle

    def __init__(self, label: str, value: bool = False, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = label
        self.set_reactive(Toggle.value, value)

    def render(self) -> Text:
        """The sign and the label."""
        return Text(f"[{'x' if self.value else ' '}] {self._label}", end="")

    def rename(self, label: str) -> None:
        """Call the switch something else."""
        if label != self._label:
            self._label = label
            self.refresh(layout=True)

    def watch_value(self, value: bool) -> None:
        """Tell whoever listens."""
        self.post_message(self.Changed(self, value))

    def action_turn(self) -> None:
        """Turn the switch."""
        self.value = not self.value

    def on_click(self) -> None:
        """Turn the switch."""
        self.action_turn()
