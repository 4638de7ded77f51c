"""What is said of each place, without a screen."""

from __future__ import annotations

import re

import pytest

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.checker.scope import ALL_PLATFORMS
from nxql_tui.nxql.parser import parse
from nxql_tui.ui.help.texts import TEXTS
from nxql_tui.ui.keymap.registry import PLACE_OF, PLACES, reach


def test_every_place_has_its_text_and_every_text_its_place() -> None:
    assert TEXTS.keys() == {place.name for place in PLACES}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_says_what_a_place_is_for_in_sentences(name: str) -> None:
    assert re.fullmatch(r"[A-Zn%].*[.?]", TEXTS[name].purpose)


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if text.query])
def test_nothing_is_to_be_said_against_a_query_in_an_example(name: str) -> None:
    assert not check(parse(TEXTS[name].query), platforms=ALL_PLATFORMS)


@pytest.mark.parametrize("name", TEXTS)
def test_an_example_names_commands_that_work_there(name: str) -> None:
    for command_id in re.findall(r"\{([a-z_.]+)\}", TEXTS[name].purpose + TEXTS[name].example):
        outer = PLACE_OF[command_id].name
        # What works in the rows, the example tells where to go for.
        assert outer in reach(name) or name in reach(outer) or "rows" in TEXTS[name].example
