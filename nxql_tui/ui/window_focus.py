"""Knowing whether the terminal's window has the focus, without drawing anything for it.

Textual takes the focus from its widget when the window loses it, and styles the screen anew: several hundred bytes each
way, and what comes of a question meanwhile finds nobody where its user has left off.
"""

from __future__ import annotations

import time
from typing import Generic

from textual import events
from textual.app import App, ReturnType

from nxql_tui.ui.attendance import Attendance


class WindowFocusApp(App[ReturnType], Generic[ReturnType]):
    """Notes what the terminal tells of its window, and that somebody does something here."""

    def __init__(self) -> None:
        super().__init__()
        self.attendance = Attendance(time.monotonic())
        """Whether somebody looks at the window."""

    def on_app_blur(self, event: events.AppBlur) -> None:
        """The window has lost the focus; everything here stays as it is."""
        event.prevent_default()
        self.attendance.has_focus = False

    def on_app_focus(self, event: events.AppFocus) -> None:
        """The window has the focus."""
        event.prevent_default()
        self.attendance.has_focus = True

    async def on_event(self, event: events.Event) -> None:
        """Note when somebody does something, and let Textual act on it."""
        if isinstance(event, (events.Key, events.Paste, events.MouseDown)):
            self.attendance.last_input = time.monotonic()
        await super().on_event(event)
