"""Order, filters, columns and finding, in the real explorer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from broken_engine import cut, whole
from textual import events
from textual.widgets import Input, Static

from nxql_tui.results import row_tables
from nxql_tui.results.result_set import ResultSet
from nxql_tui.ui.screens.filter_prompt import FilterPrompt
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.tabs.panel_place import Panel, ReadingPlace
from nxql_tui.ui.widgets.filter_bar import Chip

if TYPE_CHECKING:
    from nxql_tui.results.columns import Page
    from nxql_tui.results.view import View
    from tests.ui.conftest import Explorer

QUERY = "(select (name device_type total_ram last_seen) (from device) (order_by name asc))"


def heads(explorer: Explorer) -> list[str]:
    table = explorer.app.screen_stack[0].query_one("#results")
    return [column.label.plain.strip() for column in table.ordered_columns]


def rows_text(explorer: Explorer) -> str:
    return explorer.text_of("#pager .rows")


def chips(explorer: Explorer) -> list[str]:
    return [str(chip.render()) for chip in explorer.app.screen.query(Chip)]


def questions(explorer: Explorer) -> int:
    return explorer.app.screen_stack[0].tab._question_count


@pytest.fixture
def may_count(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Until it is set, the rows of a quick filter are not counted; the first of them are told before."""
    monkeypatch.setattr(row_tables, "ROWS_LOOKED_THROUGH", 100)
    event = threading.Event()
    real = ResultSet.page

    def counted_page(self: ResultSet, view: View, *arguments: object) -> Page:
        if view.search:
            event.wait()
        return real(self, view, *arguments)

    monkeypatch.setattr(ResultSet, "page", counted_page)
    return event


async def test_the_first_rows_of_a_filter_are_shown_while_all_are_counted(
    open_explorer, may_count: threading.Event
) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        await explorer.pilot.press("/", "l")
        try:
            await explorer.wait_for(lambda: rows_text(explorer).endswith("counting"))
            begun = explorer.column(0)
            assert begun
        finally:
            may_count.set()
        await explorer.settled()
        assert explorer.column(0)[: len(begun)] == begun
        assert "filtered from" in rows_text(explorer)


async def test_a_page_turned_too_far_while_all_are_counted_is_the_last(
    open_explorer, may_count: threading.Event
) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        await explorer.pilot.press("/", *"blr-d", "enter")
        try:
            await explorer.wait_for(lambda: rows_text(explorer).endswith("counting"))
            await explorer.pilot.press("]")
        finally:
            may_count.set()
        await explorer.settled()
        assert explorer.column(0)
        assert rows_text(explorer).startswith("1–")
        await explorer.press("s")
        assert heads(explorer)[0] == "name ▲"


async def test_rows_are_sorted_by_several_columns_and_undone_step_by_step(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        arrived = explorer.column(0)
        await explorer.press("right", "s")
        await explorer.press("right", "S", "S")
        assert heads(explorer) == ["name", "device_type ▲1", "total_ram ▼2", "last_seen"]
        sizes = [
            int(text) for kind, text in zip(explorer.column(1), explorer.column(2), strict=True) if kind == "desktop"
        ]
        assert sizes == sorted(sizes, reverse=True)
        await explorer.press("S")
        assert heads(explorer) == ["name", "device_type ▲", "total_ram", "last_seen"]
        for _ in range(4):
            await explorer.press("u")
        assert explorer.column(0) == arrived
        await explorer.press("u")
        assert "nothing to undo" in explorer.state
        assert questions(explorer) == 1

        # Who asks the same again looks at the answer in the same way.
        await explorer.press("s")
        await explorer.ask()
        await explorer.settled()
        assert "▲" in "".join(heads(explorer))


async def test_rows_are_filtered_by_the_cell_and_by_words_and_chips_take_that_back(open_explorer) -> None:
    async with open_explorer(query=QUERY, size=(120, 40)) as explorer:
        await explorer.ask()
        whole = rows_text(explorer)
        kind = explorer.column(1)[0]
        await explorer.press("right", "f")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, FilterPrompt))
        await explorer.press("enter")
        await explorer.wait_for(lambda: chips(explorer))
        assert set(explorer.column(1)) == {kind}
        assert chips(explorer) == [f"device_type = {kind} ×"]
        assert "(filtered from 324)" in rows_text(explorer)

        await explorer.press("slash", *"par")
        await explorer.wait_for(lambda: 0 < len(explorer.column(0)) < 60)
        assert all("PAR" in name for name in explorer.column(0))
        await explorer.press("enter")
        assert explorer.app.focused is explorer.widget("#results")
        await explorer.wait_for(lambda: len(chips(explorer)) == 2)
        assert chips(explorer)[1] == "/ par ×"
        filtered = rows_text(explorer)

        await explorer.press("u")
        await explorer.wait_for(lambda: len(chips(explorer)) == 1)
        assert rows_text(explorer) != filtered
        await explorer.pilot.click(Chip)
        await explorer.wait_for(lambda: not chips(explorer))
        await explorer.settled()
        assert rows_text(explorer) == whole
        assert questions(explorer) == 1


