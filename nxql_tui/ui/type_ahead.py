"""Keys that come in a burst, as over a slow line, take effect in the order they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen


def after_typing(screen: Screen[Any], callback: Callable[[], object]) -> None:
    """Run a callback when the focused widget has taken in the keys that came before.

    A key that works over the focus is seen by the app at once, while the letters typed before it may still wait in
    the queue of the widget they go to: without this, sending would send a query that lacks its last letters.
    """
    (screen.focused or screen).call_later(callback)
