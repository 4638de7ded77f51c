"""Rows, cells and columns in panels, and copying, in the real explorer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from broken_engine import whole
from wcwidth import wcswidth

from nxql_tui.ui.panels.cell_panel import CellPanel
from nxql_tui.ui.panels.column_list import ColumnChoice, ColumnSearch
from nxql_tui.ui.panels.row_panel import RowPanel
from nxql_tui.ui.screens.copy_cells import CopyCellsScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.ui.conftest import Explorer

QUERY = "(select (name device_type total_ram ip_addresses) (from device) (order_by name asc) (limit 120))"


def panel(explorer: Explorer):
    return explorer.app.screen_stack[0].tab.answer.panel


async def opens(explorer: Explorer, key: str, kind: type) -> None:
    await explorer.press(key)
    await explorer.wait_for(lambda: isinstance(panel(explorer), kind))


def fields(explorer: Explorer) -> list[str]:
    return [row.left.split()[0] for row in panel(explorer).query_one("#fields").rows]


def shown(explorer: Explorer) -> str:
    return str(panel(explorer).query_one("#cell-text").render())


def heads(explorer: Explorer) -> list[str]:
    table = explorer.app.screen_stack[0].query_one("#results")
    return [column.label.plain.strip() for column in table.ordered_columns]


async def copy(explorer: Explorer, *keys: str) -> str:
    """Copy with these choices; what the terminal was given."""
    await explorer.press("y")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, CopyCellsScreen))
    await explorer.press(*keys, "enter")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
    return explorer.app.clipboard


async def test_on_a_small_screen_a_panel_takes_the_place_of_the_rows(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        names = explorer.column(0)
        await opens(explorer, "enter", RowPanel)
        assert explorer.app.focused is panel(explorer)
        assert fields(explorer)[:4] == ["name", "device_type", "total_ram", "ip_addresses"]
        assert panel(explorer).border_title == "Row 1 of 120"
        await explorer.press("slash", *"ram")
        assert fields(explorer) == ["total_ram"]
        await explorer.press("enter", "n")
        assert panel(explorer).border_title == "Row 2 of 120"
        await opens(explorer, "space", CellPanel)
        assert "total_ram" in str(panel(explorer).border_title)
        assert "GB" in str(panel(explorer).query_one("#cell-about").render())
        await explorer.press("right")
        assert "ip_addresses" in str(panel(explorer).border_title)
        await explorer.press("left", "left", "left")
        assert shown(explorer) == names[1]
        # Past the end of the page, the next page comes.
        await explorer.press("escape")
        assert panel(explorer) is None
        assert explorer.app.focused is explorer.widget("#results")
        await explorer.press("ctrl+end")
        await opens(explorer, "enter", RowPanel)
        await explorer.press("n")
        await explorer.wait_for(lambda: panel(explorer).border_title == "Row 101 of 120")
        await explorer.press("p")
        await explorer.wait_for(lambda: panel(explorer).border_title == "Row 100 of 120")


async def test_beside_the_rows_a_panel_follows_the_cursor(open_explorer) -> None:
    async with open_explorer(query=QUERY, size=(120, 40)) as explorer:
        await explorer.ask()
        names = explorer.column(0)
        await opens(explorer, "space", CellPanel)
        assert explorer.app.focused is explorer.widget("#results")
        assert shown(explorer) == names[0]
        await explorer.press("down")
        assert shown(explorer) == names[1]
        await explorer.press("space")
        assert explorer.app.focused is explorer.widget("#cell-scroll")
        await explorer.press("escape")
        assert panel(explorer) is None

        # Where the terminal becomes narrow, it takes the place of the rows, and their keys.
        await opens(explorer, "enter", RowPanel)
        assert explorer.app.focused is explorer.widget("#results")
        await explorer.pilot.resize_terminal(80, 24)
        await explorer.wait_for(lambda: explorer.app.focused is panel(explorer))
        await explorer.pilot.resize_terminal(120, 40)
        await explorer.press("escape")

        # Columns are found by name, hidden and shown.
        await opens(explorer, "c", ColumnChoice)
        await explorer.press(*"ram", "space", "enter")
        await explorer.wait_for(lambda: heads(explorer) == ["name", "device_type", "ip_addresses"])
        await opens(explorer, "full_stop", ColumnSearch)
        await explorer.press(*"addr", "enter")
        await explorer.wait_for(lambda: explorer.widget("#results").cursor_column == 2)
        await opens(explorer, "full_stop", ColumnSearch)
        await explorer.press(*"ram", "enter")
        await explorer.wait_for(lambda: heads(explorer) == ["name", "device_type", "total_ram", "ip_addresses"])
        await explorer.wait_for(lambda: explorer.widget("#results").cursor_column == 2)
        await opens(explorer, "c", ColumnChoice)
        await explorer.press("ctrl+a", "enter")
        assert isinstance(panel(explorer), ColumnChoice)
        await explorer.press("escape")
        await explorer.press("u")
        await explorer.wait_for(lambda: heads(explorer) == ["name", "device_type", "ip_addresses"])


async def test_cells_are_copied_to_the_terminal_or_a_file(
    open_explorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        names = explorer.column(0)
        assert await copy(explorer) == names[0]
        assert "Cell as TSV: sent to the terminal's clipboard" in explorer.state
        row = json.loads(await copy(explorer, "right", "down", "right"))
        assert row["name"] == names[0]
        assert isinstance(row["total_ram"], int)
        column = await copy(explorer, "right", "right", "down", "left")
        # All rows of the view, not only those of the page.
        assert len(column.splitlines()) == 120
        assert column.splitlines()[0] == f'(where device (eq name (string "{names[0]}")))'
        await explorer.press("x", "x")
        assert "2 rows marked" in explorer.state
        assert [line.split("\t")[0] for line in (await copy(explorer)).splitlines()] == ["name", *names[:2]]
        await explorer.press("s")
        assert "\t" not in await copy(explorer)

        for is_there in (False, True):
            await explorer.press("y")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, CopyCellsScreen))
            await explorer.press("down", "down", "right", "down")
            assert explorer.app.focused is explorer.widget("#path")
            explorer.widget("#path").value = "cells.tsv"
            await explorer.press("enter")
            if is_there:
                await explorer.wait_for(lambda: "exists already" in explorer.text_of("#message"))
                await explorer.press("enter")
            await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
            assert "written to" in explorer.state
        assert (tmp_path / "cells.tsv").read_text() == f"{explorer.widget('#results').cell_at_cursor}\n"


FROM_EVERYWHERE = (
    "plain",
    "日本語",
    "مرحبا بالعالم",
    "שלום עולם",
    "👩‍👩‍👧 family",
    "❤️ heart",
    "e\u0301 combined",
    "🇫🇷 flag",
)


async def test_wide_and_right_to_left_text_keeps_the_columns_straight(open_explorer, broken_engine) -> None:
    body = "name\tbehind\n" + "".join(f"{name}\tZZ{number}\n" for number, name in enumerate(FROM_EVERYWHERE))
    with broken_engine(whole(body.encode())) as engine:
        async with open_explorer(client=engine.client) as explorer:
            explorer.app.screen.tabs.rename("日本語 مرحبا 👩‍👩‍👧")
            await explorer.ask()
            lines = [strip.text for strip in explorer.app.screen._compositor.render_strips()]
            starts = {wcswidth(line[: line.index("ZZ")]) for line in lines if "ZZ" in line}
            assert len(starts) == 1
            assert {wcswidth(line) for line in lines} == {80}
            await explorer.press("enter")
            await explorer.wait_for(lambda: explorer.app.screen.query("RowPanel"))
            await explorer.settled()
            for _ in FROM_EVERYWHERE[1:]:
                lines = [strip.text for strip in explorer.app.screen._compositor.render_strips()]
                assert {wcswidth(line) for line in lines} == {80}
                await explorer.press("n")