async def test_escape_takes_back_what_was_typed_and_a_wrong_value_is_told(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        everything = explorer.column(0)
        await explorer.press("slash", *"no such text")
        await explorer.wait_for(lambda: "no rows (filtered from 324)" in rows_text(explorer))
        await explorer.press("enter", "space")
        assert "There is no row" in explorer.state
        await explorer.press("backspace")
        await explorer.wait_for(lambda: explorer.column(0) == everything)
        await explorer.press("slash", *"no such text")
        await explorer.press("escape")
        await explorer.wait_for(lambda: explorer.column(0) == everything)
        await explorer.press("u")
        assert "nothing to undo" in explorer.state

        await explorer.press("right", "right", "f")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, FilterPrompt))
        explorer.widget("#value").value = "much"
        await explorer.press("down", "down", "enter")
        await explorer.wait_for(lambda: explorer.app.screen.query("#complaint"))
        assert "'much' cannot be compared" in explorer.text_of("#complaint")
        assert explorer.widget("#value").value == "much"
        assert explorer.column(0) == everything
        explorer.widget("#value").value = "> 8 GB"
        await explorer.pilot.pause()
        await explorer.press("enter")
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, WorkbenchScreen) and chips(explorer))
        await explorer.settled()
        assert min(int(text) for text in explorer.column(2)) > 8 * 1024**3


