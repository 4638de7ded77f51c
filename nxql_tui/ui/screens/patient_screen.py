"""A screen that may be over while another lies over it."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Outcome = TypeVar("Outcome")


class PatientScreen(Screen[Outcome]):
    """Waits with leaving until it is on top: Textual would take away what is, such as its help, and leave this one.

    It stands behind the other base of a screen: Textual goes by the first for styles.
    """

    _left_with: tuple[Outcome | None] | None = None
    """What it leaves with once it is on top."""

    def dismiss(self, result: Outcome | None = None) -> AwaitComplete:
        """Leave with a result, at once where nothing lies over it."""
        if self.is_active:
            return super().dismiss(result)
        self._left_with = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Leave now, where that was wanted before."""
        if self._left_with is not None:
            self.dismiss(*self._left_with)
