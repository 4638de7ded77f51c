"""One input for every placeholder that stands in the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import ItemGrid
from textual.message import Message
from textual.widgets import Input

from nxql_tui.ui.widgets.parameter_field import ParameterField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.events import DescendantFocus

    from nxql_tui.library.drafts import Draft


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
        self._described: Draft | None = None
        self._last_focused: int | None = None
        self._numbers: tuple[int, ...] = ()

    @property
    def all_values(self) -> Mapping[int, str]:
        """Everything the user typed, for placeholders that are not in the text too."""
        return self._values | {parameter.number: parameter.value for parameter in self.query(ParameterField)}

    @property
    def shown_values(self) -> Mapping[int, str]:
        """What the user typed in the inputs that are there."""
        return self.values_of(self._numbers)

    def values_of(self, numbers: tuple[int, ...]) -> Mapping[int, str]:
        """What the user typed for these placeholders; empty where nothing was."""
        typed = self.all_values
        return {number: typed.get(number, "") for number in numbers}

    def describe(self, draft: Draft) -> None:
        """Say what the parameters are called, what is proposed, and which are not shown; before their inputs appear."""
        self._described = draft

    def propose(self, number: int, earlier: Sequence[str]) -> None:
        """Propose the choices of the saved query, then what was given before."""
        choices = self._described.choices.get(number, ()) if self._described is not None else ()
        for parameter in self.query(ParameterField):
            if parameter.number == number:
                parameter.propose((*choices, *earlier))

    def take(self, value: str) -> int | None:
        """Put a value in the field that had the focus last, else in the first that is empty, else in the first.

        Returns:
            The number of the placeholder; None where there is none.
        """
        parameters = list(self.query(ParameterField))
        wanted = [found for found in parameters if found.number == self._last_focused]
        wanted += [found for found in parameters if not found.value]
        chosen = next(iter([*wanted, *parameters]), None)
        if chosen is None:
            return None
        chosen.input.value = value
        return chosen.number

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
                parameter = self._field(number)
                await self.mount(parameter, before=place if place < len(self.children) else None)
        self.display = bool(numbers)

    def _field(self, number: int) -> ParameterField:
        described = self._described
        label = described.labels.get(number, "") if described is not None else ""
        is_secret = described is not None and number in described.secret_numbers
        return ParameterField(number, self._values.get(number, ""), label, is_secret=is_secret)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Remember which input was used last."""
        parameter = event.widget.parent
        if isinstance(parameter, ParameterField):
            self._last_focused = parameter.number

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
