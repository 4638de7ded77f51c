"""One line to type into, over a list."""

from __future__ import annotations

from typing import Any

from nxql_tui.ui.widgets.steady_input import SteadyInput


class SearchInput(SteadyInput):
    """Keys that would do nothing in it are left to the screen: enter, and arrows that cannot move the cursor."""

    def __init__(self, *arguments: Any, leaves_space: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._leaves_space = leaves_space
        """Whether space is for the screen, which marks with it, and no character that is looked for."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed into the line."""
        return not (self._leaves_space and key == "space") and super().check_consume_key(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key of the input is for the input."""
        if action == "submit":
            return False
        if action == "cursor_left" and not parameters:
            return bool(self.value)
        if action == "cursor_right" and not parameters:
            return self.cursor_position < len(self.value)
        return super().check_action(action, parameters)
