"""Whether somebody looks at the window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Attendance:
    """What the terminal has told of its window, and when a key was pressed last.

    Times are seconds that count from anywhere.
    """

    last_input: float
    """When somebody last did something here."""
    has_focus: bool | None = None
    """Whether the window has the focus of its desktop; None where the terminal has never told."""

    def is_away(self, now: float, patience: float) -> bool:
        """Whether nobody looks.

        Args:
            now: The time.
            patience: After so many seconds without a key somebody is taken to be gone, where nothing else is known.
        """
        if self.has_focus is not None:
            return not self.has_focus
        return now - self.last_input >= patience
