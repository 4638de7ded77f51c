"""One line to type into, over a list."""

from __future__ import annotations

from nxql_tui.ui.widgets.steady_input import SteadyInput


class SearchInput(SteadyInput):
    """Keys that would do nothing in it are left to the screen: enter, and arrows that cannot move the cursor."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key of the input is for the input."""
        if action == "submit":
            return False
        if action == "cursor_left" and not parameters:
            return bool(self.value)
        if action == "cursor_right" and not parameters:
            return self.cursor_position < len(self.value)
        return super().check_action(action, parameters)
