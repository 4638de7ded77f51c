"""The lower zone of a tab: the rows of an answer and where among them the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical

from nxql_tui.results.view import View
from nxql_tui.ui.answer_view import AnswerView
from nxql_tui.ui.page_reader import PageRead, PageReader
from nxql_tui.ui.widgets.pager import Pager
from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.results.columns import Page
    from nxql_tui.results.result_set import ResultSet


class AnswerZone(Vertical):
    """Routes between the table, the pages and the result set."""

    DEFAULT_CSS = """
    AnswerZone { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._answer = AnswerView()
        self.pages = PageReader(self.post_message)

    def compose(self) -> ComposeResult:
        """The table above its pages."""
        yield ResultsTable(id="results")
        yield Pager(id="pager")

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to read."""
        return self._answer.has_rows

    @property
    def page_size(self) -> int:
        """Rows a page."""
        return self._answer.page_size

    @property
    def table(self) -> ResultsTable:
        """The rows on the screen."""
        return self.query_one(ResultsTable)

    @property
    def view(self) -> View:
        """How the reader looks at the rows."""
        return self._answer.view

    @property
    def result_set(self) -> ResultSet | None:
        """The rows, all of them; None before there is an answer."""
        return self._answer.result_set

    def change(self, view: View) -> None:
        """Look at the rows in another way, which can be undone."""
        if self._answer.change(view):
            self._show_page()

    def take(self, result_set: ResultSet) -> None:
        """Show this answer from its first row."""
        self._answer.take(result_set)
        self._show_page()

    def show_early(self, page: Page) -> None:
        """Show the first rows of an answer that is still arriving."""
        self._answer.close()
        self.table.show(page, View())
        self.query_one(Pager).show(0, self._answer.page_size, len(page.rows), complete=False)

    def on_unmount(self) -> None:
        """Leave nothing on disk."""
        self._answer.close()

    @on(ResultsTable.SortRequested)
    def _sort(self, event: ResultsTable.SortRequested) -> None:
        self.change(self.view.toggled(event.column))

    @on(ResultsTable.TurnRequested)
    @on(Pager.TurnRequested)
    def _turn(self, event: ResultsTable.TurnRequested | Pager.TurnRequested) -> None:
        if self._answer.turn(event.turn):
            self._show_page()

    @on(Pager.PageNumberEntered)
    def _enter_page(self, event: Pager.PageNumberEntered) -> None:
        self._answer.go_to(event.number)
        self._show_page()
        self.table.focus()

    @on(Pager.PageSizeChosen)
    def _choose_page_size(self, event: Pager.PageSizeChosen) -> None:
        self._answer.resize_page(event.size)
        self._show_page()

    @on(ResultsTable.NextPageSizeRequested)
    def _next_page_size(self) -> None:
        self._answer.resize_page_to_next()
        self._show_page()

    @on(ResultsTable.GoToRequested)
    def _go_to(self) -> None:
        self.query_one(Pager).focus_page_number()

    def _show_page(self) -> None:
        wanted = self._answer.wanted_page()
        if wanted is not None:
            self.pages.read(wanted)

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        if event.request == self._answer.wanted_page():
            self._answer.rows_in_view = event.page.total
            self.table.show(event.page, event.request.view)
            self.query_one(Pager).show(event.page.first, event.request.size, event.page.total, complete=True)
