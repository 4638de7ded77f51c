"""A table that draws what is in sight, and draws it straight away: every cell is one line of a width that is given.

A DataTable measures every cell it is given, lays each out as if it could be anything, and does so for all columns of a
row, seen or not: for a page of 100 rows and 20 columns that is most of a tenth of a second, for 400 columns seconds.
It also writes into the style of every cell where the cell is, so that no two can be sent to the terminal as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.coordinate import Coordinate
from textual.widgets import DataTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.events import Click, MouseEvent, MouseMove
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widgets._data_table import CellKey, RowKey

    SegmentLines = list[list[Segment]]

_UNSEEN = -1
"""Stands for columns that are not seen, where those that are drawn have their places."""


class PlainCellTable(DataTable[Text]):
    """Its columns are added with a width, its rows are one line high, and no cell is wider than its column."""

    _base_style = Style.null()
    _sight: tuple[int, ...] = ()
    """What decides which columns are seen."""
    _columns_in_sight: tuple[tuple[int, int], ...] = ()
    """The places and widths of what a line is made of, from left to right, all of it."""

    def cell_text(self, row: int, column: int) -> Text:
        """What stands in a cell, by the places of its row and its column."""
        return self.get_cell_at(Coordinate(row, column))

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

    # The pointer

    def _set_hover_cursor(self, active: bool) -> None:
        # Every key takes the pointer's cell away, and a cell that is drawn again travels for nothing.
        if active or self._show_hover_cursor:
            super()._set_hover_cursor(active)

    # What a DataTable does with them comes after these, without being called.

    def _on_mouse_move(self, event: MouseMove) -> None:
        self._tell_column(event)

    async def _on_click(self, event: Click) -> None:
        self._tell_column(event)

    def _tell_column(self, event: MouseEvent) -> None:
        """Add to the style under the pointer, which knows its row, the column: from there a DataTable takes it."""
        meta = event.style.meta
        offset = event.get_content_offset(self)
        if "row" not in meta or "column" in meta or offset is None:
            return
        column = self._column_under(offset.x)
        if column is not None:
            event.style += Style.from_meta({"column": column})

    def _column_under(self, x: int) -> int | None:
        widths = [column.get_render_width(self) for column in self.ordered_columns]
        x -= self._row_label_column_width
        if x >= sum(widths[: self.fixed_columns]):
            x += self.scroll_offset.x
        for place, width in enumerate(widths):
            x -= width
            if x < 0:
                return place
        return None

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines; the style beneath them is the same, and is found out once."""
        self._base_style = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw a line of what is seen: the head, which stays where it is, or a row."""
        left, top = self.scroll_offset
        head = self.header_height if self.show_header else 0
        return self._render_line(y if y < head else y + top, left, left + self.size.width, self._base_style)

    def _render_line(self, y: int, x1: int, x2: int, base_style: Style) -> Strip:
        sight = (x1, x2, len(self.columns), self._update_count, self._row_label_column_width)
        if sight != self._sight:
            self._sight = sight
            self._columns_in_sight = tuple(self._find_columns(x1, x2))
            # Its rows are blank where no column was seen before.
            self._row_render_cache.clear()
            # Its lines stand where they did without the column of row labels.
            self._line_cache.clear()
        return super()._render_line(y, x1, x2, base_style)

    def _find_columns(self, x1: int, x2: int) -> Iterator[tuple[int, int]]:
        # A column of row labels moves all others on.
        margin = self._row_label_column_width
        start = unseen = 0
        for place, column in enumerate(self.ordered_columns):
            width = column.get_render_width(self)
            if start < x2 + margin and start + width > x1 - margin:
                if unseen:
                    yield _UNSEEN, unseen
                yield place, width
                unseen = 0
            else:
                unseen += width
            start += width
        if unseen:
            yield _UNSEEN, unseen

    def _render_line_in_row(
        self, row_key: RowKey, line_no: int, base_style: Style, cursor_location: Coordinate, hover_location: Coordinate
    ) -> tuple[SegmentLines, SegmentLines]:
        if row_key not in self._row_locations:
            return super()._render_line_in_row(row_key, line_no, base_style, cursor_location, hover_location)
        row = self._row_locations.get(row_key)
        assert row is not None  # noqa: S101  it was just found
        told = Style.from_meta({"row": row})
        fixed = []
        if self._labelled_row_exists and self.show_row_labels:
            header = self.get_component_styles("datatable--header").rich_style
            is_cursor = self._should_highlight(cursor_location, Coordinate(row, -1), self.cursor_type)
            is_hover = self._should_highlight(hover_location, Coordinate(row, -1), self.cursor_type)
            fixed += self._render_cell(row, -1, header, self._row_label_column_width, is_cursor, is_hover)
        if self.fixed_columns:
            style = self.get_component_styles("datatable--fixed").rich_style + told
            pinned = [(place, self._width_of(place)) for place in range(self.fixed_columns)]
            fixed.append(self._draw(row, pinned, style))
        drawn = self._draw(row, self._columns_in_sight, self._get_row_style(row, base_style) + told)
        return fixed, [drawn, self._behind_the_last(row, base_style)]

    def _width_of(self, place: int) -> int:
        return self.ordered_columns[place].get_render_width(self)

    def _draw(self, row: int, columns: Iterable[tuple[int, int]], base: Style) -> list[Segment]:
        """Some columns of a row; what looks alike becomes one when the line has been cut to what is seen."""
        segments: list[Segment] = []
        padding = " " * self.cell_padding
        for place, width in columns:
            if place == _UNSEEN:
                segments.append(Segment(" " * width, base))
                continue
            cell = self.cell_text(row, place)
            blanks = " " * (width - 2 * self.cell_padding - cell_len(cell.plain))
            component, post = self._styles_at(row, place)
            margin = Segment(padding, base if component is post else base + component + post)
            segments += [margin, *self._filled(cell, blanks, base, component, post), margin]
        return segments

    def _filled(self, cell: Text, blanks: str, base: Style, component: Style, post: Style) -> Iterator[Segment]:
        own = self.app.console.get_style(cell.style) if cell.style else Style.null()
        ground = base if component is post and not own else base + component + own + post
        before, after = (blanks, "") if cell.justify == "right" else ("", blanks)
        if not cell.spans:
            yield Segment(f"{before}{cell.plain}{after}", ground)
            return
        yield Segment(before, ground)
        for segment in cell.render(self.app.console):
            yield Segment(segment.text, base + component + (segment.style or own) + post)
        yield Segment(after, ground)

    def _styles_at(self, row: int, place: int) -> tuple[Style, Style]:
        """What the cursor and the pointer add below and above the style of a cell; both the same where they are not."""
        cell = Coordinate(row, place)
        is_cursor = self._should_highlight(self.cursor_coordinate, cell, self.cursor_type)
        is_hover = self._should_highlight(self.hover_coordinate, cell, self.cursor_type)
        if not is_cursor and not is_hover:
            return _NOTHING, _NOTHING
        return self._get_styles_to_render_cell(
            False,
            False,
            row < self.fixed_rows or place < self.fixed_columns,
            is_hover,
            is_cursor,
            self.show_cursor,
            self._show_hover_cursor,
            self.cursor_foreground_priority == "css",
            self.cursor_background_priority == "css",
        )

    def _behind_the_last(self, row: int, base_style: Style) -> list[Segment]:
        """What fills a line behind the last column."""
        width = sum(width for _, width in self._columns_in_sight)
        fixed = sum(self._width_of(place) for place in range(self.fixed_columns))
        room = max(0, self.size.width - (width - fixed + self._row_label_column_width))
        told = Style.from_meta({"row": row, "column": 0, "out_of_bounds": True})
        return [Segment(" " * room, self._get_row_style(row, base_style) + told)]

    def _render_cell(
        self,
        row_index: int,
        column_index: int,
        base_style: Style,
        width: int,
        cursor: bool = False,
        hover: bool = False,
    ) -> SegmentLines:
        if column_index >= self.fixed_columns and all(column_index != place for place, _ in self._columns_in_sight):
            return [[Segment(" " * width, base_style)]]
        return super()._render_cell(row_index, column_index, base_style, width, cursor, hover)


_NOTHING = Style.null()
