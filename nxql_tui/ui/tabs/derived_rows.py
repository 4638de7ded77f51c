"""Rows that were made from those of an answer, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.tabs.rows_zone import RowsZone
from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.view import View


class DerivedRows(RowsZone):
    """Goes from an answer to what is made from it, and back."""

    @dataclass
    class Derived(Message):
        """The rows shown are made from others."""

        sentence: str
        """How; empty when they are those of the answer again."""

    class DepthChanged(Message):
        """Rows made from the answer's are shown, or no longer."""

    def enter(self, result_set: ResultSet, view: View, sentence: str) -> None:
        """Show rows that were made from those here, which stay below."""
        self._answer.enter(result_set, view)
        self._show_page()
        self.post_message(self.Derived(sentence + with_keys(self.app, " · {answer.undo} goes back")))
        self.post_message(self.DepthChanged())

    def leave(self) -> None:
        """Show the rows again from which these were made."""
        if self._answer.leave():
            self._show_left()

    def _show_left(self) -> None:
        self._show_page()
        self.post_message(self.Derived(""))
        self.post_message(self.Noted(f"Back to {count_text(self._answer.rows_in_view, 'row')}"))
        self.post_message(self.DepthChanged())

    @on(ResultsTable.UndoRequested)
    def _undo(self) -> None:
        was = self.result_set
        if self._answer.undo():
            if self.result_set is was:
                self._show_page()
            else:
                self._show_left()
        else:
            self.post_message(self.Noted("There is nothing to undo: the rows stand as they came"))
