"""Rows of several Engines: what more than one of them knows, and one limit for all together."""

from __future__ import annotations

from textual import on

from nxql_tui.results.errors import NoLimitOfAllError
from nxql_tui.results.limit_of_all import limit_of_all
from nxql_tui.results.telling_columns import engine_column, same_at_every_engine
from nxql_tui.ui.tabs.searched_rows import SearchedRows
from nxql_tui.ui.widgets.results_table import ResultsTable


class FleetRows(SearchedRows):
    """Says why not where the rows are of one Engine, or their order cannot be told."""

    @on(ResultsTable.DuplicatesRequested)
    def _show_duplicates(self, event: ResultsTable.DuplicatesRequested) -> None:
        event.stop()
        page = self.table.page
        if page is None:
            return
        if engine_column(page.columns) is None:
            self._note("These rows are of one Engine: ask a fleet to see what several know")
            return
        column = same_at_every_engine(page.columns, self.table.column_at_cursor)
        if column is None:
            self._note("Go to the column that tells things apart, then press the key again")
        else:
            self.table.look_in(self.table.view.toggled_duplicates(column))

    @on(ResultsTable.LimitOfAllRequested)
    def _limit_all(self, event: ResultsTable.LimitOfAllRequested) -> None:
        event.stop()
        page, view = self.table.page, self.table.view
        if page is None:
            return
        if engine_column(page.columns) is None:
            self._note("Of one Engine the limit is that of all: this key is for the rows of a fleet")
        elif view.first is not None:
            self.table.look_in(view.limited(None))
        elif self.result_set is None:
            self._note("More rows are arriving: which of all come first is told when they are here")
        else:
            try:
                first = limit_of_all(self.result_set.query, self.result_set.columns)
            except NoLimitOfAllError as error:
                self._note(str(error))
            else:
                self.table.look_in(view.limited(first))

    def _note(self, sentence: str) -> None:
        self.post_message(self.Noted(sentence))
