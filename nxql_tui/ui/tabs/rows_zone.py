"""The rows of an answer, and where among them the reader is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message

from nxql_tui.results.columns import Page
from nxql_tui.results.result_set import ResultSet
from nxql_tui.ui.answer_view import AnswerView
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.empty_words import FILTERED, NO_ROWS, NOTHING_MADE
from nxql_tui.ui.page_reader import PageBegun, PageFailed, PageRead, PageReader
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.tabs.panel_place import PanelPlace
from nxql_tui.ui.widgets.empty_answer import EmptyAnswer
from nxql_tui.ui.widgets.filter_bar import Chip, FilterBar
from nxql_tui.ui.widgets.pager import Completeness, Pager
from nxql_tui.ui.widgets.results_table import PageTurn, ResultsTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.results.errors import ResultError
    from nxql_tui.results.view import View


class RowsZone(Vertical):
    """Routes between the table, the pages and the result set, or what was made from it."""

    DEFAULT_CSS = """
    RowsZone { height: 1fr; }
    RowsZone #answer-body { height: 1fr; layers: default words; }
    """

    @dataclass
    class Noted(Message):
        """Something to say in the state line."""

        sentence: str

    class NoteOutdated(Message):
        """What was said there is true no more."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        # Millions of rows take their time to be given back.
        self._answer = AnswerView(lambda result_set: run_in_background(result_set.close, "close-rows"))
        self.pages = PageReader(self.post_message)
        self._cell_to_go_to: tuple[int, int] | None = None
        self._early: Page | None = None
        """The rows on the screen of an answer that is still arriving."""
        self._is_growing = False
        self._next_step = ""
        self._begun: Page | None = None
        """The rows on the screen of a view whose other rows are still being looked for."""

    def compose(self) -> ComposeResult:
        """The table and a panel, the filters, the pages."""
        with Horizontal(id="answer-body"):
            yield ResultsTable(id="results")
            yield PanelPlace(id="panel")
            yield EmptyAnswer(id="empty-answer")
        yield FilterBar(id="filters")
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
        """All rows; None before there is an answer."""
        return self._answer.result_set

    @property
    def column_names(self) -> tuple[str, ...]:
        """The heads of all columns."""
        result_set = self.result_set
        return () if result_set is None else tuple(column.name for column in result_set.columns)

    # The answer

    def take(self, result_set: ResultSet) -> None:
        """Show this answer from its first row."""
        self._answer.take(result_set)
        self._show_page()

    def renew(self, result_set: ResultSet) -> None:
        """Show a newer answer to the same question; the reader stays where they are as far as the columns do."""
        self._answer.renew(result_set)
        self._show_page()

    @property
    def is_growing(self) -> bool:
        """Whether more rows of the answer are to come, beside those that can be sorted and paged."""
        return self._is_growing

    @is_growing.setter
    def is_growing(self, is_growing: bool) -> None:
        if is_growing != self._is_growing:
            self._is_growing = is_growing
            page, result_set = self.table.page, self.result_set
            if page is not None and result_set is not None:
                self._show_pager(page, result_set)

    def show_early(self, page: Page) -> None:
        """Show the first rows, or more of them, of an answer that is still arriving."""
        if self._early is None:
            self._answer.await_result_set()
        self._early = page
        self._show_page()

    def keep_early(self) -> None:
        """Nothing more will come of the rows on the screen: they can be read, and that is all."""
        page, self._early = self._early, None
        if page is not None:
            self._answer.close()
            self.query_one(Pager).show(page, self._answer.page_size, completeness=Completeness.PART)

    def drop_early(self) -> None:
        """Nobody wants the answer any more that is arriving."""
        if self._early is not None:
            self._early = None
            self._answer.close()
            self.table.empty()
            self._say_why_empty()
            self.query_one(Pager).show(Page((), (), 0, 0, 0), self._answer.page_size)

    def on_unmount(self) -> None:
        """Leave nothing on disk."""
        self._answer.let_go = ResultSet.close
        self._answer.close()

    # The view

    def change(self, view: View) -> None:
        """Look at the rows in another way, which can be undone."""
        page, has_same_rows = self.table.page, view.selection == self.view.selection
        if not self._answer.change(view):
            return
        if has_same_rows and page is not None and self.pages.is_idle and self._begun is None:
            # The rows are here; only their columns stand in another way.
            self._show_rows(page, view)
            self._go_to_wanted_cell(page)
        else:
            self._show_page()

    @on(ResultsTable.ViewRequested)
    @on(Chip.Removed)
    def _change(self, event: ResultsTable.ViewRequested | Chip.Removed) -> None:
        event.stop()
        self.change(event.view)

    # What is made from the rows

    @property
    def is_derived(self) -> bool:
        """Whether rows are shown that were made from the answer's."""
        return self._answer.is_derived

    @property
    def _row_at_cursor(self) -> int:
        page = self.table.page
        return (page.first if page is not None else 0) + self.table.cursor_row

    # Pages

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

    @on(Pager.NextPageSizeRequested)
    @on(ResultsTable.NextPageSizeRequested)
    def _next_page_size(self) -> None:
        self._answer.resize_page_to_next()
        self._show_page()

    @on(Pager.Left)
    def _leave_pages(self) -> None:
        self.screen.set_focus(self.table)

    @on(ResultsTable.GoToRequested)
    def _go_to(self) -> None:
        self.query_one(Pager).focus_page_number()

    def _show_page(self) -> None:
        wanted = self._answer.wanted_page()
        self._begun = None
        if wanted is not None:
            self.pages.read(wanted)
        elif self._early is not None:
            # Another order has to wait for all rows; its signs are shown, and other columns are.
            self._show_rows(self._early, self.view)
            awaited = "more arriving" + _words_of_what_waits(self.view)
            self.query_one(Pager).show(self._early, self._answer.page_size, awaited=awaited)

    @on(PageBegun)
    def _page_begun(self, event: PageBegun) -> None:
        if event.request != self._answer.wanted_page():
            return
        self._begun = event.page
        self._show_rows(event.page, event.request.view)
        self._show_filters()
        self.query_one(Pager).show(event.page, event.request.size, awaited="counting")

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        if event.request != self._answer.wanted_page():
            return
        page, result_set = event.page, event.request.result_set
        self._answer.rows_in_view = page.total
        if not page.rows and page.first and self._answer.turn(PageTurn.LAST):
            # The page was turned before it was known how few there are.
            self._show_page()
            return
        self._begun = self._early = None
        if self.table.stands(page, event.request.view):
            # Cursor, widths and what was scrolled stay as they are.
            self.table.page = page
            self.table.post_message(ResultsTable.CursorMoved())
        else:
            self._show_rows(page, event.request.view)
        self._show_filters()
        self._show_pager(page, result_set)
        self._go_to_wanted_cell(page)

    def _show_pager(self, page: Page, result_set: ResultSet) -> None:
        completeness = Completeness.WHOLE
        if self._is_growing and not self.is_derived:
            completeness = Completeness.GROWING
        elif not result_set.is_complete:
            completeness = Completeness.PART
        self.query_one(Pager).show(page, self._answer.page_size, completeness=completeness)

    def _go_to_wanted_cell(self, page: Page) -> None:
        if self._cell_to_go_to is not None:
            row, column = self._cell_to_go_to
            self._cell_to_go_to = None
            self.table.go_to(row - page.first, column)

    @on(PageFailed)
    def _page_failed(self, event: PageFailed) -> None:
        if event.request != self._answer.wanted_page():
            return
        # What cannot be shown is not looked at any longer.
        if self._answer.undo():
            self._show_page()
        if self._view_refused(event.request.view, event.error):
            event.stop()

    # Where there are no rows

    @property
    def next_step(self) -> str:
        """What to do before there is an answer, with commands in the place of keys."""
        return self._next_step

    @next_step.setter
    def next_step(self, words: str) -> None:
        self._next_step = words
        self._say_why_empty()

    @on(ResultsTable.CursorMoved)
    def _say_why_empty(self) -> None:
        self.query_one(EmptyAnswer).say(self._words_where_empty())

    def _words_where_empty(self) -> str:
        page, result_set = self.table.page, self.result_set
        if page is None:
            return self._next_step
        if page.rows or result_set is None or self._begun is not None:
            return ""
        if not (self.view.selection.lets_all_through and not self.view.search):
            return FILTERED.replace("{rows}", count_text(result_set.row_count, "row"))
        return NOTHING_MADE if self.is_derived else NO_ROWS

    # For those who add to the rows

    def _view_refused(self, view: View, error: ResultError) -> bool:  # noqa: ARG002
        """Whether it is told here why a view cannot be shown; else the tab says it."""
        return False

    def _show_rows(self, page: Page, view: View) -> None:
        self.table.show(page, view)

    def _show_filters(self) -> None:
        """Nothing here filters."""


def _words_of_what_waits(view: View) -> str:
    """What is done as soon as all rows are here."""
    words = ["sorted"] if view.sort else []
    words += [] if view.selection.lets_all_through else ["filtered"]
    return f", then {' and '.join(words)}" if words else ""
