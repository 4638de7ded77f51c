"""One page of a result set in a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import DataTable

from nxql_tui.results.view import SortDirection
from nxql_tui.ui.cell_display import MAXIMUM_WIDTH, display_cell, display_width
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.workbench import RESULTS
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.binding import BindingType

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.result_set import Page
    from nxql_tui.results.view import View

_SORT_SIGNS = {SortDirection.ASCENDING: "▲", SortDirection.DESCENDING: "▼"}


class PageTurn(StrEnum):
    """Which page to show next."""

    FIRST = "first"
    PREVIOUS = "previous"
    NEXT = "next"
    LAST = "last"


class ResultsTable(DataTable[Text]):
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
    class SortRequested(Message):
        """The user wants the rows ordered by this column: up, then down, then off."""

        column: int

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
        super().__init__(id=id, zebra_stripes=False, cursor_type="cell", show_row_labels=False)
        self._page: Page | None = None

    def show(self, page: Page, view: View) -> None:
        """Show a page; the cursor keeps its column, and its row where there is one."""
        self._page = page
        cursor = self.cursor_coordinate
        scroll_x = self.scroll_x
        same_columns = len(self.columns) == len(page.columns)
        self.clear(columns=True)
        signs = {key.column: _SORT_SIGNS[key.direction] for key in view.sort}
        widths = []
        for index, column in enumerate(page.columns):
            label = _label(column, signs.get(index, ""))
            width = max(label.cell_len, *(display_width(row[index]) for row in page.rows), 1)
            widths.append(width)
            self.add_column(label, width=width, key=str(index))
        right = [column.kind.is_numeric for column in page.columns]
        for number, row in enumerate(page.rows):
            cells = (
                display_cell(cell, width, align_right=align)
                for cell, width, align in zip(row, widths, right, strict=True)
            )
            self.add_row(*cells, key=str(page.first + number))
        if same_columns and page.rows:
            self.move_cursor(row=min(cursor.row, len(page.rows) - 1), column=cursor.column, scroll=False)
            self.scroll_to(x=scroll_x, animate=False)

    def empty(self) -> None:
        """Show nothing."""
        self._page = None
        self.clear(columns=True)

    def action_sort(self) -> None:
        """Sort by the column of the cursor."""
        if self.columns:
            self.post_message(self.SortRequested(self.cursor_column))

    def action_take_value(self) -> None:
        """Take the cell of the cursor, as the Engine sent it, as the value of a parameter."""
        row, column = self.cursor_coordinate
        if self._page is not None and row < len(self._page.rows):
            self.post_message(self.ValueTaken(self._page.rows[row][column] or ""))

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
        self.post_message(self.SortRequested(event.column_index))


def _label(column: ResultColumn, sign: str) -> Text:
    # A place for the sign is kept, so that sorting does not move the columns.
    name = visible_line(column.name)
    if cell_len(name) > MAXIMUM_WIDTH:
        name = name[: MAXIMUM_WIDTH - 1] + "…"
    return Text(f"{name} {sign or ' '}", no_wrap=True, end="")
