"""Rows of several Engines in the real explorer: duplicates, and one limit for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.results.result_set import ResultSet
from nxql_tui.ui.widgets.filter_bar import Chip
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.ui.conftest import Explorer

NEWEST = "(select (name start_time) (from device_warning (between now-1d now)) (limit 3))"
HEADS = ("engine", "name", "start_time")
ROWS = (
    ("eu-1", "pc-1", "2026-11-23T08:00:00"),
    ("eu-1", "pc-2", "2026-11-23T06:00:00"),
    ("eu-1", "pc-3", "2026-11-23T04:00:00"),
    ("eu-2", "pc-1", "2026-11-23T09:00:00"),
    ("eu-2", "pc-4", "2026-11-23T07:00:00"),
    ("eu-2", "pc-5", "2026-11-23T05:00:00"),
)
ALL_TIMES = ["08", "06", "04", "09", "07", "05"]


def hours(explorer: Explorer) -> list[str]:
    return [text[11:13] for text in explorer.column(len(explorer.rows()[0]) - 1)] if explorer.rows() else []


def chips(explorer: Explorer) -> list[str]:
    return [str(chip.render()).removesuffix(" ×") for chip in explorer.app.screen.query(Chip)]


@pytest.fixture
def show(tmp_path: Path) -> Callable[..., Awaitable[None]]:
    """Lets the explorer show these rows as an answer; it closes them."""

    async def take(explorer: Explorer, query: str = NEWEST, heads: tuple[str, ...] = HEADS, first: int = 0) -> None:
        spool = tmp_path / "merged.csv"
        rows = [row[first:] for row in ROWS]
        spool.write_bytes(b"".join(write_answer(Format.CSV, [Column(head) for head in heads], rows)))
        answer = explorer.app.screen.tab.answer
        answer.take(ResultSet.load(spool, Format.CSV, folder=tmp_path / "rows", query=query))
        await explorer.settled()
        answer.table.focus()
        await explorer.settled()

    return take


async def test_what_several_engines_know_then_each_once_then_all(open_explorer, show) -> None:
    async with open_explorer() as explorer:
        await show(explorer)
        await explorer.press("D")
        assert chips(explorer) == ["name at several Engines"]
        assert hours(explorer) == ["08", "09"]
        await explorer.press("D")
        assert chips(explorer) == ["each name once"]
        assert hours(explorer) == ["08", "06", "04", "07", "05"]
        await explorer.press("D")
        assert (chips(explorer), hours(explorer)) == ([], ALL_TIMES)
        await explorer.press("u")
        assert chips(explorer) == ["each name once"]
        await explorer.press("backspace")
        assert (chips(explorer), hours(explorer)) == ([], ALL_TIMES)


async def test_the_limit_of_each_becomes_that_of_all_and_back(open_explorer, show) -> None:
    async with open_explorer() as explorer:
        await show(explorer)
        await explorer.press("T")
        assert chips(explorer) == ["newest 3 of all"]
        assert hours(explorer) == ["09", "08", "07"]
        assert "filtered from 6" in explorer.text_of("#pager .rows")
        # Everything else is done to these.
        await explorer.press("D", "end", "s")
        assert chips(explorer) == ["newest 3 of all", "name at several Engines"]
        assert hours(explorer) == ["08", "09"]
        await explorer.pilot.click(Chip)
        await explorer.settled()
        assert chips(explorer) == ["name at several Engines"]
        await explorer.press("u")
        await explorer.press("backspace", "backspace")
        assert (chips(explorer), hours(explorer)) == ([], ["04", "05", "06", "07", "08", "09"])
        await explorer.press("T", "T")
        assert chips(explorer) == []
        await explorer.press("T", "F")
        assert chips(explorer) == []


async def test_the_limit_of_all_follows_the_order_of_the_query(open_explorer, show) -> None:
    async with open_explorer() as explorer:
        await show(explorer, "(select (name start_time) (from device) (order_by name desc) (limit 2))")
        await explorer.press("T")
        assert chips(explorer) == ["first 2 by name, descending"]
        assert hours(explorer) == ["05", "07"]


async def test_why_a_limit_is_not_that_of_all_is_said(open_explorer, show) -> None:
    async with open_explorer() as explorer:
        await show(explorer, "(select (name start_time) (from device) (limit 2))")
        await explorer.press("T")
        assert "No column shows 'id', the order of these rows. Select it too." in explorer.state
        await show(explorer, "(select (name start_time) (from device))")
        await explorer.press("T")
        assert "The query has no limit" in explorer.state
        assert (chips(explorer), hours(explorer)) == ([], ALL_TIMES)


async def test_rows_of_one_engine_are_no_duplicates_and_have_their_own_limit(open_explorer, show) -> None:
    async with open_explorer() as explorer:
        await show(explorer, heads=HEADS[1:], first=1)
        await explorer.press("D")
        assert "one Engine" in explorer.state
        assert "fleet" in explorer.state
        await explorer.press("T")
        assert "the limit is that of all" in explorer.state
        assert chips(explorer) == []


async def test_duplicates_are_told_by_the_column_of_the_cursor_where_no_other_tells(open_explorer, show) -> None:
    async with open_explorer() as explorer:
        await show(explorer, heads=("engine", "site", "start_time"))
        await explorer.press("D")
        assert "Go to the column" in explorer.state
        await explorer.press("right", "D")
        assert chips(explorer) == ["site at several Engines"]


async def test_the_palette_knows_both(open_explorer, show) -> None:
    async with open_explorer() as explorer:
        await show(explorer)
        for command, chip in (("Duplicates", "name at several Engines"), ("Limit of all", "newest 3 of all")):
            await explorer.pilot.press("f10", *f"rows: {command.lower()}")
            await explorer.wait_for(
                lambda command=command: any(
                    f"Rows: {command}" in str(option.prompt)
                    for option in explorer.app.screen.query_one("CommandList").options
                )
            )
            await explorer.press("enter")
            await explorer.wait_for(lambda chip=chip: chip in chips(explorer))
