"""What the quick table draws is what a DataTable draws, whatever stands in the cells and wherever one looks."""

from __future__ import annotations

import pytest
from rich.style import Style
from rich.text import Text
from textual.app import App
from textual.widgets import DataTable

from nxql_tui.ui.cell_display import display_cell
from nxql_tui.ui.widgets.plain_cell_table import PlainCellTable

CELLS = ["17", "日本語", None, "", "x" * 80, "a\tb", "👩‍👩‍👧", "some value"]
COLUMNS, ROWS, WIDTH = 16, 50, 12
CURSORS = [(0, 0), (0, 9), (35, 9), (35, 6), (49, 6), (49, 0)]
"""Row and column, one after the other: to the right, down, back, to the last row, to its beginning."""


class TableApp(App[None]):
    def __init__(self, table: DataTable[Text]) -> None:
        super().__init__()
        self.table = table

    def compose(self):
        yield self.table

    def fill(self, fixed: int, marked: int) -> None:
        table = self.table
        table.clear(columns=True)
        for column in range(COLUMNS):
            table.add_column(Text(f"column {column}"), width=WIDTH)
        for row in range(ROWS):
            cells = (
                display_cell(
                    CELLS[(row + column) % len(CELLS)], WIDTH, align_right=column % 3 == 0, highlights=("value",)
                )
                for column in range(COLUMNS)
            )
            table.add_row(*cells, label=Text("●", end="") if row == marked else None)
        table.fixed_columns = fixed


Picture = list[list[tuple[str, Style]]]


def picture(app: TableApp) -> Picture:
    """Every character of the screen with what it looks like."""
    lines = app.screen._compositor.render_strips()
    return [
        [
            (character, (segment.style or Style()).clear_meta_and_links())
            for segment in line
            for character in segment.text
        ]
        for line in lines
    ]


async def pictures(table: DataTable[Text]) -> list[Picture]:
    app = TableApp(table)
    taken = []
    async with app.run_test(size=(100, 30)) as pilot:
        for fixed, marked in ((0, -1), (2, 3)):
            app.fill(fixed, marked)
            await pilot.pause()
            for row, column in CURSORS:
                table.move_cursor(row=row, column=column)
                await pilot.pause()
                taken.append(picture(app))
    return taken


async def test_it_draws_what_a_data_table_draws() -> None:
    ours = await pictures(PlainCellTable(zebra_stripes=False, cursor_type="cell"))
    plain = await pictures(DataTable(zebra_stripes=False, cursor_type="cell"))
    assert len({str(taken) for taken in ours}) > len(CURSORS)
    for place, (own, other) in enumerate(zip(ours, plain, strict=True)):
        for row, (own_line, other_line) in enumerate(zip(own, other, strict=True)):
            assert own_line == other_line, (place, row)


async def places_clicked(table: DataTable[Text], fixed: int, marked: int) -> list[object]:
    """What the pointer hits in some places, before and after scrolling to the right and down."""
    app = TableApp(table)
    found: list[object] = []
    async with app.run_test(size=(100, 30)) as pilot:
        app.fill(fixed, marked)
        await pilot.pause()
        for row, column in ((0, 0), (0, 9), (45, 9)):
            table.move_cursor(row=row, column=column)
            await pilot.pause()
            for x in (0, 1, 13, 14, 28, 99):
                await pilot.hover(DataTable, offset=(x, 7))
                found.append(table.hover_coordinate)
                await pilot.click(DataTable, offset=(x, 12))
                found.append((table.cursor_coordinate, table.scroll_offset))
    return found


@pytest.mark.parametrize(("fixed", "marked"), [(0, -1), (2, 3)])
async def test_the_pointer_finds_the_cell_that_a_data_table_finds(fixed: int, marked: int) -> None:
    ours = await places_clicked(PlainCellTable(zebra_stripes=False, cursor_type="cell"), fixed, marked)
    plain = await places_clicked(DataTable(zebra_stripes=False, cursor_type="cell"), fixed, marked)
    assert ours == plain


async def test_cells_that_look_alike_go_to_the_terminal_as_one() -> None:
    table = PlainCellTable(zebra_stripes=False, cursor_type="cell")
    app = TableApp(table)
    async with app.run_test(size=(100, 30)) as pilot:
        app.fill(0, -1)
        table.clear()
        table.add_row(*[Text("a")] * COLUMNS)
        table.add_row(*[Text("b")] * COLUMNS)
        await pilot.pause()
        assert len(list(table.render_line(2))) == 1
