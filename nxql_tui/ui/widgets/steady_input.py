"""One line to type into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events


class SteadyInput(Input):
    """An input whose cursor does not blink: over SSH each blink would travel, for nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key.startswith("alt+"):
            # Textual takes its letter for one that was typed. A screen may want the key, a text never does.
            event.prevent_default()
            return
        await super()._on_key(event)
