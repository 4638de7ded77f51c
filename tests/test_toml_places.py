from __future__ import annotations

import tomllib

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.toml_places import TomlError, line_of_key, lines_of_keys, parse_toml


def test_a_key_is_found_on_its_line() -> None:
    assert lines_of_keys("# mine\n\na = 1\n  b = 2  # two\n") == {("a",): 3, ("b",): 4}


def test_a_key_below_a_header_belongs_to_its_table() -> None:
    text = "[one]\na = 1\n\n[two.three] # header\na = 2\n[[four]]\na = 3\n"
    lines = lines_of_keys(text)
    assert (lines["one", "a"], lines["two", "three", "a"], lines["four", "a"]) == (2, 5, 7)
    assert (lines["one",], lines["two",], lines["two", "three"], lines["four",]) == (1, 4, 4, 6)


@pytest.mark.parametrize("spelling", ['"the key"', "'the key'", '"the\\u0020key"'])
def test_quotes_around_a_key_are_no_part_of_it(spelling: str) -> None:
    assert lines_of_keys(f"a = 1\n{spelling} = 2\n")["the key",] == 2


def test_an_equals_sign_and_a_dot_within_quotes_part_nothing() -> None:
    assert lines_of_keys('"a = 1.b" = 2\n') == {("a = 1.b",): 1}


def test_a_dotted_key_is_found_with_every_table_above_it() -> None:
    assert lines_of_keys("x = 0\na . b.'c' = 1\na.d = 2\n") == {
        ("x",): 1,
        ("a",): 2,
        ("a", "b"): 2,
        ("a", "b", "c"): 2,
        ("a", "d"): 3,
    }


def test_keys_of_an_inline_table_are_found() -> None:
    assert lines_of_keys("x = 0\nkeymap = { a = 'b', c.d = 1 }")["keymap", "c", "d"] == 2


@pytest.mark.parametrize(
    "value",
    ['"""\na = 1\n[a]\n"""', "'''\na = 1\n'''", '[\n  "[a]", # ]\n  "a = 1",\n]', '"""\\\n  a = 1"""'],
)
def test_what_looks_like_a_key_within_a_value_is_none(value: str) -> None:
    lines = lines_of_keys(f"long = {value}\na = 2\n")
    assert lines == {("long",): 1, ("a",): value.count("\n") + 2}


def test_lines_end_as_on_windows_too() -> None:
    assert lines_of_keys('long = """\r\nx\r\n"""\r\na = 1\r\n') == {("long",): 1, ("a",): 4}


def test_a_key_that_is_not_there_is_looked_for_at_its_table() -> None:
    assert line_of_key("x = 0\n[a.b]\nc = 1\n", ("a", "b", "d")) == 2
    assert line_of_key("x = 0\n[a.b]\nc = 1\n", ("z",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a = 1\nb = = 2\n", 2, 5, "Invalid value"),
        ("a = 1\nb = ", 2, None, "Invalid value"),
        ("a = 1\n\nb = " + "9" * 5000 + "\n", 3, None, "digits"),
        ("a = " + "[" * 5000, 1, None, "too many brackets"),
    ],
)
def test_a_text_that_is_not_toml_says_where(text: str, line: int, column: int | None, said: str) -> None:
    with pytest.raises(TomlError, match=said) as caught:
        parse_toml(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_what_is_toml_is_given_back() -> None:
    assert parse_toml("a.b = 1") == {"a": {"b": 1}}


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.integers() | st.booleans() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=5,
        ),
        max_size=5,
    )
)
def test_every_key_of_a_file_has_a_line(content: dict[str, object]) -> None:
    text = tomlkit.dumps(content)
    lines = lines_of_keys(text)
    assert {path[0] for path in lines} == set(tomllib.loads(text))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
