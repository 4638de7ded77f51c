"""The last line of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.ui.tabs.panel_place import Panel
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from nxql_tui.ui.widgets.key_line import KeyHint

_WHILE_READING = frozenset({"browse_model", "open_library", "quit"})
_IN_A_PANEL = _WHILE_READING | {"send", "export"}


class WorkbenchKeyLine(KeyLine):
    """Shows first what belongs to the widget with the focus, so that nothing of it is cut off at 80 columns."""

    def wanted(self, hints: tuple[KeyHint, ...]) -> tuple[KeyHint, ...]:
        """The keys without some that are less wanted here; the help has them all the same."""
        less_wanted = self._less_wanted()
        if less_wanted and any(hint.action == "cancel" for hint in hints):
            less_wanted |= {"export"}
        return tuple(hint for hint in hints if hint.action not in less_wanted)

    def _less_wanted(self) -> frozenset[str]:
        """Actions that make room for those of the rows, or of a panel."""
        focused = self.screen.focused
        if isinstance(focused, ResultsTable):
            return _WHILE_READING
        if focused is not None and any(isinstance(one, Panel) for one in focused.ancestors_with_self):
            return _IN_A_PANEL
        return frozenset()
