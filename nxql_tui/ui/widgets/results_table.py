"""One page of a result set in a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import DataTable

from nxql_tui.results.view import SortDirection, View
from nxql_tui.ui.cell_display import MAXIMUM_WIDTH, display_cell, display_width
from nxql_tui.ui.keymap.answer import RESULTS
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.widgets.plain_cell_table import PlainCellTable
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from textual.binding import BindingType

    from nxql_tui.results.column_layout import ColumnLayout
    from nxql_tui.results.columns import Page, ResultColumn

NARROWEST = 3
"""Terminal cells that a column keeps when it is made narrower."""
WIDEST = 400

MARK = "●"
"""Before a row that is marked."""

_SORT_SIGNS = {SortDirection.ASCENDING: "▲", SortDirection.DESCENDING: "▼"}


class PageTurn(StrEnum):
    """Which page to show next."""

    FIRST = "first"
    PREVIOUS = "previous"
    NEXT = "next"
    LAST = "last"


class PanelSubject(StrEnum):
    """What is shown beside the rows."""

    ROW = "row"
    CELL = "cell"
    COLUMN_SEARCH = "column search"
    COLUMN_CHOICE = "column choice"
    SUMMARY = "summary"
    SUMMARY_OF_ALL = "summary of all"


class ResultsTable(PlainCellTable):
    """Holds the page that is on the screen and nothing else; knows no result set."""

    DEFAULT_CSS = """
    ResultsTable {
        height: 1fr;
        background: $background;
        border-left: blank;
        scrollbar-size: 1 1;
        &:focus { background-tint: $foreground 0%; border-left: outer $primary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(RESULTS)

    @dataclass
    class ViewRequested(Message):
        """The user wants to look at the rows in another way."""

        view: View

    @dataclass
    class FilterRequested(Message):
        """The user wants to keep rows by comparing them with a cell."""

        column: int
        """Its place in the result set, from 0."""
        cell: str | None

    class GroupRequested(Message):
        """The user wants to group the rows."""

    class UndoRequested(Message):
        """The user wants to look at the rows as before."""

    class QuickFilterRequested(Message):
        """The user wants to type what the rows must hold."""

    class FindRequested(Message):
        """The user wants to type what to look for."""

    @dataclass
    class FindNextRequested(Message):
        """The user wants to go to the next cell with the text looked for, or to the one before."""

        step: int

    class CompareRequested(Message):
        """The user wants these rows compared with others."""

    class WatchRequested(Message):
        """The user wants the question asked again and again, or no more."""

    @dataclass
    class CursorMoved(Message):
        """The cursor stands on another cell, or another page is shown."""

    @dataclass
    class PanelRequested(Message):
        """The user wants to see more of what is at the cursor."""

        subject: PanelSubject

    class CopyRequested(Message):
        """The user wants to copy something of the rows."""

    @dataclass
    class MarkRequested(Message):
        """The user wants to mark the row of the cursor, or the rows up to it."""

        is_range: bool

    @dataclass
    class TurnRequested(Message):
        """The user wants another page."""

        turn: PageTurn

    @dataclass
    class ValueTaken(Message):
        """The user wants a cell as the value of a parameter."""

        value: str

    class GoToRequested(Message):
        """The user wants to type the number of a page."""

    class NextPageSizeRequested(Message):
        """The user wants another number of rows a page."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, zebra_stripes=False, cursor_type="cell")
        self.page: Page | None = None
        """The page that is shown."""
        self._view = View()
        self._shown: tuple[int, ...] = ()
        self._fitting: dict[int, int] = {}

    def show(
        self, page: Page, view: View, highlights: Sequence[str] = (), marked: Container[int] = frozenset()
    ) -> None:
        """Show a page; the cursor keeps its column, and its row where there is one.

        Args:
            page: The rows.
            view: Which columns, and the signs of their order.
            highlights: Texts to make stand out in the cells, in any case of letters.
            marked: The places in the view of the rows that carry a mark.
        """
        column_before, row_before, scroll_x = self.column_at_cursor, self.cursor_row, self.scroll_x
        self.page, self._view = page, view
        self._shown = view.layout.shown(len(page.columns))
        self.clear(columns=True)
        widths = self._add_columns(page, view)
        right = [page.columns[column].kind.is_numeric for column in self._shown]
        for number, row in enumerate(page.rows):
            cells = (
                display_cell(row[column], width, align_right=align, highlights=highlights)
                for column, width, align in zip(self._shown, widths, right, strict=True)
            )
            place = page.first + number
            self.add_row(*cells, key=str(place), label=Text(MARK, end="") if place in marked else None)
        self.fixed_columns = view.layout.pinned_count(len(page.columns))
        if page.rows and column_before in self._shown:
            self.move_cursor(
                row=min(row_before, len(page.rows) - 1), column=self._shown.index(column_before), scroll=False
            )
            self.scroll_to(x=scroll_x, animate=False)
        self.post_message(self.CursorMoved())

    def _add_columns(self, page: Page, view: View) -> list[int]:
        ranks = {key.column: rank for rank, key in enumerate(view.sort, start=1)}
        widths = []
        self._fitting = {}
        for column in self._shown:
            rank = ranks.get(column)
            sign = "" if rank is None else _SORT_SIGNS[view.sort[rank - 1].direction]
            label = _label(page.columns[column], sign + (str(rank) if rank and len(ranks) > 1 else ""))
            fitting = max(label.cell_len, *(display_width(row[column]) for row in page.rows), 1)
            self._fitting[column] = fitting
            width = view.layout.width_of(column) or fitting
            widths.append(width)
            self.add_column(label, width=width, key=str(column))
        return widths

    def empty(self) -> None:
        """Show nothing."""
        self.page = None
        self._shown = ()
        self.clear(columns=True)

    @property
    def column_at_cursor(self) -> int | None:
        """The place in the result set of the column of the cursor; None when there is no column."""
        return self._shown[self.cursor_column] if self.cursor_column < len(self._shown) else None

    @property
    def cell_at_cursor(self) -> str | None:
        """The cell of the cursor as the Engine sent it; None for null, or when there is no row."""
        column = self.column_at_cursor
        if self.page is None or column is None or self.cursor_row >= len(self.page.rows):
            return None
        return self.page.rows[self.cursor_row][column]

    def go_to(self, row: int, column: int) -> None:
        """Move the cursor to a row of the page and a column of the result set; a hidden column leaves it in its own."""
        place = self._shown.index(column) if column in self._shown else self.cursor_column
        self.move_cursor(row=row, column=place, animate=False)

    def step(self, row: int, columns: int) -> None:
        """Move the cursor to a row of the page, and by so many columns as far as there are any."""
        column = min(max(self.cursor_column + columns, 0), max(len(self._shown) - 1, 0))
        self.move_cursor(row=row, column=column, animate=False)

    # Order

    def action_sort(self) -> None:
        """Sort by the column of the cursor."""
        self._request(lambda column: self._view.toggled(column))

    def action_sort_within(self) -> None:
        """Sort by the column of the cursor too, behind the keys there are."""
        self._request(lambda column: self._view.toggled_within(column))

    def action_undo(self) -> None:
        """Look at the rows as before."""
        self.post_message(self.UndoRequested())

    def _request(self, view_for: Callable[[int], View]) -> None:
        column = self.column_at_cursor
        if column is not None:
            self.post_message(self.ViewRequested(view_for(column)))

    # Filters

    def action_quick_filter(self) -> None:
        """Keep the rows that hold some words."""
        self.post_message(self.QuickFilterRequested())

    def action_filter(self) -> None:
        """Keep rows by comparing them with the cell of the cursor."""
        column = self.column_at_cursor
        if column is not None:
            self.post_message(self.FilterRequested(column, self.cell_at_cursor))

    def action_remove_filter(self) -> None:
        """Take the last filter away."""
        view = self._view
        if view.search:
            self.post_message(self.ViewRequested(view.searched("")))
        elif view.filters:
            self.post_message(self.ViewRequested(view.without_filter(view.filters[-1])))

    def action_remove_filters(self) -> None:
        """Take all filters away."""
        self.post_message(self.ViewRequested(replace(self._view, filters=(), search="")))

    def action_find(self) -> None:
        """Look for a text."""
        self.post_message(self.FindRequested())

    def action_find_next(self, step: int) -> None:
        """Go to the next cell found, or to the one before."""
        self.post_message(self.FindNextRequested(step))

    def action_compare(self) -> None:
        """Compare these rows with others."""
        self.post_message(self.CompareRequested())

    def action_watch(self) -> None:
        """Ask the question again and again, or no more."""
        self.post_message(self.WatchRequested())

    # Figures

    def action_summarise(self) -> None:
        """Summarise the column of the cursor."""
        self._open(PanelSubject.SUMMARY)

    def action_summarise_all(self) -> None:
        """Summarise all columns."""
        self._open(PanelSubject.SUMMARY_OF_ALL)

    def action_group(self) -> None:
        """Group the rows."""
        self.post_message(self.GroupRequested())

    # Columns

    def action_hide_column(self) -> None:
        """Hide the column of the cursor, unless it is the last one."""
        if len(self._shown) > 1:
            self._lay_out(lambda layout, column: layout.hide(column))

    def action_show_columns(self) -> None:
        """Show all columns."""
        self._lay_out(lambda layout, _: replace(layout, hidden=frozenset()))

    def action_pin_column(self) -> None:
        """Keep the column of the cursor on the left, or let it go."""
        self._lay_out(lambda layout, column: layout.toggle_pin(column))

    def action_move_column(self, step: int) -> None:
        """Move the column of the cursor."""
        count = len(self.page.columns) if self.page is not None else 0
        self._lay_out(lambda layout, column: layout.move(column, step, count))

    def action_widen(self, step: int) -> None:
        """Make the column of the cursor wider or narrower."""

        def widened(layout: ColumnLayout, column: int) -> ColumnLayout:
            now = layout.width_of(column) or self._fitting.get(column, MAXIMUM_WIDTH)
            return layout.widen(column, min(max(now + step, NARROWEST), WIDEST))

        self._lay_out(widened)

    def action_fit(self) -> None:
        """Make the column of the cursor as wide as its cells; as it was when it is so already."""
        page = self.page
        if page is None:
            return

        def fitted(layout: ColumnLayout, column: int) -> ColumnLayout:
            widest = max((display_width(row[column], WIDEST) for row in page.rows), default=1)
            width = max(self._fitting.get(column, 1), widest)
            return layout.widen(column, None if layout.width_of(column) == width else width)

        self._lay_out(fitted)

    def _lay_out(self, layout_for: Callable[[ColumnLayout, int], ColumnLayout]) -> None:
        self._request(lambda column: self._view.laid_out(layout_for(self._view.layout, column)))

    # More of what is at the cursor

    def action_open_row(self) -> None:
        """Show the whole row."""
        self._open(PanelSubject.ROW)

    def action_open_cell(self) -> None:
        """Show the whole cell."""
        self._open(PanelSubject.CELL)

    def action_choose_columns(self) -> None:
        """Choose the columns that are seen."""
        self._open(PanelSubject.COLUMN_CHOICE)

    def action_go_to_column(self) -> None:
        """Go to a column by its name."""
        self._open(PanelSubject.COLUMN_SEARCH)

    def _open(self, subject: PanelSubject) -> None:
        self.post_message(self.PanelRequested(subject))

    def action_mark(self) -> None:
        """Mark the row of the cursor, or take its mark away."""
        self.post_message(self.MarkRequested(is_range=False))

    def action_mark_range(self) -> None:
        """Mark the rows up to the one of the cursor."""
        self.post_message(self.MarkRequested(is_range=True))

    def action_copy(self) -> None:
        """Copy something of the rows."""
        self.post_message(self.CopyRequested())

    def action_take_value(self) -> None:
        """Take the cell of the cursor, as the Engine sent it, as the value of a parameter."""
        if self.page is not None and self.cursor_row < len(self.page.rows):
            self.post_message(self.ValueTaken(self.cell_at_cursor or ""))

    def action_turn(self, turn: str) -> None:
        """Show another page."""
        self.post_message(self.TurnRequested(PageTurn(turn)))

    def action_go_to_page(self) -> None:
        """Ask for a page by its number."""
        self.post_message(self.GoToRequested())

    def action_next_page_size(self) -> None:
        """Show more rows a page, or the fewest again."""
        self.post_message(self.NextPageSizeRequested())

    @on(DataTable.HeaderSelected)
    def _header_clicked(self, event: DataTable.HeaderSelected) -> None:
        event.stop()
        if event.column_index < len(self._shown):
            self.post_message(self.ViewRequested(self._view.toggled(self._shown[event.column_index])))

    @on(DataTable.CellHighlighted)
    def _cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        event.stop()
        self.post_message(self.CursorMoved())


def _label(column: ResultColumn, sign: str) -> Text:
    # A place for the sign is kept, so that sorting does not move the columns.
    name = visible_line(column.name)
    if cell_len(name) > MAXIMUM_WIDTH:
        name = name[: MAXIMUM_WIDTH - 1] + "…"
    return Text(f"{name} {sign or ' '}", no_wrap=True, end="")
