"""What the quick table draws is what a DataTable draws, whatever stands in the cells and wherever one looks."""

from __future__ import annotations

import re

from rich.text import Text
from textual.app import App
from textual.widgets import DataTable

from nxql_tui.ui.cell_display import display_cell
from nxql_tui.ui.widgets.plain_cell_table import PlainCellTable

CELLS = ["17", "日本語", None, "", "x" * 80, "a\tb", "👩‍👩‍👧", "some value"]
COLUMNS, ROWS, WIDTH = 16, 50, 12
WAYS = [[], ["right"] * 9, ["down"] * 35, ["left"] * 3, ["pagedown"], ["home"]]


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


async def pictures(table: DataTable[Text]) -> list[str]:
    app = TableApp(table)
    taken = []
    async with app.run_test(size=(100, 30)) as pilot:
        for fixed, marked in ((0, -1), (2, 3)):
            app.fill(fixed, marked)
            await pilot.pause()
            for keys in WAYS:
                await pilot.press(*keys)
                await pilot.pause()
                taken.append(re.sub(r"terminal-\d+", "terminal", app.export_screenshot()))
    return taken


async def test_it_draws_what_a_data_table_draws() -> None:
    ours = await pictures(PlainCellTable(zebra_stripes=False, cursor_type="cell"))
    plain = await pictures(DataTable(zebra_stripes=False, cursor_type="cell"))
    assert len(set(ours)) > len(WAYS)
    for place, (own, other) in enumerate(zip(ours, plain, strict=True)):
        assert own == other, place
