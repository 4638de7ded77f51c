"""One of several, in as many lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from nxql_tui.ui.widgets.choice_line import ChoiceLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.geometry import Size

_GAP = 2
_SWATCH = "██"


class WrappedChoice(ChoiceLine):
    """As a `ChoiceLine`, but a choice that has no room goes into the next line, and a word may have its colour."""

    DEFAULT_CSS = """
    WrappedChoice {
        width: 1fr;
        height: auto;
        &:focus { background: $block-focus-background; color: $block-focus-foreground; }
    }
    """

    def __init__(
        self,
        choices: tuple[str, ...],
        value: str,
        colours: Mapping[str, str] | None = None,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Make the choice.

        Args:
            choices: The words, in order.
            value: The one that is chosen.
            colours: The styles of what some of the words mean; shown beside them.
            id: As of every widget.
        """
        super().__init__(choices, id=id)
        self._colours = colours or {}
        self.set_reactive(ChoiceLine.value, value)

    def render(self) -> Content:
        """All of them, one marked."""
        lines = (Content(" " * _GAP).join(map(self._shown, line)) for line in self._lines(self.size.width))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's own
        """As many as there are lines."""
        return len(self._lines(width))

    def on_click(self, event: events.Click) -> None:
        """Choose the one under the pointer."""
        event.prevent_default()
        lines = self._lines(self.size.width)
        start = 0
        for choice in lines[event.y] if event.y < len(lines) else []:
            end = start + self._shown(choice).cell_length
            if start <= event.x < end:
                self.value = choice
            start = end + _GAP

    def _shown(self, choice: str) -> Content:
        shown = Content.styled(self._item(choice), "bold" if choice == self.value else "")
        return shown + Content.styled(f" {_SWATCH}", self._colours[choice]) if choice in self._colours else shown

    def _lines(self, width: int) -> list[list[str]]:
        """The choices of each line."""
        lines: list[list[str]] = [[]]
        used = 0
        for choice in self._choices:
            needed = self._shown(choice).cell_length
            if lines[-1] and used + _GAP + needed > width:
                lines.append([])
            used = used + _GAP + needed if lines[-1] else needed
            lines[-1].append(choice)
        return lines
