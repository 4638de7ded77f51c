"""A list that can be moved through by half of what is seen."""

from __future__ import annotations

from textual.widgets import OptionList


class MovingList(OptionList):
    """Moves as far as half its height, and no further than its ends."""

    def action_half(self, direction: int) -> None:
        """Move by half the height."""
        if self.highlighted is None or not self.option_count:
            return
        step = max(1, self.scrollable_content_region.height // 2)
        self.highlighted = min(max(self.highlighted + direction * step, 0), self.option_count - 1)
