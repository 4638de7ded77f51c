"""Keys that come at once, as over a slow line, have their effect in the order in which they were pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input
from waiting import wait_for

from nxql_tui.ui.screens.library import LibraryScreen
from nxql_tui.ui.screens.save_query import SaveQueryScreen

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

PASSWORD = "canary-" + "word"
BURST = ("m", "o", "r", "backspace", "o", "r", "e", "left", "left", "x", "end", "z")


def burst(app: App[object], *keys: str) -> None:
    """Post them all before the first is looked at."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


def typed(text: str) -> tuple[str, ...]:
    return tuple(text)


async def settled(pilot: Pilot[object]) -> None:
    await wait_for(pilot, lambda: pilot.app.has_read_all)


async def test_a_login_that_comes_at_once_stands_in_its_fields(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        burst(explorer.app, *typed("engine"), "tab", *typed("alice"), "tab", *typed(PASSWORD))
        await wait_for(explorer.pilot, lambda: explorer.widget("#password").value == PASSWORD)
        assert explorer.widget("#engine").value == "engine"
        assert explorer.widget("#user").value == "alice"


async def test_what_is_pasted_goes_to_the_field_that_tab_leads_to(open_explorer) -> None:
    async with open_explorer(client=None) as explorer:
        for event in (events.Key("tab", "\t"), events.Paste("alice"), events.Key("tab", "\t"), events.Paste(PASSWORD)):
            explorer.app.post_message(event)
        await wait_for(explorer.pilot, lambda: explorer.widget("#password").value == PASSWORD)
        assert explorer.widget("#user").value == "alice"


async def test_letters_behind_a_key_that_opens_a_screen_are_typed_there(open_explorer) -> None:
    async with open_explorer() as explorer:
        burst(explorer.app, "f3", *typed("boots"))
        await wait_for(explorer.pilot, lambda: isinstance(explorer.app.screen, LibraryScreen))
        await settled(explorer.pilot)
        assert explorer.app.screen.query_one(Input).value == "boots"


async def test_letters_behind_one_that_closes_it_are_typed_in_the_query(open_explorer) -> None:
    async with open_explorer() as explorer:
        editor = explorer.widget("#editor")
        editor.load_text("")
        burst(explorer.app, "f3", "escape", *typed("; a"))
        await wait_for(explorer.pilot, lambda: editor.text == "; a")


async def test_a_query_is_sent_as_it_was_typed(open_explorer) -> None:
    async with open_explorer() as explorer:
        editor = explorer.widget("#editor")
        editor.load_text("")
        burst(explorer.app, *typed("(select (name) (from device) (limit 3))"), "f5")
        await explorer.wait_for(lambda: "complete" in explorer.state)
        assert "3 rows" in explorer.state


async def test_a_button_that_is_pressed_closes_its_dialog_before_the_next_letter(open_explorer) -> None:
    async with open_explorer() as explorer:
        editor = explorer.widget("#editor")
        editor.load_text("")
        explorer.app.screen.action_save_query()
        await wait_for(explorer.pilot, lambda: isinstance(explorer.app.screen, SaveQueryScreen))
        explorer.app.screen.query_one("#close").focus()
        burst(explorer.app, "enter", *typed("abc"))
        await settled(explorer.pilot)
        assert editor.text == "abc"


@pytest.mark.parametrize(("field", "keys"), [("#engine", ("ctrl+u", *BURST)), ("#user", BURST)])
async def test_letters_do_not_overtake_editing_keys(open_explorer, field: str, keys: tuple[str, ...]) -> None:
    async with open_explorer(client=None) as explorer:
        explorer.widget(field).focus()
        burst(explorer.app, *keys)
        await settled(explorer.pilot)
        assert explorer.widget(field).value == "mooxrez"


async def test_letters_do_not_overtake_editing_keys_in_the_query(open_explorer) -> None:
    async with open_explorer() as explorer:
        editor = explorer.widget("#editor")
        editor.load_text("")
        burst(explorer.app, *BURST)
        await settled(explorer.pilot)
        assert editor.text == "mooxrez"
