"""Comparing answers in the real explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.library.drafts import Draft
from nxql_tui.ui.screens.compare_prompt import ComparePrompt
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.widgets.filter_bar import Chip

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Explorer

FIVE = "(select (name device_type total_ram) (from device) (order_by name asc) (limit 5))"
SIX = "(select (name device_type total_ram) (from device) (order_by name asc) (limit 6))"


def column(explorer: Explorer, index: int) -> list[str]:
    """The cells of a column in the tab that is open."""
    table = explorer.app.screen_stack[0].tab.answer.table
    return [table.cell_text(row, index).plain for row in range(table.row_count)]


def state(explorer: Explorer) -> str:
    return str(explorer.app.screen_stack[0].tab.query_one("#state").render())


async def prompted(explorer: Explorer) -> None:
    await explorer.press("d")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, ComparePrompt))


def write_path(explorer: Explorer, path: Path) -> None:
    """Put a path into its field at once: a key takes a tenth of a second here."""
    field = explorer.widget("#path")
    field.focus()
    field.value = str(path)


async def test_an_answer_is_compared_with_that_of_another_tab_and_with_a_file(open_explorer, tmp_path: Path) -> None:
    async with open_explorer(query=FIVE) as explorer:
        await explorer.ask()
        five = column(explorer, 0)
        await explorer.app.screen.tabs.add(Draft(SIX))
        tab = explorer.app.screen.tab
        await explorer.press("f5")
        await explorer.wait_for(lambda: "complete" in state(explorer) and tab.answer.table.has_focus)
        await explorer.settled()
        six = column(explorer, 0)
        await prompted(explorer)
        await explorer.press("enter")
        await explorer.wait_for(lambda: "1 added, 0 gone, 0 changed; rows are told apart by name" in state(explorer))
        await explorer.settled()
        assert (column(explorer, 0), column(explorer, 1)) == (["+"], six[5:])
        await explorer.pilot.click(Chip)
        await explorer.wait_for(lambda: len(column(explorer, 0)) == 6)
        await explorer.press("u", "u")
        await explorer.wait_for(lambda: column(explorer, 0) == six)

        earlier = tmp_path / "earlier.csv"
        earlier.write_text(f"name,device_type\n{five[0]},typewriter\nGONE,laptop\n")
        await prompted(explorer)
        write_path(explorer, earlier)
        await explorer.press("enter")
        await explorer.wait_for(lambda: "5 added, 1 gone, 1 changed in 1 cell" in state(explorer))
        await explorer.settled()
        assert column(explorer, 0) == ["~", "+", "+", "+", "+", "+", "-"]
        assert column(explorer, 4)[0] == "device_type: typewriter"
        assert earlier.exists()

        await explorer.press("escape")
        await explorer.wait_for(lambda: column(explorer, 0) == six)
        await prompted(explorer)
        write_path(explorer, earlier)
        await explorer.press("tab", *"nmae", "enter")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen))
        await explorer.wait_for(lambda: tab.query_one("#message").display)
        assert "no column 'nmae'.  Did you mean name?" in str(tab.query_one("#message .message-text").render())
        assert column(explorer, 0) == six


async def test_a_file_that_is_not_there_is_told(open_explorer, tmp_path: Path) -> None:
    async with open_explorer(query=FIVE) as explorer:
        await explorer.ask()
        await prompted(explorer)
        write_path(explorer, tmp_path / "missing.csv")
        await explorer.press("enter")
        assert "missing.csv." in explorer.text_of("#complaint")
        assert explorer.widget("#path").value.endswith("missing.csv")
        write_path(explorer, tmp_path / "answer.xlsx")
        await explorer.press("enter")
        assert isinstance(explorer.app.screen, ComparePrompt)
