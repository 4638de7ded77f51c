"""What is wrong, where, in which words, and the edit that mends it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.diagnostics import Severity, apply_fix
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.positions import position_of

GOOD = "(select (name) (from device))"

# query, line:column, words of the message, the text after the first fix (None: there is no fix)
WRONG: list[tuple[str, str, str, str | None]] = [
    ("", "1:1", "There is no query", None),
    ("   ", "1:1", "There is no query", None),
    ("// nothing", "1:1", "There is no query", None),
    ("()", "1:1", "begins with select or update", None),
    ("((select))", "1:1", "begins with select or update", None),
    ("(selct (name) (from device))", "1:2", "'selct'", GOOD),
    ("selct (name) (from device)", "1:1", "'selct'", "select (name) (from device)"),
    ("SELECT (name) (from device)", "1:1", "'SELECT'", "select (name) (from device)"),
    ("(drop device)", "1:2", "'drop' begins no query", None),
    ("(select (name))", "1:16", "'from' is missing", None),
    ("(select)", "1:9", "'from' is missing", None),
    ("(select (from device))", "1:1", "asks for nothing", None),
    ("(select () (from device))", "1:9", "asks for nothing", None),
    ("(select (name) (from))", "1:16", "'from' names no table", None),
    ("(select (name) (from (where device (eq a (string b)))))", "1:22", "names no table before", None),
    ("(select (name) (from device (wher device (eq a (string b)))))", "1:30", "'wher'",
     "(select (name) (from device (where device (eq a (string b)))))"),
    ("(select (name) (from device (limit 5)))", "1:30", "'limit' is no part of 'from'", None),
    ("(select (name) (from device) (limt 5))", "1:31", "'limt' is no part of 'select'",
     "(select (name) (from device) (limit 5))"),
    ("(select (name) (from device where))", "1:29", "'where' is no part of 'from'", None),
    ("(select (name) (from device (where (eq a (string b)))))", "1:29", "'where' names no table", None),
    ("(select (name) (from device (where device)))", "1:29", "'where' has no filter", None),
    ("(select (name) (from device (where device (eq name))))", "1:43", "three parts", None),
    ("(select (name) (from device (where device (eq name (string a) (string b)))))", "1:43", "three parts", None),
    ("(select (name) (from device (where device name)))", "1:43", "'name' is no filter", None),
    ("(select (name) (from device (where device (eq name (string)))))", "1:52", "'string' has no value", None),
    ("(select (name) (from device (where device (eq name (string a b)))))", "1:60", "'a b' is several words",
     '(select (name) (from device (where device (eq name (string "a b")))))'),
    ("(select (name) (from device (where device (eq name ()))))", "1:52", "written with its type", None),
    ("(select (name) (from device (where device (eq (a) (string b)))))", "1:47", "a field was expected", None),
    ('(select (name) (from device (where device (eq name (string "a)))))', "1:60", "no closing quote",
     '(select (name) (from device (where device (eq name (string "a)))))"'),
    ("(select (name) (from device)) (limit 5)", "1:31", "behind the end", None),
    ("(select (name) (from device)))", "1:30", "has no opening one", GOOD),
    (f"{GOOD}\n)", "2:1", "has no opening one", f"{GOOD}\n"),
    ("(select (name) (from device) (limit))", "1:30", "'limit' takes one whole number", None),
    ("(select (name) (from device) (limit -1))", "1:37", "'-1' is no limit", None),
    ("(select (name) (from device) (limit 1.5))", "1:37", "'1.5' is no limit", None),
    ("(select (name) (from device) (limit ten))", "1:37", "'ten' is no limit", None),
    ("(select (name) (from device) (limit 1) (limit 2))", "1:40", "'limit' stands twice", None),
    ("(select (name) (from device) (from user))", "1:30", "'from' stands twice", None),
    ("(select (name) (from device) (order_by name down))", "1:45", "'down' is no direction", None),
    ("(select (name) (from device) (order_by name dsc))", "1:45", "'dsc'",
     "(select (name) (from device) (order_by name desc))"),
    ("(select (name) (from device) (order_by))", "1:30", "'order_by' takes one field", None),
    ("(select (name) (from device (between now)))", "1:29", "two times", None),
    ("(select (name) (from device (between now - 7d now)))", "1:29", "two times", None),
    ("(select (name) (from device (between nwo now)))", "1:38", "'nwo' is no time",
     "(select (name) (from device (between now now)))"),
    ("(select (name) (from device (between now-7x now)))", "1:38", "'now-7x' is no time", "(select (name) (from device (between now now)))"),
    ("(select (name) (from device (with)))", "1:29", "'with' names no event", None),
    ("(select (name) (from device (with execution (compute))))", "1:45", "'compute' names no aggregate", None),
    ("(select (name) (from device (with execution (compte n))))", "1:46", "'compte'",
     "(select (name) (from device (with execution (compute n))))"),
    ("(select (name) (from device (having)))", "1:29", "'having' has no filter", None),
    ("(select (name) (from device (and)))", "1:29", "'and' joins nothing", None),
    ("(select (name) (from device (or (where device (eq a (string b))))))", "1:33", "'or' joins", None),
    ("(update (set #a nil))", "1:22", "'from' is missing", None),
    ("(update (from device))", "1:23", "'set' is missing", None),
    ("(update (set #a) (from device))", "1:9", "'set' takes one name and one value", None),
    ("(update (set #a nil) (from device) (limit 5))", "1:36", "and nothing else", None),
]  # fmt: skip


@pytest.mark.parametrize(("query", "position", "words", "mended"), WRONG)
def test_a_mistake_is_told_with_its_place_and_its_fix(
    query: str, position: str, words: str, mended: str | None
) -> None:
    parsed = parse(query)
    assert not parsed.is_valid
    found = next(found for found in parsed.diagnostics if words in found.message)
    assert found.severity is Severity.ERROR
    assert str(position_of(query, found.span.start)) == position
    assert found.message.endswith((".", "?"))
    assert (apply_fix(query, found.fixes[0]) if found.fixes else None) == mended


FRAGMENTS = ["(", ")", " ", "select", "from", "where", "with", "and", "or", "between", "now-1d", "limit", "5", "name", "#a",
             '#"', '"', "'", "\\", "%1", "nil", "update", "set", "(eq a (string b))", "//", "\n", "*", "order_by", "é", "🙂"]  # fmt: skip
texts = st.text(max_size=60) | st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)


@given(texts)
def test_any_text_is_read_and_nothing_is_told_of_places_outside_it(text: str) -> None:
    for found in parse(text).diagnostics:
        spans = [found.span, *(fix.span for fix in found.fixes)]
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert "\n" not in found.message


@given(texts)
def test_every_text_that_is_not_valid_says_why(text: str) -> None:
    parsed = parse(text)
    assert parsed.statement is not None or parsed.diagnostics


@pytest.mark.parametrize(
    "text", ["(" * 100_000, ")" * 100_000, "(" * 50_000 + ")" * 50_000, "(and " * 20_000, '"' * 20_000]
)
def test_no_depth_is_too_deep(text: str) -> None:
    assert not parse(text).is_valid


@pytest.mark.parametrize("opening", ["(and ", "(or (with a) "])
def test_groups_too_deep_are_told(opening: str) -> None:
    parsed = parse(f"(select (name) (from device {opening * 5000}")
    assert any("more than" in found.message for found in parsed.diagnostics)