async def test_columns_are_hidden_moved_pinned_and_widened(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        table = explorer.widget("#results")
        await explorer.press("right", "minus")
        assert heads(explorer) == ["name", "total_ram", "last_seen"]
        await explorer.press("H")
        assert heads(explorer) == ["total_ram", "name", "last_seen"]
        assert table.column_at_cursor == 2
        await explorer.press("right", "exclamation_mark")
        assert heads(explorer) == ["name ⇤", "total_ram", "last_seen"]
        assert table.fixed_columns == 1
        width = table.ordered_columns[0].width
        await explorer.press("greater_than_sign")
        assert table.ordered_columns[0].width == width + 8
        await explorer.press("asterisk")
        assert heads(explorer) == ["name ⇤", "total_ram", "device_type", "last_seen"]
        for _ in range(5):
            await explorer.press("u")
        assert heads(explorer) == ["name", "device_type", "total_ram", "last_seen"]
        palette = {command.title: command for command in explorer.app.get_system_commands(explorer.app.screen)}
        await palette["Rows: Hide"].callback()
        await explorer.settled()
        assert len(heads(explorer)) == 3
        assert questions(explorer) == 1


async def test_a_text_is_found_on_any_page_and_the_search_goes_round(open_explorer) -> None:
    async with open_explorer(query=QUERY) as explorer:
        await explorer.ask()
        table = explorer.widget("#results")
        await explorer.press("right_curly_bracket")
        last = explorer.column(0)[-1]
        await explorer.press("left_curly_bracket", "question_mark", *last, "enter")
        await explorer.wait_for(lambda: table.cell_at_cursor == last)
        assert "underline" in str(table.cell_text(*table.cursor_coordinate).spans)
        await explorer.press("n")
        await explorer.wait_for(lambda: "from the other end" in explorer.state)
        assert table.cell_at_cursor == last
        await explorer.press("question_mark", "ctrl+u", *"no such text", "enter")
        await explorer.wait_for(lambda: "No cell" in explorer.state)


class PlacePanel(Panel):
    """Says where the cursor is."""

    def compose(self):
        yield Static(id="place")
        yield Input(id="typed")

    def on_mount(self) -> None:
        self.screen.set_focus(self.query_one(Input))

    def follow(self, place: ReadingPlace) -> None:
        self.query_one("#place", Static).update(f"{place.row}/{place.column}")


async def test_a_panel_stands_beside_the_rows_or_in_their_place_and_follows_the_cursor(open_explorer) -> None:
    async with open_explorer(query=QUERY, size=(120, 40)) as explorer:
        await explorer.ask()
        zone, table = explorer.app.screen.tab.answer, explorer.widget("#results")
        await zone.open_panel(PlacePanel())
        await explorer.wait_for(lambda: explorer.text_of("#place") == "0/0")
        assert table.region
        explorer.app.screen.set_focus(table)
        await explorer.press("down", "right")
        assert explorer.text_of("#place") == "1/1"
        await explorer.pilot.resize_terminal(80, 24)
        await explorer.wait_for(lambda: not table.region)
        explorer.app.screen.set_focus(explorer.widget("#typed"))
        await explorer.press("escape")
        assert not explorer.app.screen.query(PlacePanel)
        assert table.has_focus
        assert table.region


async def test_a_question_is_asked_again_and_again_and_what_changed_is_marked(
    open_explorer, broken_engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nxql_tui.intervals.SHORTEST_INTERVAL", 0.05)
    with broken_engine(whole(b"name\tsize\nC\t1\nB\t2\nA\t3\n")) as engine:
        async with open_explorer(client=engine.client, query=QUERY) as explorer:
            await explorer.ask()
            await explorer.press("s", "W")
            await explorer.wait_for(lambda: explorer.app.screen.query("#name"))
            await explorer.press("ctrl+u", *"banana", "enter")
            assert "'banana' is no interval" in explorer.text_of("#complaint")
            await explorer.press("ctrl+u", *"0.1s", "enter")
            await explorer.wait_for(lambda: "no changes of 3 rows" in explorer.state)
            await explorer.settled()
            assert heads(explorer) == ["± ⇤", "name ▲", "size", "was"]
            engine.behaviour = whole(b"name\tsize\nC\t1\nB\t20\n")
            await explorer.wait_for(lambda: "+0 -1 ~1 of 2 rows" in explorer.state)
            await explorer.settled()
            assert list(zip(explorer.column(0), explorer.column(1), explorer.column(3), strict=True)) == [
                ("-", "A", "∅"),
                ("~", "B", "size: 2"),
                ("∅", "C", "∅"),
            ]
            engine.behaviour = cut(b"name\tsize\n")
            await explorer.wait_for(lambda: "no answer this time" in explorer.state and "again in" in explorer.state)
            assert len(explorer.column(1)) == 3
            await explorer.press("W")
            assert "not asked again" in explorer.state


async def test_keys_in_a_burst_do_what_they_would_one_by_one(open_explorer) -> None:
    names = {"/": "slash", "?": "question_mark", ">": "greater_than_sign", "-": "minus", "!": "exclamation_mark"}

    async with open_explorer(query=QUERY) as explorer:

        def type_at_once(keys: str) -> None:
            for key in keys:
                explorer.app.post_message(events.Key(names.get(key, key), key))

        await explorer.ask()
        table = explorer.widget("#results")
        width = table.ordered_columns[0].width
        type_at_once(">>>ss")
        await explorer.settled()
        assert table.ordered_columns[0].width == width + 24
        assert heads(explorer)[0] == "name ▼"
        type_at_once("/par")
        await explorer.wait_for(lambda: explorer.app.screen.query_one("#filter-text").value == "par")
        await explorer.wait_for(lambda: all("PAR" in name for name in explorer.column(0)))
        await explorer.press("enter")
        type_at_once("---")
        await explorer.settled()
        assert heads(explorer) == ["last_seen"]
        assert explorer.app.screen.tab.answer.page_size == 100


async def test_nothing_stands_beside_an_answer_that_is_not_there(open_explorer) -> None:
    async with open_explorer() as explorer:
        explorer.widget("#results").focus()
        await explorer.press("left", "=", "c", "enter", "space")
        assert explorer.app.screen.tab.answer.panel is None
