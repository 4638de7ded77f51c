"""The last line of the workbench: what a key does now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from nxql_tui.ui.tabs.panel_place import Panel
from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

_WHILE_READING = frozenset({"browse_model", "open_library", "quit"})
_IN_A_PANEL = _WHILE_READING | {"send", "export"}


class WorkbenchFooter(Footer):
    """Shows first what belongs to the widget with the focus, so that nothing of it is cut off at 80 columns."""

    def compose(self) -> ComposeResult:
        """The keys, without some that are less wanted here; the help has them all the same."""
        less_wanted = self._less_wanted()
        widgets = [*super().compose()]
        if less_wanted and any(isinstance(widget, FooterKey) and widget.action == "cancel" for widget in widgets):
            less_wanted |= {"export"}
        for widget in widgets:
            if not (isinstance(widget, FooterKey) and widget.action in less_wanted):
                yield widget

    def _less_wanted(self) -> frozenset[str]:
        """Actions that make room for those of the rows, or of a panel."""
        focused = self.screen.focused
        if isinstance(focused, ResultsTable):
            return _WHILE_READING
        if focused is not None and any(isinstance(one, Panel) for one in focused.ancestors_with_self):
            return _IN_A_PANEL
        return frozenset()
