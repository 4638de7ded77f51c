"""Something to read that may be longer than its room."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import TEXT

if TYPE_CHECKING:
    from textual.binding import BindingType

SCROLLING = "{text.down}/{text.up} scroll"
"""What is said of its keys."""


class ReadingText(VerticalScroll):
    """Scrolls by lines, by what is seen and by half of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TEXT)

    def action_half(self, direction: int) -> None:
        """Scroll by half of what is seen."""
        step = max(1, self.scrollable_content_region.height // 2)
        self.scroll_relative(y=direction * step, animate=False)
