"""A table that shows one page of a result set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import DataTable

from nxql_tui.results.sort_keys import SortDirection
from nxql_tui.results.view import View
from nxql_tui.ui.cell_display import MAXIMUM_WIDTH, display_cell, display_width
from nxql_tui.ui.widgets.plain_cell_table import PlainCellTable
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from nxql_tui.results.columns import Page, ResultColumn

MARK = "●"
"""Before a row that is marked."""

PIN = "⇤"
"""Behind the name of a column that stays when others are scrolled."""

_SORT_SIGNS = {SortDirection.ASCENDING: "▲", SortDirection.DESCENDING: "▼"}


class PageTable(PlainCellTable):
    """Holds the page that is on the screen and nothing else; knows no result set."""

    DEFAULT_CSS = """
    PageTable {
        height: 1fr;
        background: $background;
        border-left: blank;
        scrollbar-size: 1 1;
        & > .datatable--fixed { background: $surface; }
        &:ansi > .datatable--header { background: $panel; text-style: bold underline; }
        &:focus { background-tint: $foreground 0%; border-left: outer $primary; }
    }
    """

    class CursorMoved(Message):
        """The cursor stands on another cell, or another page is shown."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, zebra_stripes=False, cursor_type="cell")
        self.page: Page | None = None
        """The page that is shown."""
        self.view = View()
        self._view_shown = View()
        """How the rows on the screen are looked at; `view` may be ahead of it."""
        """How it is looked at."""
        self.shown: tuple[int, ...] = ()
        """The columns that are seen, from left to right, by their places in the result set."""
        self.fitting: dict[int, int] = {}
        """The widths that fit the cells, by column, in terminal cells."""
        self._widths: list[int] = []
        self._column_without_rows: int | None = None
        self._highlights: Sequence[str] = ()
        self._marked: Container[int] = frozenset()

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
        column_before, place_before = self.column_at_cursor, self.cursor_column
        row_before, scroll_x = self.cursor_row, self.scroll_x
        if self.page is not None and not self.page.rows:
            # Without rows there is no cursor; it comes back to its column with them.
            column_before, place_before = self._column_without_rows, 0
        self._column_without_rows = column_before
        self.page, self.view = page, view
        self._view_shown = view
        self._highlights, self._marked = highlights, marked
        self.shown = view.layout.shown(len(page.columns))
        self.clear(columns=True)
        self._add_columns(page, view)
        for place in range(page.first, page.first + len(page.rows)):
            # The cells are made when they are drawn: of a page some are seen.
            self.add_row(key=str(place), label=Text(MARK, end="") if place in marked else None)
        self.fixed_columns = view.layout.pinned_count(len(page.columns))
        if page.rows and column_before is not None and self.shown:
            place = self.shown.index(column_before) if column_before in self.shown else place_before
            self.move_cursor(
                row=min(row_before, len(page.rows) - 1), column=min(place, len(self.shown) - 1), scroll=False
            )
            self.scroll_to(x=scroll_x, animate=False)
        self.post_message(self.CursorMoved())

    def stands(self, page: Page, view: View) -> bool:
        """Whether these very rows are on the screen, looked at in the same way, and none of them is marked."""
        shown = self.page
        is_same_view = view == self._view_shown and not self._marked
        return shown is not None and is_same_view and (shown.columns, shown.rows) == (page.columns, page.rows)

    def show_in(self, view: View) -> None:
        """Show the page again with other columns."""
        if self.page is not None:
            self.show(self.page, view, self._highlights, self._marked)

    def cell_text(self, row: int, column: int) -> Text:
        """The cell as it stands in its column, by the places of both on the screen."""
        assert self.page is not None  # noqa: S101  without a page there is no row
        shown = self.shown[column]
        return display_cell(
            self.page.rows[row][shown],
            self._widths[column],
            align_right=self.page.columns[shown].kind.is_numeric,
            highlights=self._highlights,
        )

    def _add_columns(self, page: Page, view: View) -> None:
        ranks = {key.column: rank for rank, key in enumerate(view.sort, start=1)}
        self._widths = []
        self.fitting = {}
        for column in self.shown:
            rank = ranks.get(column)
            sign = "" if rank is None else _SORT_SIGNS[view.sort[rank - 1].direction]
            pin = PIN if column in view.layout.pinned else ""
            label = _label(page.columns[column], pin + sign + (str(rank) if rank and len(ranks) > 1 else ""))
            fitting = max(label.cell_len, *(display_width(row[column]) for row in page.rows), 1)
            self.fitting[column] = fitting
            width = view.layout.width_of(column) or fitting
            self._widths.append(width)
            self.add_column(label, width=width, key=str(column))

    def empty(self) -> None:
        """Show nothing."""
        self.page = None
        self.shown = ()
        self.clear(columns=True)

    @property
    def column_at_cursor(self) -> int | None:
        """The place in the result set of the column of the cursor; None when there is no column."""
        # Where there is no column Textual lets the cursor go to the left of the first.
        return self.shown[self.cursor_column] if 0 <= self.cursor_column < len(self.shown) else None

    @property
    def cell_at_cursor(self) -> str | None:
        """The cell of the cursor as the Engine sent it; None for null, or when there is no row."""
        column = self.column_at_cursor
        if self.page is None or column is None or self.cursor_row >= len(self.page.rows):
            return None
        return self.page.rows[self.cursor_row][column]

    def go_to(self, row: int, column: int) -> None:
        """Move the cursor to a row of the page and a column of the result set; a hidden column leaves it in its own."""
        place = self.shown.index(column) if column in self.shown else self.cursor_column
        self.move_cursor(row=row, column=place, animate=False)

    def step(self, row: int, columns: int) -> None:
        """Move the cursor to a row of the page, and by so many columns as far as there are any."""
        column = min(max(self.cursor_column + columns, 0), max(len(self.shown) - 1, 0))
        self.move_cursor(row=row, column=column, animate=False)

    def action_half(self, direction: int) -> None:
        """Move the cursor by half the height of the table."""
        step = max(1, self.scrollable_content_region.height // 2)
        self.step(min(max(self.cursor_row + direction * step, 0), max(self.row_count - 1, 0)), 0)

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
