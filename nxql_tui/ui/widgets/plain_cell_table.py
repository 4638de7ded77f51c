"""A table that draws what is in sight, and draws it straight away: every cell is one line of a width that is given.

A DataTable measures every cell it is given, lays each out as if it could be anything, and does so for all columns of a
row, seen or not: for a page of 100 rows and 20 columns that is most of a tenth of a second, for 400 columns seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.widgets import DataTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.strip import Strip
    from textual.widgets._data_table import CellKey, RowKey

    SegmentLines = list[list[Segment]]


class PlainCellTable(DataTable[Text]):
    """Its columns are added with a width, its rows are one line high, and no cell is wider than its column."""

    _sight: tuple[int, ...] = ()
    """What decides which columns are seen."""
    _columns_in_sight: frozenset[int] = frozenset()

    def _update_column_widths(self, updated_cells: set[CellKey]) -> None:  # noqa: ARG002
        # Every width is given.
        self._require_update_dimensions = True

    def _update_dimensions(self, new_rows: Iterable[RowKey]) -> None:
        for key in new_rows:
            row = self.rows.get(key)
            if row is not None and row.label is not None:
                self._labelled_row_exists = True
                column = self._label_column
                column.content_width = max(column.content_width, row.label.cell_len)
        # Of rows that are given it would measure every cell.
        super()._update_dimensions(())

    def _set_hover_cursor(self, active: bool) -> None:
        # Every key takes the pointer's cell away, and a cell that is drawn again travels for nothing.
        if active or self._show_hover_cursor:
            super()._set_hover_cursor(active)

    def _render_line(self, y: int, x1: int, x2: int, base_style: Style) -> Strip:
        sight = (x1, x2, len(self.columns), self._update_count, self._row_label_column_width)
        if sight != self._sight:
            self._sight = sight
            self._columns_in_sight = self._find_columns(x1, x2)
            # Its rows are blank where no column was seen before.
            self._row_render_cache.clear()
            # Its lines stand where they did without the column of row labels.
            self._line_cache.clear()
        return super()._render_line(y, x1, x2, base_style)

    def _find_columns(self, x1: int, x2: int) -> frozenset[int]:
        # A column of row labels moves all others on.
        margin = self._row_label_column_width
        start = 0
        found = set(range(self.fixed_columns))
        for place, column in enumerate(self.ordered_columns):
            end = start + column.get_render_width(self)
            if start < x2 + margin and end > x1 - margin:
                found.add(place)
            start = end
        return frozenset(found)

    def _render_cell(
        self,
        row_index: int,
        column_index: int,
        base_style: Style,
        width: int,
        cursor: bool = False,
        hover: bool = False,
    ) -> SegmentLines:
        if column_index >= 0 and column_index not in self._columns_in_sight:
            return [[Segment(" " * width, base_style)]]
        if row_index < 0 or column_index < 0:
            return super()._render_cell(row_index, column_index, base_style, width, cursor, hover)
        cell = self._get_row_renderables(row_index).cells[column_index]
        if not isinstance(cell, Text) or cell.spans or cell_len(cell.plain) > width - 2 * self.cell_padding:
            return super()._render_cell(row_index, column_index, base_style, width, cursor, hover)
        component, post = self._get_styles_to_render_cell(
            False,
            False,
            row_index < self.fixed_rows or column_index < self.fixed_columns,
            hover,
            cursor,
            self.show_cursor,
            self._show_hover_cursor,
            self.cursor_foreground_priority == "css",
            self.cursor_background_priority == "css",
        )
        around = base_style + Style.from_meta({"row": row_index, "column": column_index}) + component
        return [_drawn(cell, width, self.cell_padding, around, self._style_of(cell), post)]

    def _style_of(self, cell: Text) -> Style:
        return self.app.console.get_style(cell.style) if cell.style else Style.null()


def _drawn(cell: Text, width: int, padding: int, around: Style, own: Style, post: Style) -> list[Segment]:
    blanks = " " * (width - 2 * padding - cell_len(cell.plain))
    line = blanks + cell.plain if cell.justify == "right" else cell.plain + blanks
    if not own:
        # One style is said once: over a slow line every other one counts.
        return [Segment(f"{' ' * padding}{line}{' ' * padding}", around + post)]
    margin = Segment(" " * padding, around + post)
    return [margin, Segment(line, around + own + post), margin]
