from __future__ import annotations

import pytest

from nxql_tui.ui.keymap.chosen_keys import DEFAULT_KEYS, choose_keys
from nxql_tui.ui.keymap.presets import PRESETS
from nxql_tui.ui.keymap.registry import COMMANDS
from nxql_tui.ui.keymap.sheet import SECTIONS, sheet_columns, sheet_text


def test_what_is_always_shown_is_known_and_stands_in_one_section() -> None:
    needed = [one for section in SECTIONS for one in section.needed]
    assert {*needed} <= COMMANDS.keys()
    assert len(needed) == len({*needed})


@pytest.mark.parametrize("preset", PRESETS)
def test_it_fits_on_a_small_screen_without_being_cut(preset: str) -> None:
    chosen = choose_keys(preset, ())
    lines = sheet_text(chosen, 76, 22).splitlines()
    assert len(lines) <= 22
    assert max(map(len, lines)) <= 76
    text = "\n".join(lines)
    for section in SECTIONS:
        assert section.title in text
        for command_id in section.needed:
            assert not chosen.keys_of(command_id) or COMMANDS[command_id].label in text


def test_a_larger_screen_shows_more_of_it() -> None:
    def count(width: int, height: int) -> int:
        return sum(bool(line.keys) for column in sheet_columns(DEFAULT_KEYS, width, height) for line in column)

    assert count(56, 14) < count(76, 22) < count(116, 38) < count(196, 58)


def test_it_shows_the_keys_that_hold_and_leaves_out_what_has_none() -> None:
    chosen = choose_keys("default", (("answer.sort", ["z"]), ("answer.group", [])))
    lines = [line for column in sheet_columns(chosen, 76, 22) for line in column]
    assert [line.keys for line in lines if line.words == "Sort"] == ["z"]
    assert not [line for line in lines if line.words == "Group"]
