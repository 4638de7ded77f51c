from __future__ import annotations

import pytest

from nxql_tui.nxql.matching_select import UnclearUpdateError, matching_selects
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.tree import Select

SOURCES = [
    "(from device)",
    '(from device (where device (eq name (string "X"))))',
    "(from device\n    (where device   (eq name (string 'a \\'b\\''))) // here\n\t(where device (ne #Model nil)) )",
    "(from (device) (where device (gt total_ram (byte 1))))",
    "(from device (with execution (between now-7d now)))",
]


@pytest.mark.parametrize("source", SOURCES)
def test_the_source_stays_what_it_is_byte_for_byte(source: str) -> None:
    selects = matching_selects(f'(update (set #"Location" (enum "Paris")) {source})', {})
    assert selects.count == f"(select (id) {source})"
    assert selects.sample == f'(select (name #"Location") {source} (limit 10))'
    assert (selects.table, selects.field) == ("device", "Location")


@pytest.mark.parametrize(
    "update",
    [
        "(update (set #Location nil) (from device",
        "(update (set #Location nil) (from device // every one",
        "update (from device (where device (eq name (string x)))) (set #Location nil)",
    ],
)
def test_brackets_that_are_left_off_are_put_on(update: str) -> None:
    selects = matching_selects(update, {})
    for text in (selects.count, selects.sample):
        parsed = parse(text)
        assert parsed.diagnostics == ()
        assert isinstance(parsed.statement, Select)
        assert (parsed.statement.limit is None) is (text == selects.count)


@pytest.mark.parametrize(
    ("table", "fields"), [("user", "name"), ("binary", "executable_name"), ("port", "id"), ("of_tomorrow", "name")]
)
def test_the_sample_shows_what_a_person_knows_an_object_by(table: str, fields: str) -> None:
    selects = matching_selects(f"(update (set #Tag nil) (from {table}))", {})
    assert selects.sample == f"(select ({fields} #Tag) (from {table}) (limit 10))"


def test_placeholders_stay_placeholders() -> None:
    update = "(update (set #%1 (enum %2)) (from %3 (where %3 (eq name (pattern %4)))))"
    selects = matching_selects(update, {1: '"Location"', 2: "Paris", 3: "device", 4: '"*"'})
    assert selects.count == "(select (id) (from %3 (where %3 (eq name (pattern %4)))))"
    assert selects.sample == "(select (name #%1) (from %3 (where %3 (eq name (pattern %4)))) (limit 10))"
    assert (selects.table, selects.field) == ("device", "Location")
    assert '(set #"Location" (enum Paris)) (from device' in selects.filled


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("%1", {1: "(update (set #Location nil) (from device))"}),
        ("(update (set #Location nil) %1)", {1: "(from device)"}),
        ("(update (set #Location nil) (from device (where device (eq name %1))))", {1: '"x"))) // '}),
        ("(update (set #Location %1) (from device))", {1: "nil) (from device (where device (eq name (string x)))) //"}),
    ],
)
def test_a_parameter_that_holds_a_part_of_the_update_is_not_trusted(query: str, parameters: dict[int, str]) -> None:
    with pytest.raises(UnclearUpdateError):
        matching_selects(query, parameters)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("(select (name) (from device))", "not understood"),
        ("(update (set #Location nil))", "'from'"),
        ("(update (set #Location nil) (from device (whree device)))", "'whree'"),
        ("(update (set #Location nil) (from (device user)))", "'user'"),
        ("(update (set #Location nil) (from execution))", "'execution'"),
        ("(update (set #Location (enum %1)) (from device))", "'%1'"),
        ("(update (set #Location nil) (from device)) (update (set #Location nil) (from user))", "one query"),
    ],
)
def test_an_update_that_is_not_clear_is_refused_with_the_word_at_fault(query: str, word: str) -> None:
    with pytest.raises(UnclearUpdateError, match=word):
        matching_selects(query, {})
