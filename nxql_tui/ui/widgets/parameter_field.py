"""The input of one placeholder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import HorizontalGroup
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Label

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.workbench import PARAMETER
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

_LONGEST_LABEL = 16


class ParameterField(HorizontalGroup):
    """Takes the value of a placeholder; up and down go through the values that are proposed."""

    DEFAULT_CSS = """
    ParameterField { height: 1; }
    ParameterField Label { width: auto; min-width: 4; color: $secondary; text-style: bold; }
    ParameterField .label { color: $foreground; text-style: none; margin-right: 1; }
    ParameterField Input { width: 1fr; min-width: 8; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(PARAMETER)

    @dataclass
    class ValuesWanted(Message):
        """It has appeared, and earlier values could be proposed."""

        number: int
        label: str

    def __init__(self, number: int, value: str, label: str, *, is_secret: bool) -> None:
        super().__init__()
        self.number = number
        self._label = label
        self._is_secret = is_secret
        self._proposed: tuple[str, ...] = ()
        self.input = SteadyInput(value, placeholder="value", compact=True, select_on_focus=False, password=is_secret)
        """Where the value is typed; there before it is on the screen, as its value is asked for at any time."""

    def compose(self) -> ComposeResult:
        """The placeholder's name, what it is called, and its input."""
        yield Label(f"%{self.number}", markup=False)
        if self._label:
            yield Label(visible_line(self._label)[:_LONGEST_LABEL], classes="label", markup=False)
        yield self.input

    def on_mount(self) -> None:
        """Ask for earlier values."""
        self.want_values()

    def want_values(self) -> None:
        """Ask for earlier values; those of a secret are written nowhere."""
        if not self._is_secret:
            self.post_message(self.ValuesWanted(self.number, self._label))

    @property
    def value(self) -> str:
        """What the user typed."""
        return self.input.value

    def propose(self, values: Sequence[str]) -> None:
        """Propose values: completed while one types, put in one by one with down and up."""
        self._proposed = tuple(dict.fromkeys(visible for value in values if (visible := visible_line(value)) == value))
        if self._proposed:
            self.input.suggester = SuggestFromList(self._proposed, case_sensitive=False)
            self.input.placeholder = "value, ↓ proposes"
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be put in where nothing is proposed."""
        return action != "offer" or bool(self._proposed)

    def action_offer(self, step: int) -> None:
        """Put in the proposed value after, or before, the one that stands there."""
        outside = -1 if step > 0 else len(self._proposed)
        place = (self._proposed.index(self.value) if self.value in self._proposed else outside) + step
        self.input.value = self._proposed[place % len(self._proposed)]
        self.input.cursor_position = len(self.input.value)
