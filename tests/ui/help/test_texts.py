"""What is said of each place, without a screen."""

from __future__ import annotations

import re

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.checker.scope import ALL_PLATFORMS
from nxql_tui.nxql.parser import parse
from nxql_tui.ui.help.texts import TEXTS
from nxql_tui.ui.keymap.registry import PLACE_OF, PLACES, reach


def test_every_place_has_its_text_and_every_text_its_place() -> None:
    assert TEXTS.keys() == {place.name for place in PLACES}


def test_a_text_says_what_a_place_is_for_in_sentences() -> None:
    for name, text in TEXTS.items():
        assert re.fullmatch(r"[A-Zn%].*[.?]", text.purpose), name


def test_nothing_is_to_be_said_against_a_query_in_an_example() -> None:
    queries = [text.query for text in TEXTS.values() if text.query]
    assert len(queries) > 1
    for query in queries:
        assert not check(parse(query), platforms=ALL_PLATFORMS)


def test_an_example_names_commands_that_work_there() -> None:
    named = [
        (name, command_id)
        for name, text in TEXTS.items()
        for command_id in re.findall(r"\{([a-z_.]+)\}", text.purpose + text.example)
    ]
    assert len(named) > 40
    for name, command_id in named:
        outer = PLACE_OF[command_id].name
        # What works in the rows, the example tells where to go for.
        assert outer in reach(name) or name in reach(outer) or "rows" in TEXTS[name].example, (name, command_id)
