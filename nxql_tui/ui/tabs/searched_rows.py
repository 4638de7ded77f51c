"""Rows that are filtered and searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from nxql_tui.results.errors import UnusableValueError
from nxql_tui.ui.cell_finder import CellFinder, CellFound, FindRequest
from nxql_tui.ui.screens.filter_prompt import FilterPrompt, RefusedFilter
from nxql_tui.ui.tabs.derived_rows import DerivedRows
from nxql_tui.ui.widgets.filter_bar import FilterBar, Typing
from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from nxql_tui.results.errors import ResultError
    from nxql_tui.results.filters import RowFilter
    from nxql_tui.results.view import View


class SearchedRows(DerivedRows):
    """Routes between the filters, the search and the rows."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._finder = CellFinder(self.post_message)
        self._find_text = ""

    # Filters

    @on(ResultsTable.FilterRequested)
    def _ask_for_filter(self, event: ResultsTable.FilterRequested) -> None:
        self._open_filter_prompt(event.column, event.cell)

    def _open_filter_prompt(self, column: int, cell: str | None, refused: RefusedFilter | None = None) -> None:
        result_set = self.result_set
        if result_set is None:
            return

        def keep(row_filter: RowFilter | None) -> None:
            if row_filter is not None:
                self.change(self.view.filtered(row_filter))

        self.app.push_screen(FilterPrompt(result_set.columns, column, cell, refused), keep)

    def _view_refused(self, view: View, error: ResultError) -> bool:
        if not (isinstance(error, UnusableValueError) and view.filters):
            return False
        last = view.filters[-1]
        self._open_filter_prompt(last.column, last.value, RefusedFilter(last.comparison, last.value, str(error)))
        return True

    @on(ResultsTable.QuickFilterRequested)
    def _type_filter(self) -> None:
        if self.result_set is not None:
            self.query_one(FilterBar).type(Typing.FILTER, self.view.search)

    @on(FilterBar.SearchTyped)
    def _search(self, event: FilterBar.SearchTyped) -> None:
        self.change(self.view.searched(event.text))

    @on(FilterBar.TypingEnded)
    def _back_to_table(self) -> None:
        self.screen.set_focus(self.table)
        self._show_filters()

    # Finding

    @on(ResultsTable.FindRequested)
    def _type_find(self) -> None:
        if self.result_set is not None:
            self.query_one(FilterBar).type(Typing.FIND, self._find_text)

    @on(FilterBar.FindEntered)
    def _find(self, event: FilterBar.FindEntered) -> None:
        self._find_text = event.text
        self._look_for(start=self._row_at_cursor - 1, backwards=False)

    @on(ResultsTable.FindNextRequested)
    def _find_next(self, event: ResultsTable.FindNextRequested) -> None:
        if self._find_text:
            self._look_for(start=self._row_at_cursor, backwards=event.step < 0)
        else:
            self._type_find()

    def _look_for(self, *, start: int, backwards: bool) -> None:
        if self.result_set is not None and self._find_text:
            self._finder.find(FindRequest(self.result_set, self.view, self._find_text, start, backwards))
        else:
            self._show_page()

    @on(CellFound)
    def _found(self, event: CellFound) -> None:
        if event.request.result_set is not self.result_set or event.request.view != self.view:
            return
        if event.found is None:
            self.post_message(self.Noted("No cell of the columns shown holds that text"))
            return
        if event.went_round:
            self.post_message(self.Noted("Nothing more there: gone on from the other end"))
        else:
            self.post_message(self.NoteOutdated())
        self._cell_to_go_to = (event.found.row, event.found.column)
        self._answer.go_to_row(event.found.row)
        self._show_page()

    # On the screen

    def _highlights(self, view: View) -> tuple[str, ...]:
        """What stands out in the cells."""
        return (*view.selection.words, *filter(None, (self._find_text,)))

    def _show_filters(self) -> None:
        if self.result_set is not None:
            self.query_one(FilterBar).show(self.view, self.result_set.columns)
