"""Summaries and groups, in the real explorer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.pivot import PivotPlan
from nxql_tui.results.sort_keys import SortKey
from nxql_tui.results.view import View
from nxql_tui.ui.grouping import GroupRequest
from nxql_tui.ui.panels.columns_panel import ColumnsPanel
from nxql_tui.ui.panels.summary_panel import SummaryPanel
from nxql_tui.ui.screens.group_prompt import GroupPrompt
from nxql_tui.ui.widgets.filter_bar import Chip

if TYPE_CHECKING:
    from nxql_tui.results.result_set import ResultSet
    from tests.ui.conftest import Explorer

QUERY = "(select (name device_type total_ram last_seen) (from device) (order_by name asc))"


def summarised(explorer: Explorer) -> str:
    """The name of the column whose summary is shown; empty while there is none."""
    panels = explorer.app.screen.query(SummaryPanel)
    summary = panels.first().summary if panels else None
    return summary.column.name if summary is not None else ""


def chips(explorer: Explorer) -> list[str]:
    return [str(chip.render()) for chip in explorer.app.screen.query(Chip)]


def heads(explorer: Explorer) -> list[str]:
    table = explorer.app.screen_stack[0].query_one("#results")
    return [column.label.plain.strip() for column in table.ordered_columns]


async def group(explorer: Explorer, *keys: str) -> None:
    await explorer.press("g")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, GroupPrompt))
    await explorer.press(*keys)
    await explorer.wait_for(lambda: "Grouped by" in explorer.state)
    await explorer.settled()


async def test_a_summary_follows_the_cursor_and_filters_by_a_value(open_explorer) -> None:
    async with open_explorer(query=QUERY, size=(120, 40)) as explorer:
        await explorer.ask()
        table = explorer.widget("#results")
        await explorer.press("equals_sign")
        await explorer.wait_for(lambda: summarised(explorer) == "name")
        await explorer.press("right")
        await explorer.wait_for(lambda: summarised(explorer) == "device_type")
        assert table.column_at_cursor == 1
        explorer.app.screen.set_focus(table)
        await explorer.press("right")
        await explorer.wait_for(lambda: summarised(explorer) == "total_ram")
        assert "sum" in explorer.text_of("#summary-figures")
        await explorer.press("left", "equals_sign")
        await explorer.wait_for(lambda: summarised(explorer) == "device_type")
        assert explorer.widget("#summary-values").has_focus
        await explorer.press("down", "enter")
        await explorer.wait_for(lambda: chips(explorer))
        await explorer.wait_for(lambda: summarised(explorer) == "device_type")
        summary = explorer.app.screen.query_one(SummaryPanel).summary
        assert chips(explorer) == [f"device_type = {summary.top[0].cell} ×"]
        assert set(explorer.column(1)) == {summary.top[0].cell}
        assert summary.distinct == 1

        await explorer.pilot.resize_terminal(80, 24)
        await explorer.press("escape", "F")
        await explorer.settled()
        await explorer.press("plus")
        await explorer.wait_for(lambda: explorer.app.screen.query(ColumnsPanel))
        panel = explorer.app.screen.query_one(ColumnsPanel)
        await explorer.wait_for(lambda: panel.lines)
        assert [line.column.name for line in panel.lines] == heads(explorer)
        assert panel.lines[1].distinct == 4
        await explorer.press("down", "enter")
        await explorer.wait_for(lambda: summarised(explorer) == "total_ram")
        await explorer.press("enter")
        await explorer.wait_for(lambda: chips(explorer))
        await explorer.settled()
        assert not explorer.app.screen.query(SummaryPanel)
        assert table.has_focus
        assert len(explorer.column(0)) == 1


async def test_groups_are_rows_to_sort_filter_and_group_and_the_way_back_is_kept(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask("(select (device_type platform total_ram) (from device) (limit 80))")
        rows = explorer.column(0)
        await explorer.press("s")
        await group(explorer, *("tab", "tab", "right", "tab", *"total", "enter", "enter"))
        assert "4 groups of 80 rows" in explorer.state
        assert heads(explorer) == ["device_type", "rows", "sum of total_ram"]
        assert dict(zip(explorer.column(0), map(int, explorer.column(1)), strict=True)) == Counter(rows)
        await explorer.press("right", "s")
        assert [int(text) for text in explorer.column(1)] == sorted(Counter(rows).values())
        await group(explorer, "enter")
        assert heads(explorer) == ["rows", "rows"]
        await explorer.press("u")
        assert "Back to 4 rows" in explorer.state
        assert heads(explorer)[1] == "rows ▲"
        await explorer.press("escape")
        await explorer.settled()
        assert explorer.column(0) == sorted(rows)
        assert not explorer.app.screen.tab.can_cancel

        await group(explorer, "enter")
        folder = explorer.app.screen.tab.answer.result_set.folder
        assert len(list(folder.glob("result-*"))) == 2
        await explorer.ask()
        assert not explorer.app.screen.tab.answer.is_derived
        assert len(list(folder.glob("result-*"))) == 1


async def test_a_group_opens_into_its_rows_and_closes_again(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask("(select (device_type name last_logged_on_user) (from device) (limit 80))")
        rows = Counter(explorer.column(0))
        await explorer.press("o")
        await explorer.wait_for(lambda: "g makes groups" in explorer.state)
        await group(explorer, "enter")
        await explorer.press("down", "o")
        kind = sorted(rows)[1]
        assert f"The rows with device_type is {kind}" in explorer.state
        assert set(explorer.column(0)) == {kind}
        assert len(explorer.column(0)) == rows[kind]
        await explorer.press("u")
        assert explorer.column(0) == sorted(rows)
        await explorer.press("o", "escape")
        await explorer.settled()
        assert explorer.column(0) == sorted(rows)
        await explorer.press("u")
        assert len(explorer.column(0)) == 80


def test_the_rows_of_a_group_are_those_alike_in_what_was_grouped_by_or_without_a_value() -> None:
    view = View((SortKey(2),), (RowFilter(2, Comparison.CONTAINS, "x"),), "words")
    request = GroupRequest(cast("ResultSet", None), view, PivotPlan((1, 0)), 80)
    opened = request.view_of((None, "Paris", "80"))
    assert opened.filters == (*view.filters, RowFilter(1, Comparison.IS_NULL), RowFilter(0, Comparison.IS, "Paris"))
    assert (opened.sort, opened.search) == (view.sort, view.search)
