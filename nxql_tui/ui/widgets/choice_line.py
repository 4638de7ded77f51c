"""One of a few, in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from nxql_tui.ui.keymap.choices import CHOICE
from nxql_tui.ui.keymap.command import bindings

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

_GAP = "  "


class ChoiceLine(Widget, can_focus=True):
    """`(•) csv  ( ) html  ( ) xml`: left and right choose, and so does a click."""

    DEFAULT_CSS = """
    ChoiceLine {
        width: auto;
        height: 1;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(CHOICE)

    value: reactive[str] = reactive("", layout=False)

    @dataclass
    class Changed(Message):
        """Another one was chosen."""

        value: str

    def __init__(self, choices: tuple[str, ...], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._choices = choices
        self.set_reactive(ChoiceLine.value, choices[0])

    def render(self) -> Content:
        """All of them, one marked."""
        return Content(_GAP.join(self._item(choice) for choice in self._choices))

    def _item(self, choice: str) -> str:
        return f"({'•' if choice == self.value else ' '}) {choice}"

    def rename(self, choice: str, name: str) -> None:
        """Call a choice something else; which one is chosen stays."""
        if choice not in self._choices:
            return
        was_chosen = self.value == choice
        self._choices = tuple(name if one == choice else one for one in self._choices)
        if was_chosen:
            self.set_reactive(ChoiceLine.value, name)
        self.refresh(layout=True)

    def watch_value(self, value: str) -> None:
        """Tell whoever listens."""
        self.post_message(self.Changed(value))

    def action_move(self, step: int) -> None:
        """Choose the next one, or the one before."""
        place = self._choices.index(self.value)
        self.value = self._choices[(place + step) % len(self._choices)]

    def on_click(self, event: events.Click) -> None:
        """Choose the one under the pointer."""
        start = 0
        for choice in self._choices:
            end = start + len(self._item(choice))
            if start <= event.x < end:
                self.value = choice
            start = end + len(_GAP)
