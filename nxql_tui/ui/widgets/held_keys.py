"""Keys that were typed behind one that opens something, and are meant for what is about to open.

Over a slow line several keys come at once, and all of them wait in the queue of the widget that has the focus when the
first is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.widget import Widget

_LOOK_EVERY = 0.02
_LONGEST_WAIT = 0.5
"""Seconds until keys go where they were sent: nothing has opened."""


class HeldKeys:
    """Holds the keys of a widget until the focus is elsewhere."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._keys: list[events.Key] | None = None
        self._looks = 0

    def hold(self) -> None:
        """The keys behind this one are for what opens now."""
        if self._keys is None:
            self._keys = []
            self._looks = 0
            self._widget.set_timer(_LOOK_EVERY, self._look)

    def take(self, event: events.Key) -> bool:
        """Keep a key; False when it is for the widget."""
        if self._keys is None:
            return False
        event.stop()
        event.prevent_default()
        self._keys.append(event)
        return True

    def _look(self) -> None:
        focused = self._widget.app.focused
        has_opened = focused is not None and focused is not self._widget
        self._looks += 1
        if not has_opened and self._looks * _LOOK_EVERY < _LONGEST_WAIT:
            self._widget.set_timer(_LOOK_EVERY, self._look)
            return
        keys, self._keys = self._keys or [], None
        for key in keys:
            self._widget.app.post_message(events.Key(key.key, key.character))
