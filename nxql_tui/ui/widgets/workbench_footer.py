"""The last line of the workbench: what a key does now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

_GIVE_WAY = frozenset({"browse_model", "open_library", "quit"})
"""Actions that make room for those of the rows while the rows have the focus; the help has them all the same."""


class WorkbenchFooter(Footer):
    """Shows first what belongs to the widget with the focus, so that nothing of it is cut off at 80 columns."""

    def compose(self) -> ComposeResult:
        """The keys, without some that are less wanted while one reads."""
        is_reading = isinstance(self.screen.focused, ResultsTable)
        for widget in super().compose():
            if not (is_reading and isinstance(widget, FooterKey) and widget.action in _GIVE_WAY):
                yield widget
