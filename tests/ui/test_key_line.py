"""The last line names the keys that work now, and is as good as them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.widgets.key_line import KeyHint, KeyLine, fitting


@pytest.mark.parametrize("columns", [60, 80])
async def test_no_key_is_cut(open_explorer, columns: int) -> None:
    async with open_explorer(size=(columns, 24)) as explorer:
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.hints)
        shown = line.render().plain
        assert len(shown) == columns - 1
        assert shown.startswith("F5 Send ")
        assert shown.endswith(" ▏F10 Palette")
        placed = sorted(line.placed(), key=lambda one: one.start)
        for one in placed:
            assert shown[one.start :].startswith(f"{one.hint.shown} {one.hint.words}")
        assert all(one.start + one.hint.width < other.start for one, other in pairwise(placed))


HINTS = tuple(
    KeyHint(key, key, words, action, is_enabled=True)
    for key, words, action in (("enter", "Row", "open_row"), ("s", "Sort", "sort"), ("F1", "Help", "toggle_help"))
)


@pytest.mark.parametrize("room", range(6, 40))
def test_the_key_of_the_help_is_cut_last_and_no_key_behind_one_that_is_cut_is_shown(room: int) -> None:
    shown = " ".join(f"{one.shown} {one.words}" for one in fitting(HINTS, room))
    longest_first = ("enter Row s Sort F1 Help", "enter Row F1 Help", "F1 Help", "")
    assert shown == next(words for words in longest_first if len(words) <= room)


async def test_in_the_rows_the_help_stays_where_keys_are_written_in_ascii(open_explorer, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    async with open_explorer() as explorer:
        await explorer.ask()
        explorer.widget("#results").focus()
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.render().plain.startswith("enter Row "))
        for width in (80, 60):
            await explorer.pilot.resize_terminal(width, 24)
            assert "F1 Help" in line.render().plain
            assert line.render().plain.endswith(" ▏F10 Palette")


async def test_a_click_is_as_good_as_the_key(open_explorer) -> None:
    async with open_explorer() as explorer:
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.hints)
        place = next(one.start for one in line.placed() if one.hint.words == "Help")
        await explorer.pilot.click(KeyLine, offset=(place, 0))
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, HelpScreen))


async def test_a_click_between_keys_does_nothing(open_explorer) -> None:
    async with open_explorer() as explorer:
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.hints)
        palette = next(one.start for one in line.placed() if one.hint.words == "Palette")
        await explorer.pilot.click(KeyLine, offset=(palette - 3, 0))
        assert len(explorer.app.screen_stack) == 1


DIALOGS = {
    "g": ("Take", "Group", "Leave"),
    "f": ("Up", "Down", "Keep", "Leave"),
    "d": ("Compare", "Leave"),
    "W": ("Keep", "Leave"),
    "y": ("Next", "Previous", "Copy", "Leave"),
    "f1": ("Cheat sheet", "Close"),
    "f10": ("Up", "Down", "Run", "Close"),
}
"""What the last line offers in the dialogs that these keys of the rows open."""


async def test_a_dialog_has_its_own_keys_in_the_last_line(open_explorer) -> None:
    async with open_explorer() as explorer:

        def words() -> tuple[str, ...]:
            return tuple(one.hint.words for line in explorer.app.screen.query(KeyLine) for one in line.placed())

        await explorer.ask()
        explorer.widget("#results").focus()
        for key, wanted in DIALOGS.items():
            await explorer.press(key)
            await explorer.wait_for(lambda: len(explorer.app.screen_stack) > 1)
            await explorer.wait_for(lambda wanted=wanted: words() == wanted)
            await explorer.press("escape")
        explorer.app.action_change_theme()
        await explorer.wait_for(lambda: words() == ("Keep", "Leave"))
        await explorer.press("escape", "f1", "c")
        await explorer.wait_for(lambda: words() == ("Close",))


async def test_the_arrows_go_from_one_button_of_a_question_to_the_other(open_explorer, monkeypatch) -> None:
    async with open_explorer() as explorer:
        decided: list[bool | None] = []
        explorer.app.push_screen(Confirmation("Discard?", "It is lost.", "Discard"), decided.append)
        await explorer.wait_for(lambda: explorer.app.screen.query("#leave:focus"))
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.render().plain == "⏎ Press ← Previous → Next esc Leave")
        monkeypatch.setenv("LC_ALL", "C")
        line._bindings_updated(line.screen)
        await explorer.wait_for(lambda: line.render().plain == "enter Press left Previous right Next esc Leave")
        await explorer.pilot.press("right", "left", "right", "enter")
        await explorer.wait_for(lambda: decided == [True])
