"""The last line of the workbench: what a key does now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

_FOR_WRITING = frozenset({"browse_model", "open_library"})
"""Actions that give way to those of the rows while the rows have the focus."""


class WorkbenchFooter(Footer):
    """Shows first what belongs to the widget with the focus, so that nothing of it is cut off at 80 columns."""

    def compose(self) -> ComposeResult:
        """The keys, without those that are for writing while one reads."""
        is_reading = isinstance(self.screen.focused, ResultsTable)
        for widget in super().compose():
            if not (is_reading and isinstance(widget, FooterKey) and widget.action in _FOR_WRITING):
                yield widget
