from __future__ import annotations

from lone_screen import SMALL, LoneScreen, LoneScreenApp

from nxql_tui.results.columns import CellForm, ColumnKind, ResultColumn
from nxql_tui.results.pivot import Measure, PivotPlan
from nxql_tui.ui.screens.group_prompt import GroupPrompt

COLUMNS = (
    ResultColumn("name"),
    ResultColumn("site"),
    ResultColumn("disk", ColumnKind.BYTES, CellForm.INTEGER, "bytes"),
    ResultColumn("site"),
)


def complaint(screen: LoneScreen) -> str:
    wrong = screen.shown.query_one("#wrong")
    return str(wrong.render()) if wrong.display else ""


async def test_enter_groups_by_the_column_of_the_cursor() -> None:
    app = LoneScreenApp(GroupPrompt(COLUMNS, 3, 412))
    async with app.run_test(size=SMALL) as pilot:
        screen = LoneScreen(app, pilot)
        await screen.press("enter")
        assert await screen.result() == PivotPlan((3,))


async def test_columns_are_found_by_typing_and_what_is_missing_is_said() -> None:
    app = LoneScreenApp(GroupPrompt(COLUMNS, 0, 412))
    async with app.run_test(size=SMALL) as pilot:
        screen = LoneScreen(app, pilot)
        await screen.press(*"nothing", "enter")
        await screen.wait_for(lambda: complaint(screen) == "No column is called 'nothing'.")
        await screen.press("ctrl+u", *"si", "down", "enter", "tab", *"na", "enter")
        assert [screen.shown.query_one(f"#{name}").place for name in ("first", "second")] == [3, 0]
        await screen.press("tab", "right", "f5")
        await screen.wait_for(lambda: complaint(screen) == "Choose the column whose sum is told.")
        assert screen.shown.query_one("#columns").option_count == 1
        await screen.press(*"name", "f5")
        await screen.wait_for(lambda: "'name' cannot be added" in complaint(screen))
        await screen.press("ctrl+u", "enter", "enter")
        assert await screen.result() == PivotPlan((3, 0), Measure.SUM, 2)
