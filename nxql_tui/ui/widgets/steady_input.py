"""One line to type into."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input


class SteadyInput(Input):
    """An input whose cursor does not blink: over SSH each blink would travel, for nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cursor_blink = False
