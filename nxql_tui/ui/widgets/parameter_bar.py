"""One input for every placeholder that stands in the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import HorizontalGroup, ItemGrid
from textual.message import Message
from textual.widgets import Input, Label

from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

_LONGEST_LABEL = 16


class ParameterField(HorizontalGroup):
    """The value of one placeholder."""

    DEFAULT_CSS = """
    ParameterField { height: 1; }
    ParameterField Label { width: auto; min-width: 4; color: $secondary; text-style: bold; }
    ParameterField .label { color: $foreground; text-style: none; margin-right: 1; }
    ParameterField Input { width: 1fr; min-width: 8; }
    """

    def __init__(self, number: int, value: str, label: str, *, is_secret: bool) -> None:
        super().__init__()
        self.number = number
        self._label = label
        self.input = SteadyInput(value, placeholder="value", compact=True, select_on_focus=False, password=is_secret)
        """Where the value is typed; there before it is on the screen, as its value is asked for at any time."""

    def compose(self) -> ComposeResult:
        """The placeholder's name, what it is called, and its input."""
        yield Label(f"%{self.number}", markup=False)
        if self._label:
            yield Label(visible_line(self._label)[:_LONGEST_LABEL], classes="label", markup=False)
        yield self.input

    @property
    def value(self) -> str:
        """What the user typed."""
        return self.input.value


class ParameterBar(ItemGrid):
    """The inputs appear and vanish with the placeholders of the text and keep their values."""

    DEFAULT_CSS = """
    ParameterBar {
        height: auto;
        max-height: 3;
        padding: 0 1;
        grid-gutter: 0 2;
        background: $surface;
        overflow-y: auto;
        display: none;
    }
    """

    class Changed(Message):
        """A value was typed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, min_column_width=24)
        self._values: dict[int, str] = {}
        self._labels: Mapping[int, str] = {}
        self._secret_numbers: frozenset[int] = frozenset()
        self._numbers: tuple[int, ...] = ()

    @property
    def all_values(self) -> Mapping[int, str]:
        """Everything the user typed, for placeholders that are not in the text too."""
        return self._values | {parameter.number: parameter.value for parameter in self.query(ParameterField)}

    def values_of(self, numbers: tuple[int, ...]) -> Mapping[int, str]:
        """What the user typed for these placeholders; empty where nothing was."""
        typed = self.all_values
        return {number: typed.get(number, "") for number in numbers}

    def describe(self, labels: Mapping[int, str], secret_numbers: frozenset[int]) -> None:
        """Say what the parameters are called, and which are not shown; before their inputs appear."""
        self._labels, self._secret_numbers = labels, secret_numbers

    def fill(self, values: Mapping[int, str]) -> None:
        """Set values; those of placeholders that are not in the text wait for them."""
        self._values.update(values)
        for parameter in self.query(ParameterField):
            if parameter.number in values:
                parameter.input.value = values[parameter.number]

    async def show(self, numbers: tuple[int, ...]) -> None:
        """Show an input for each of these placeholders, in order of number."""
        if numbers == self._numbers:
            return
        self._numbers = numbers
        shown = {parameter.number: parameter for parameter in self.query(ParameterField)}
        for number, parameter in shown.items():
            if number not in numbers:
                await parameter.remove()
        for place, number in enumerate(numbers):
            if number not in shown:
                parameter = ParameterField(
                    number,
                    self._values.get(number, ""),
                    self._labels.get(number, ""),
                    is_secret=number in self._secret_numbers,
                )
                await self.mount(parameter, before=place if place < len(self.children) else None)
        self.display = bool(numbers)

    def focus_number(self, number: int) -> None:
        """Give one placeholder's input the focus."""
        for parameter in self.query(ParameterField):
            if parameter.number == number:
                parameter.input.focus()

    @on(Input.Changed)
    def _keep(self, event: Input.Changed) -> None:
        event.stop()
        parameter = event.input.parent
        if isinstance(parameter, ParameterField):
            self._values[parameter.number] = event.value
            self.post_message(self.Changed())
