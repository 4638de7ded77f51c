from __future__ import annotations

import fnmatch
import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.tree import Literal, Select
from nxql_tui.nxql.values import ValueMismatch, is_pattern, pattern_to_regex, resolve_time, value_of

NOW = datetime(2026, 11, 23, 10, 15, 30)


def literal(text: str) -> Literal:
    statement = parse(f"(select (a) (from b (where b (eq a {text}))))").statement
    assert isinstance(statement, Select)
    value = statement.source.where[0].filters[0].value
    assert isinstance(value, Literal)
    return value


@pytest.mark.parametrize(
    ("text", "field_type", "value"),
    [
        ('(string "x y")', "string", "x y"),
        ("(string %1)", "string", "%1"),
        ("(pattern '*x*')", "path", "*x*"),
        ("(enum system_crash)", "enum", "system crash"),
        ('(enum "a_b")', "enum", "a_b"),
        ("(enum yes)", "boolean", "yes"),
        ("(integer -30)", "integer", -30),
        ("(percent 0.85)", "percent", 0.85),
        ("(percent 1)", "permill", 1.0),
        ("(day 30)", "day", 30),
        ("(integer 5)", "byte", 5),
        ("(http_status_code 404)", "http_status_code", 404),
        ("(ip_address '10.1.2.3')", "ip_address", "10.1.2.3"),
        ("(ip_address FE80::1)", "ip_address", "fe80::1"),
        ("(identifier 42)", "identifier", 42),
        (f"(md5 {'A' * 32})", "md5", "a" * 32),
        ("(datetime 2026-11-01)", "datetime", datetime(2026, 11, 1)),
        ("(datetime now-1d)", "datetime", datetime(2026, 11, 22, 10, 15, 30)),
        ('"x"', "string", "x"),
        ("12", "integer", 12),
    ],
)
def test_a_literal_has_the_value_of_its_type(text: str, field_type: str, value: object) -> None:
    """`reference/nxql.md` §6."""
    assert value_of(literal(text), field_type, NOW) == value


@pytest.mark.parametrize(
    ("text", "field_type", "word"),
    [
        ("(strng x)", "string", "'strng'"),
        ("(string x)", "percent", "'string'"),
        ("(pattern *)", "integer", "'pattern'"),
        ("(integer 1.5)", "integer", "'1.5'"),
        ("(integer x)", "integer", "'x'"),
        ("(percent 85%)", "percent", "'85%'"),
        ("(ip_address 300.1.1.1)", "ip_address", "'300.1.1.1'"),
        ("(md5 abc)", "md5", "'abc'"),
        ("(datetime tomorrow)", "datetime", "'tomorrow'"),
        ("(datetime 2026-13-01)", "datetime", "'2026-13-01'"),
        ("(enum yes)", "string", "'enum'"),
    ],
)
def test_what_does_not_fit_is_named(text: str, field_type: str, word: str) -> None:
    with pytest.raises(ValueMismatch, match=re.escape(word)):
        value_of(literal(text), field_type, NOW)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", NOW),
        ("midnight", datetime(2026, 11, 23)),
        ("midnight-1d", datetime(2026, 11, 22)),
        ("now-15m", datetime(2026, 11, 23, 10, 0, 30)),
        ("now-15min", datetime(2026, 11, 23, 10, 0, 30)),
        ("now-2w", datetime(2026, 11, 9, 10, 15, 30)),
        ("now-36h", datetime(2026, 11, 21, 22, 15, 30)),
        ("now+30s", datetime(2026, 11, 23, 10, 16)),
        ("2026-11-01", datetime(2026, 11, 1)),
        ("2026-11-01T08:30:00", datetime(2026, 11, 1, 8, 30)),
        ("'2026-11-01 08:30'", datetime(2026, 11, 1, 8, 30)),
    ],
)
def test_a_time_is_counted_from_now(text: str, moment: datetime) -> None:
    """`reference/nxql.md` §7, §12."""
    statement = parse(f"(select (a) (from b (between {text} now)))").statement
    assert isinstance(statement, Select)
    assert statement.source.between is not None
    assert resolve_time(statement.source.between.start, NOW) == moment


@pytest.mark.parametrize("text", ["now-999999999w", "2026-02-30", "%1"])
def test_a_time_that_is_none_is_named(text: str) -> None:
    statement = parse(f"(select (a) (from b (between {text} now)))").statement
    assert isinstance(statement, Select)
    assert statement.source.between is not None
    with pytest.raises(ValueMismatch, match=re.escape(text)):
        resolve_time(statement.source.between.start, NOW)


@given(st.text("ab*?.+", max_size=8), st.text("ab.+\n", max_size=8))
def test_stars_and_question_marks_mean_what_shells_mean(pattern: str, text: str) -> None:
    """`reference/nxql.md` §5."""
    assert bool(re.fullmatch(pattern_to_regex(pattern), text)) == fnmatch.fnmatchcase(text, pattern)


def test_a_backslash_makes_a_star_plain() -> None:
    assert re.fullmatch(pattern_to_regex(r"a\*\?\\b"), r"a*?\b")
    assert not re.fullmatch(pattern_to_regex(r"a\*"), "abc")
    assert is_pattern(literal("(pattern x)"))
    assert not is_pattern(literal("(string x)"))


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("device_tpye", ("device_type",)),
        ("NAME", ("name",)),
        ("zzz", ()),
        ("", ()),
    ],
)
def test_the_nearest_names_come_first(word: str, names: tuple[str, ...]) -> None:
    assert nearest_names(word, ["name", "device_type", "total_ram"])[:1] == names
