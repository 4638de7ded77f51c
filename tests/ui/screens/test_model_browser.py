"""The data model browser, alone in an app."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from lone_screen import LARGE, OPEN, SMALL, TINY, LoneScreen, LoneScreenApp

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.example_queries import examples_of, select_all_fields_of
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.parser import parse
from nxql_tui.ui.help.subject import subject_of
from nxql_tui.ui.keymap.dialogs import MODEL
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.screens.model_browser import Insert, ModelBrowserScreen, NewQuery
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from textual.pilot import Pilot

WINDOWS = (Platform.WINDOWS,)


class Browser(LoneScreen):
    async def search(self, text: str) -> None:
        self.shown.query_one("#search").value = text
        await self.pilot.pause()

    @property
    def title(self) -> str:
        return str(self.shown.query_one(".dialog").border_title)


def browser_app(platforms: tuple[str, ...] = WINDOWS, table: str = "") -> LoneScreenApp:
    return LoneScreenApp(ModelBrowserScreen(platforms, table))


@asynccontextmanager
async def opened(
    table: str = "", *, platforms: tuple[str, ...] = WINDOWS, size: tuple[int, int] = SMALL
) -> AsyncIterator[Browser]:
    app = browser_app(platforms, table)
    async with app.run_test(size=size) as pilot:
        browser = Browser(app, pilot)
        await browser.wait_for_search()
        yield browser


async def test_it_opens_at_all_tables_objects_before_events():
    async with opened() as browser:
        assert browser.headings == ["Objects", "Events"]
        assert browser.names == [
            *sorted(table.name for table in load_model().objects),
            *sorted(table.name for table in load_model().events),
        ]


async def test_it_opens_at_a_table():
    async with opened("connection") as browser:
        assert browser.title == "Data model ▸ connection"
        assert browser.headings == ["17 fields", "13 aggregates for compute", "Linked objects"]
        assert browser.names[:2] == ["cardinality", "destination_ip_address"]


async def test_a_table_that_is_not_there_opens_all_tables():
    async with opened("[b]nonsense[/b]") as browser:
        assert browser.title == "Data model"


async def test_escape_goes_back_one_step_and_then_closes():
    async with opened("device") as browser:
        await browser.search("last")
        await browser.press("escape")
        assert browser.names[0] == "administrator_account_status"
        await browser.press("escape")
        assert (browser.title, browser.highlighted) == ("Data model", "device")
        await browser.press("escape")
        assert await browser.result() is None


async def test_left_goes_back_but_never_closes():
    async with opened("device") as browser:
        await browser.press("left", "left", "left")
        assert browser.title == "Data model"
        assert browser.app.result is OPEN


async def test_f2_closes_at_once():
    async with opened("device") as browser:
        await browser.search("last")
        await browser.press("f2")
        assert await browser.result() is None


@pytest.mark.parametrize("key", ["enter", "right"])
async def test_a_table_is_opened_and_left_where_it_was(key: str):
    async with opened() as browser:
        await browser.press("down", "down", "down", key)
        assert browser.title == "Data model ▸ device"
        await browser.press("pagedown", "left")
        assert browser.highlighted == "device"


async def test_linked_tables_are_opened_too():
    async with opened("print_job") as browser:
        await browser.press("pagedown")
        assert browser.highlighted == "user"
        await browser.press("enter")
        assert browser.title == "Data model ▸ user"
        await browser.press("escape")
        assert (browser.title, browser.highlighted) == ("Data model ▸ print_job", "user")


async def test_typing_searches_and_enter_inserts_the_first():
    async with opened() as browser:
        await browser.press(*"total_ra")
        assert browser.highlighted == "device.total_ram"
        await browser.press("enter")
        assert await browser.result() == Insert("total_ram")


async def test_keys_that_come_in_a_burst_insert_what_was_typed():
    async with opened() as browser:
        for key in (*"drive_usage", "down", "enter"):
            browser.app.simulate_key(key)
        assert await browser.result() == Insert("system_drive_usage")


async def test_an_aggregate_is_inserted_by_its_name():
    async with opened("execution") as browser:
        await browser.search("executions")
        assert browser.highlighted == "number_of_executions"
        await browser.press("enter")
        assert await browser.result() == Insert("number_of_executions")


@pytest.mark.parametrize("key", ["f5", "ctrl+r"])
async def test_the_name_of_a_table_is_inserted_by_another_key(key: str):
    async with opened() as browser:
        await browser.search("web_req")
        await browser.press(key)
        assert await browser.result() == Insert("web_request")


async def test_the_table_that_is_open_is_searched_first():
    async with opened("user") as browser:
        await browser.search("last seen")
        assert browser.headings == ["In user", "Elsewhere"]
        assert browser.names[0] == "last_seen"
        assert "device.last_seen" in browser.names


async def test_the_whole_name_of_another_table_is_that_table():
    async with opened("device") as browser:
        await browser.search("user")
        assert (browser.headings[0], browser.highlighted) == ("Table", "user")
        await browser.press("enter")
        assert browser.title == "Data model ▸ user"
        assert browser.shown.query_one("#search").value == ""


async def test_arrows_belong_to_the_input_while_they_move_its_cursor():
    async with opened() as browser:
        await browser.search("user")
        await browser.press("left", "left", "right", "right")
        assert browser.title == "Data model"
        await browser.press("right")
        assert browser.title == "Data model ▸ user"


async def test_the_list_moves_without_leaving_the_input():
    async with opened("device") as browser:
        await browser.press("down", "down", "up")
        assert browser.highlighted == browser.names[1]
        await browser.press("pagedown", "pageup")
        assert browser.highlighted == browser.names[1]
        await browser.press("up", "up")
        assert browser.highlighted == browser.names[0]
        await browser.press(*["pagedown"] * 6)
        assert browser.highlighted == browser.names[-1]
        assert browser.shown.query_one("#search").has_focus


async def test_what_is_highlighted_is_on_the_screen():
    async with opened("device") as browser:
        for key in (*["down"] * 3, *["pagedown"] * 3, "up", "pageup"):
            await browser.press(key)
            assert any(f"▸ {browser.highlighted[:20]}" in line for line in browser.lines)


async def test_what_is_mistyped_is_answered_with_names_close_to_it():
    async with opened() as browser:
        await browser.search("systme_drive_usage")
        assert browser.headings == ["Nothing is called 'systme_drive_usage'", "Close to it"]
        assert browser.highlighted == "device.system_drive_usage"


async def test_nothing_found_offers_nothing_to_do():
    async with opened() as browser:
        await browser.search("[b]zzz[/b]")
        assert browser.headings == ["Nothing is called '[b]zzz[/b]'"]
        assert "'[b]zzz[/b]'" in browser.screen_text
        await browser.press("enter", "f5", "f7", "f8")
        assert browser.app.result is OPEN
        await browser.press("escape")
        assert browser.highlighted == "application"


async def test_everything_known_of_a_field_is_said():
    async with opened("device") as browser:
        await browser.search("device_type")
        for fact in (
            "field of device",
            "Kind of device.",
            "desktop, laptop",
            "Windows,",
            "macOS (off)",
            "seen in clients",
        ):
            assert fact in browser.screen_text


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("total_ram", ["byte", "bytes"]),
        ("ip_addresses", ["list of ip_address"]),
        ("last_seen", ["Null", "possible"]),
        ("user.seen_on_mac", ["Same as", "seen_on_mac_os"]),
        ("number_of_logons", ["aggregate for compute", "Over", "user_activity"]),
        ("average_memory_usage_per_execution", ["average_memory_usage_per_", "execution", "assumed"]),
        ("execution.memory_usage", ["bytes", "documented"]),
        ("device_error", ["table of events", "5 aggregates", "Objects", "device"]),
        ("device_error.type", ["system crash", "seen in clients"]),
        ("connection", ["Links", "seen in clients"]),
    ],
)
async def test_facts_of_an_entry(name: str, facts: list[str]):
    async with opened() as browser:
        await browser.search(name)
        details = "\n".join(line[48:] for line in browser.lines)
        for fact in facts:
            assert fact in details


async def test_what_exists_on_no_platform_that_is_on_says_so():
    async with opened("device") as browser:
        rows = {row.left: row for row in browser.list.rows}
        assert rows["allow_non_provisionable_devices"].is_dimmed
        assert rows["allow_non_provisionable_devices"].right.endswith("(off)")
        assert not rows["name"].is_dimmed


@pytest.mark.parametrize("key", ["f8", "ctrl+o"])
async def test_all_fields_of_the_table_become_a_query(key: str):
    async with opened("user", platforms=("windows", "mac_os")) as browser:
        await browser.press(key)
        result = await browser.result()
        assert result == NewQuery(select_all_fields_of("user", ("windows", "mac_os")))
        assert "department" in result.text


async def test_all_fields_are_those_of_the_highlighted_table():
    async with opened() as browser:
        await browser.press("end", "down", "f8")
        assert await browser.result() == NewQuery(select_all_fields_of("binary", WINDOWS))


@pytest.mark.parametrize("key", ["f7", "ctrl+n"])
async def test_an_example_is_shown_and_becomes_a_query(key: str):
    async with opened("connection") as browser:
        await browser.press(key)
        examples = examples_of("connection", WINDOWS)
        assert browser.names == [example.title for example in examples]
        await browser.press("down")
        for line in examples[1].text.splitlines():
            assert line in browser.screen_text
        await browser.press("enter")
        result = await browser.result()
        assert result == NewQuery(examples[1].text)
        assert check(parse(result.text), platforms=WINDOWS) == ()


async def test_one_goes_back_from_the_examples():
    async with opened("connection") as browser:
        await browser.press("down", "f7", "escape")
        assert (browser.title, browser.highlighted) == ("Data model ▸ connection", "destination_ip_address")


async def test_typing_at_the_examples_searches():
    async with opened("connection") as browser:
        await browser.press("f7", *"status", "enter")
        assert await browser.result() == Insert("status")


async def test_an_aggregate_of_no_event_has_no_table_to_select_from():
    async with opened() as browser:
        await browser.search("number_of_users")
        await browser.press("f7", "f8")
        assert browser.app.result is OPEN
        assert "All fields" not in browser.footer


async def test_the_footer_says_what_can_be_done():
    async with opened() as browser:
        await browser.wait_for(lambda: "Open" in browser.footer)
        for words in ("f5 Insert", "f7 Examples", "f8 All fields", "esc Close"):
            assert words in browser.footer
        await browser.press("enter")
        await browser.wait_for(lambda: "esc Back" in browser.footer)
        assert "⏎ Insert" in browser.footer
        await browser.press("f7")
        await browser.wait_for(lambda: "New query" in browser.footer)


async def test_help_lists_the_keys():
    async with opened() as browser:
        await browser.press("f1")
        await browser.wait_for(lambda: isinstance(browser.app.screen, HelpScreen))
        lines = dict(reversed(line) for line in subject_of(browser.shown).lines)
        assert lines["Move to the row above."] == "up"
        assert lines["Show queries about the table that run."] == "F7, ctrl+n, alt+n"
        assert lines["Open a query that selects every field of the table."] == "F8, ctrl+o"


@pytest.mark.parametrize("table", ["", "device", "connection"])
async def test_everything_fits_on_a_tiny_terminal(table: str):
    async with opened(table, size=TINY) as browser:
        await browser.wait_for(lambda: "esc" in browser.footer)
        assert browser.footer.rstrip().endswith(("Back", "Close"))
        assert "▸ " in browser.screen_text
        await browser.press("f7")
        await browser.wait_for(lambda: "(limit 100))" in browser.screen_text)


@pytest.mark.parametrize("table", ["device", "web_request"])
async def test_details_that_do_not_fit_are_scrolled_to(table: str):
    async with opened(table, size=TINY) as browser:
        await browser.press("left", "tab")
        scroll = browser.shown.query_one("#details-scroll")
        assert scroll.has_focus
        await browser.press("end", "up", "down")
        await browser.wait_for(lambda: scroll.scroll_offset.y == scroll.max_scroll_y > 0)
        assert browser.highlighted == table


async def test_a_click_highlights_and_a_second_one_chooses():
    async with opened() as browser:
        await browser.pilot.click("#entries", offset=(5, 4))
        assert browser.highlighted == "device"
        await browser.pilot.click("#entries", offset=(5, 0))
        assert browser.highlighted == "device"
        await browser.pilot.click("#entries", offset=(5, 4))
        await browser.wait_for(lambda: browser.title == "Data model ▸ device")


def test_no_key_is_a_letter_or_one_that_a_terminal_keeps():
    kept = {"ctrl+s", "ctrl+q", "ctrl+z", "ctrl+c", "ctrl+b", "ctrl+a"}
    keys = {key for command in MODEL for key in command.keys.split(",")}
    assert not keys & kept
    assert not [key for key in keys if len(key) == 1]
    # Terminals keep some keys with alt: they are one more way, never the only one.
    assert not [command.id for command in MODEL if all(key.startswith("alt+") for key in command.keys.split(","))]


def played(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """What is done before a picture is compared; look at a new one before accepting it."""

    async def play(pilot: Pilot[None]) -> None:
        browser = Browser(pilot.app, pilot)
        await browser.wait_for(lambda: browser.shown.query("#search"))
        await browser.wait_for(lambda: browser.shown.query_one("#search").has_focus)
        await browser.press(*keys)
        await browser.wait_for(lambda: "esc" in browser.footer)

    return play


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_picture_of_a_table(snap_compare, size: tuple[int, int]) -> None:
    app = browser_app(WINDOWS, "execution_error")
    assert snap_compare(app, run_before=played("down"), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_picture_of_a_search(snap_compare, size: tuple[int, int]) -> None:
    app = browser_app(WINDOWS, "device")
    assert snap_compare(app, run_before=played(*"type", "down"), terminal_size=size)


def test_the_picture_of_all_tables(snap_compare) -> None:
    assert snap_compare(browser_app(), run_before=played("down", "down", "down"), terminal_size=SMALL)


def test_the_picture_of_the_examples(snap_compare) -> None:
    app = browser_app(WINDOWS, "connection")
    assert snap_compare(app, run_before=played("f7", "down"), terminal_size=SMALL)


def test_the_picture_on_a_tiny_terminal(snap_compare) -> None:
    app = browser_app(WINDOWS, "device")
    assert snap_compare(app, run_before=played("down", "down"), terminal_size=TINY)
