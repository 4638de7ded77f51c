"""Rows with a panel beside them, or in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from nxql_tui.ui.keymap.answer import ANSWER
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.panels.cell_panel import CellPanel
from nxql_tui.ui.panels.column_list import ColumnChoice, ColumnList, ColumnSearch, with_column
from nxql_tui.ui.panels.columns_panel import ColumnsPanel
from nxql_tui.ui.panels.following_panel import FollowingPanel
from nxql_tui.ui.panels.row_panel import RowPanel
from nxql_tui.ui.panels.summary_panel import SummaryPanel
from nxql_tui.ui.tabs.fleet_rows import FleetRows
from nxql_tui.ui.tabs.panel_place import Panel, PanelPlace, ReadingPlace
from nxql_tui.ui.widgets.results_table import PanelSubject, ResultsTable

if TYPE_CHECKING:
    from textual.binding import BindingType


class PanelledRows(FleetRows):
    """Routes between the panel and the rows."""

    DEFAULT_CSS = """
    PanelledRows.-panel ResultsTable, PanelledRows.-panel EmptyAnswer { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(ANSWER)

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

    def on_resize(self) -> None:
        """Where a panel has taken the place of the rows, it takes their keys too."""
        self.call_after_refresh(self._leave_no_keys_behind)

    def _leave_no_keys_behind(self) -> None:
        # None is there where the tab was closed meanwhile.
        for place in self.query(PanelPlace):
            if place.panel is not None and not self.table.display and self.screen.focused is None:
                place.panel.take_keys()

    @property
    def panel(self) -> Panel | None:
        """What is beside the rows, or in their place."""
        return self.query_one(PanelPlace).panel

    @on(ResultsTable.PanelRequested)
    async def _panel_requested(self, event: ResultsTable.PanelRequested) -> None:
        place = self.reading_place
        if place is None:
            return
        if event.subject in _OF_A_ROW and not place.page.rows:
            self.post_message(self.Noted("There is no row: the filters let none through"))
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


_PANELS: dict[PanelSubject, type[Panel]] = {
    PanelSubject.ROW: RowPanel,
    PanelSubject.CELL: CellPanel,
    PanelSubject.COLUMN_SEARCH: ColumnSearch,
    PanelSubject.COLUMN_CHOICE: ColumnChoice,
    PanelSubject.SUMMARY: SummaryPanel,
    PanelSubject.SUMMARY_OF_ALL: ColumnsPanel,
}
_OF_A_ROW = frozenset({PanelSubject.ROW, PanelSubject.CELL})
