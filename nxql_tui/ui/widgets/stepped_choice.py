"""One of many, of which only the chosen one is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from nxql_tui.ui.widgets.choice_line import ChoiceLine

if TYPE_CHECKING:
    from textual import events


class SteppedChoice(ChoiceLine):
    """`< nord >  9 of 24`: left and right choose as in a `ChoiceLine`, and so does a click on a sign."""

    def __init__(self, choices: tuple[str, ...], value: str, *, id: str | None = None) -> None:  # noqa: A002
        """Make the choice.

        Args:
            choices: The words, in order.
            value: The one that is chosen.
            id: As of every widget.
        """
        super().__init__(choices, id=id)
        self._longest = max(map(len, choices))
        self.set_reactive(ChoiceLine.value, value)

    def render(self) -> Content:
        """The chosen one and its place among all."""
        place = self._choices.index(self.value) + 1
        return Content(f"< {self.value.ljust(self._longest)} >  {place} of {len(self._choices)}")

    def on_click(self, event: events.Click) -> None:
        """Choose the one before or behind."""
        event.prevent_default()
        if event.x == 0:
            self.action_move(-1)
        elif event.x == self._longest + 3:
            self.action_move(1)
