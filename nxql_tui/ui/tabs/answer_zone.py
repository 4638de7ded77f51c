"""The lower zone of a tab: the rows of an answer and where among them the reader is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message

from nxql_tui.results.columns import Page
from nxql_tui.ui.answer_view import AnswerView
from nxql_tui.ui.cell_copying import CopySource
from nxql_tui.ui.cell_finder import CellFinder, CellFound, FindRequest
from nxql_tui.ui.grouping import Grouping, GroupRequest, GroupsMade
from nxql_tui.ui.keymap.answer import ANSWER
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.page_reader import PageFailed, PageRead, PageReader
from nxql_tui.ui.panels.cell_panel import CellPanel
from nxql_tui.ui.panels.column_list import ColumnChoice, ColumnList, ColumnSearch, with_column
from nxql_tui.ui.panels.columns_panel import ColumnsPanel
from nxql_tui.ui.panels.following_panel import FollowingPanel
from nxql_tui.ui.panels.row_panel import RowPanel
from nxql_tui.ui.panels.summary_panel import SummaryPanel
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.row_marks import RowMarks
from nxql_tui.ui.screens.copy_cells import CopyCellsScreen
from nxql_tui.ui.screens.filter_prompt import FilterPrompt
from nxql_tui.ui.screens.group_prompt import GroupPrompt
from nxql_tui.ui.tabs.panel_place import Panel, PanelPlace, ReadingPlace
from nxql_tui.ui.widgets.filter_bar import Chip, FilterBar, Typing
from nxql_tui.ui.widgets.pager import Pager
from nxql_tui.ui.widgets.results_table import PanelSubject, ResultsTable

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.results.filters import RowFilter
    from nxql_tui.results.pivot import PivotPlan
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.view import View


class AnswerZone(Vertical):
    """Routes between the table, the filters, the pages, the panel and the result set."""

    DEFAULT_CSS = """
    AnswerZone { height: 1fr; }
    AnswerZone #answer-body { height: 1fr; }
    AnswerZone.-panel ResultsTable { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(ANSWER)

    @dataclass
    class Noted(Message):
        """Something to say in the state line."""

        sentence: str

    class GroupsChanged(Message):
        """Groups of the rows are shown, or no longer."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._answer = AnswerView()
        self._finder = CellFinder(self.post_message)
        self._find_text = ""
        self._cell_to_go_to: tuple[int, int] | None = None
        self._marks = RowMarks()
        self.pages = PageReader(self.post_message)
        self._grouping = Grouping(self.post_message)
        self._early: Page | None = None
        """The rows on the screen of an answer that is still arriving."""

    def compose(self) -> ComposeResult:
        """The table and a panel, the filters, the pages."""
        with Horizontal(id="answer-body"):
            yield ResultsTable(id="results")
            yield PanelPlace(id="panel")
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

    # The answer

    def take(self, result_set: ResultSet) -> None:
        """Show this answer from its first row."""
        self._answer.take(result_set)
        self._show_page()

    def renew(self, result_set: ResultSet) -> None:
        """Show a newer answer to the same question; the reader stays where they are as far as the columns do."""
        self._answer.renew(result_set)
        self._show_page()

    def show_early(self, page: Page) -> None:
        """Show the first rows, or more of them, of an answer that is still arriving."""
        if self._early is None:
            self._answer.await_result_set()
        self._early = page
        self._show_page()
        self.query_one(Pager).show(page, self._answer.page_size, is_whole=False)

    def keep_early(self) -> None:
        """Nothing more will come of the rows on the screen: they can be read, and that is all."""
        page, self._early = self._early, None
        if page is not None:
            self._answer.close()
            self.query_one(Pager).show(page, self._answer.page_size, is_whole=True, is_part=True)

    def drop_early(self) -> None:
        """Nobody wants the answer any more that is arriving."""
        if self._early is not None:
            self._early = None
            self._answer.close()
            self.table.empty()
            self.query_one(Pager).show(Page((), (), 0, 0, 0), self._answer.page_size, is_whole=True)

    def on_unmount(self) -> None:
        """Leave nothing on disk."""
        self._grouping.stop()
        self._answer.close()

    # The view

    def change(self, view: View) -> None:
        """Look at the rows in another way, which can be undone."""
        if self._answer.change(view):
            self._show_page()

    @on(ResultsTable.ViewRequested)
    @on(Chip.Removed)
    def _change(self, event: ResultsTable.ViewRequested | Chip.Removed) -> None:
        event.stop()
        self.change(event.view)

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

    @on(ResultsTable.FilterRequested)
    def _ask_for_filter(self, event: ResultsTable.FilterRequested) -> None:
        result_set = self.result_set
        if result_set is None:
            return

        def keep(row_filter: RowFilter | None) -> None:
            if row_filter is not None:
                self.change(self.view.filtered(row_filter))

        self.app.push_screen(FilterPrompt(result_set.columns, event.column, event.cell), keep)

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

    @property
    def _row_at_cursor(self) -> int:
        page = self.table.page
        return (page.first if page is not None else 0) + self.table.cursor_row

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
        self._cell_to_go_to = (event.found.row, event.found.column)
        self._answer.go_to_row(event.found.row)
        self._show_page()

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

    @on(ResultsTable.GoToRequested)
    def _go_to(self) -> None:
        self.query_one(Pager).focus_page_number()

    def _show_page(self) -> None:
        wanted = self._answer.wanted_page()
        if wanted is not None:
            self.pages.read(wanted)
        elif self._early is not None:
            # Another order has to wait for all rows; its signs are shown, and other columns are.
            self._show_rows(self._early, self.view)

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        if event.request != self._answer.wanted_page():
            return
        page, result_set = event.page, event.request.result_set
        self._answer.rows_in_view = page.total
        early, self._early = self._early, None
        if early is not None and (early.columns, early.rows) == (page.columns, page.rows):
            # The rows stand there already: cursor, widths and what was scrolled stay as they are.
            self.table.page = page
        else:
            self._show_rows(page, event.request.view)
        self._show_filters()
        self.query_one(Pager).show(page, event.request.size, is_whole=True, is_part=not result_set.is_complete)
        if self._cell_to_go_to is not None:
            row, column = self._cell_to_go_to
            self._cell_to_go_to = None
            self.table.go_to(row - event.page.first, column)

    @on(PageFailed)
    def _page_failed(self, event: PageFailed) -> None:
        # What cannot be shown is not looked at any longer; the tab says why.
        if event.request == self._answer.wanted_page() and self._answer.undo():
            self._show_page()

    def _show_rows(self, page: Page, view: View) -> None:
        highlights = (*view.selection.words, *filter(None, (self._find_text,)))
        marked = self._marks.places_for(self.result_set, view.selection)
        self.table.show(page, view, highlights, marked)

    def _show_filters(self) -> None:
        if self.result_set is not None:
            self.query_one(FilterBar).show(self.view, self.result_set.columns)

    # The panel

    async def open_panel(self, panel: Panel) -> None:
        """Show a panel beside the rows, or in their place."""
        await self.query_one(PanelPlace).open(panel)
        self.set_class(True, "-panel")
        self._tell_panel()
        # The rows have become narrower: the cursor stays in sight.
        self.table.step(self.table.cursor_row, 0)
        if not (panel.leaves_keys and self.screen.has_class("-wide")):
            panel.take_keys()

    async def close_panel(self) -> None:
        """Give the rows their place back."""
        await self.query_one(PanelPlace).close()
        self.set_class(False, "-panel")
        self.screen.set_focus(self.table)

    @property
    def panel(self) -> Panel | None:
        """What is beside the rows, or in their place."""
        return self.query_one(PanelPlace).panel

    @on(ResultsTable.PanelRequested)
    async def _panel_requested(self, event: ResultsTable.PanelRequested) -> None:
        if self.reading_place is None:
            return
        kind = _PANELS[event.subject]
        if isinstance(self.panel, kind):
            self.panel.take_keys()
        else:
            await self.open_panel(kind())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A panel can be closed only where there is one."""
        return action != "close_panel" or (self.is_mounted and self.panel is not None)

    async def action_close_panel(self) -> None:
        """Give the rows their place back."""
        await self.close_panel()

    @on(Panel.CloseRequested)
    async def _close_panel(self) -> None:
        await self.close_panel()

    # Figures

    @on(ColumnsPanel.ColumnChosen)
    async def _summarise_chosen(self, event: ColumnsPanel.ColumnChosen) -> None:
        event.stop()
        self.table.go_to(self.table.cursor_row, event.column)
        await self.open_panel(SummaryPanel())

    @on(SummaryPanel.ColumnRequested)
    def _go_to_column_beside(self, event: SummaryPanel.ColumnRequested) -> None:
        event.stop()
        self.table.move_cursor(column=self.table.cursor_column + event.step, animate=False)

    @on(SummaryPanel.FilterRequested)
    async def _filter_by_value(self, event: SummaryPanel.FilterRequested) -> None:
        event.stop()
        if not self.table.display:
            # The panel stands in the place of the rows that are wanted.
            await self.close_panel()
        self.change(self.view.filtered(event.row_filter))

    # Groups

    @property
    def is_grouped(self) -> bool:
        """Whether groups of the answer's rows are shown."""
        return self._answer.is_grouped

    def leave_groups(self) -> None:
        """Show the rows that were grouped."""
        if self._answer.leave_groups():
            self._show_left()

    def _show_left(self) -> None:
        self._show_page()
        self.post_message(self.Noted(f"Back to {count_text(self._answer.rows_in_view, 'row')} that were grouped"))
        self.post_message(self.GroupsChanged())

    @on(ResultsTable.GroupRequested)
    def _ask_for_groups(self) -> None:
        place = self.reading_place
        if place is None:
            return
        rows = self._answer.rows_in_view

        def group(plan: PivotPlan | None) -> None:
            if plan is not None:
                self.post_message(self.Noted("Grouping…"))
                self._grouping.group(GroupRequest(place.result_set, place.view.selection, plan, rows))

        self.app.push_screen(GroupPrompt(place.result_set.columns, place.column, rows), group)

    @on(GroupsMade)
    def _show_groups(self, event: GroupsMade) -> None:
        event.stop()
        if event.request.result_set is not self.result_set:
            event.groups.close()
            return
        self._answer.enter_groups(event.groups)
        self._show_page()
        self.post_message(self.Noted(f"{event.request.sentence(event.groups.row_count)} · u goes back"))
        self.post_message(self.GroupsChanged())

    @property
    def reading_place(self) -> ReadingPlace | None:
        """Where the cursor stands; None without an answer."""
        page, column = self.table.page, self.table.column_at_cursor
        if self.result_set is None or page is None or column is None:
            return None
        return ReadingPlace(self.result_set, self.view, page, self.table.cursor_row, column)

    @on(ResultsTable.CursorMoved)
    def _tell_panel(self) -> None:
        panel, place = self.panel, self.reading_place
        if panel is not None and place is not None:
            panel.follow(place)

    # From the panel to the rows

    @on(FollowingPanel.StepRequested)
    def _step(self, event: FollowingPanel.StepRequested) -> None:
        page, row = self.table.page, self._row_at_cursor + event.rows
        if page is None or not 0 <= row < page.total:
            return
        if page.first <= row < page.first + len(page.rows):
            self.table.step(row - page.first, event.columns)
        elif self.table.column_at_cursor is not None:
            self._cell_to_go_to = (row, self.table.column_at_cursor)
            self._answer.go_to_row(row)
            self._show_page()

    @on(RowPanel.CellRequested)
    async def _open_cell(self, event: RowPanel.CellRequested) -> None:
        self.table.go_to(self.table.cursor_row, event.column)
        await self.open_panel(CellPanel())
        if self.panel is not None:
            self.panel.take_keys()

    @on(ColumnList.ColumnWanted)
    async def _go_to_column(self, event: ColumnList.ColumnWanted) -> None:
        await self.close_panel()
        if event.column in self.view.layout.hidden:
            self._cell_to_go_to = (self._row_at_cursor, event.column)
            self.change(with_column(self.view, event.column))
        else:
            self.table.go_to(self.table.cursor_row, event.column)

    @on(ColumnList.ViewChosen)
    async def _show_columns(self, event: ColumnList.ViewChosen) -> None:
        await self.close_panel()
        self.change(event.view)

    # Marking and copying

    @on(ResultsTable.MarkRequested)
    def _mark(self, event: ResultsTable.MarkRequested) -> None:
        page = self.table.page
        if page is None or not page.rows or self.result_set is None:
            return
        self._marks.keep_for(self.result_set, self.view.selection)
        mark = self._marks.extend if event.is_range else self._marks.toggle
        mark(page, self.table.cursor_row)
        if not event.is_range and self.table.cursor_row + 1 < len(page.rows):
            self.table.step(self.table.cursor_row + 1, 0)
        self._show_rows(page, self.view)
        count = len(self._marks.places_for(self.result_set, self.view.selection))
        self.post_message(self.Noted(f"{count_text(count, 'row')} marked; y copies"))

    @on(ResultsTable.CopyRequested)
    @on(FollowingPanel.CopyRequested)
    def _copy(self, event: ResultsTable.CopyRequested | FollowingPanel.CopyRequested) -> None:
        place = self.reading_place
        if place is None or not place.page.rows:
            self.post_message(self.Noted("There is nothing to copy"))
            return
        if isinstance(event, FollowingPanel.CopyRequested) and event.column is not None:
            place = replace(place, column=event.column)

        def report(sentence: str | None) -> None:
            if sentence:
                self.post_message(self.Noted(sentence))

        self.app.push_screen(
            CopyCellsScreen(CopySource(place, self._marks.rows_for(place.result_set, place.view.selection))), report
        )


_PANELS: dict[PanelSubject, type[Panel]] = {
    PanelSubject.ROW: RowPanel,
    PanelSubject.CELL: CellPanel,
    PanelSubject.COLUMN_SEARCH: ColumnSearch,
    PanelSubject.COLUMN_CHOICE: ColumnChoice,
    PanelSubject.SUMMARY: SummaryPanel,
    PanelSubject.SUMMARY_OF_ALL: ColumnsPanel,
}
