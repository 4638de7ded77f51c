from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.formatter import WIDTH, format_query
from nxql_tui.nxql.lexer import TokenKind, tokenize
from nxql_tui.nxql.parser import parse

LAYOUTS = {
    "a short query stays on its line": ("(select(name)( from device ) )", "(select (name) (from device))"),
    "every clause has its line, filters stand below one another": (
        "(select (name total_ram) (from device (where device (eq device_type (enum laptop)) (gt total_ram (byte 5)))"
        " (with execution (compute number_of_events) (between now-7d now))) (order_by name asc) (limit 100))",
        """\
(select (name total_ram)
    (from device
        (where device (eq device_type (enum laptop))
                      (gt total_ram (byte 5)))
        (with execution
            (compute number_of_events)
            (between now-7d now)))
    (order_by name asc) (limit 100))""",
    ),
    "the outermost pair is not added": (
        "select (name) (from device) (limit 5)",
        """\
select (name)
    (from device)
    (limit 5)""",
    ),
    "missing brackets stay missing": (
        "(select (name) (from device (with execution (between now-1d now",
        """\
(select (name)
    (from device
        (with execution (between now-1d now""",
    ),
    "a bracket too many stays": ("(select (name) (from device)))", "(select (name) (from device)))"),
    "an open text stays open": ('(select (name) (from device (where device (eq name (string "a b', """\
(select (name)
    (from device
        (where device (eq name (string "a b"""),
    "comments keep their places": (
        "// all\n\n(select (name) // names\n   // next\n(from device (where device // why  \n (eq a (string x)) (eq b nil))))",
        """\
// all
(select (name) // names
    // next
    (from device
        (where device // why
            (eq a (string x))
            (eq b nil))))""",
    ),
    "an update keeps what is set on its first line": (
        '(update (set #"Cost center" nil) (from device (where device (eq name (string "x")))))',
        """\
(update (set #"Cost center" nil)
    (from device
        (where device (eq name (string "x")))))""",
    ),
    "nothing stays nothing": (" \n ", ""),
}  # fmt: skip

PIECES = st.sampled_from(
    ["(", "(", ")", "select", "from", "where", "with", "and", "order_by", "limit", "device", '"a b"', "'x\n y'", '"', "#", '#"q', "// c \n", "//", "\n", " ", "%1", "eq", "nil"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=40)


@pytest.mark.parametrize(("text", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_is_that_of_the_documentation(text: str, expected: str):
    assert format_query(text) == expected


def meaning(text: str) -> list[str]:
    """The tokens without what stands between them; blanks behind a comment say nothing."""
    return [
        token.text.rstrip() if token.kind is TokenKind.COMMENT else token.text
        for token in tokenize(text)
        if token.kind is not TokenKind.SPACE
    ]


@given(TEXTS)
def test_only_blanks_change(text: str):
    assert meaning(format_query(text)) == meaning(text)


@given(TEXTS)
def test_formatting_again_changes_nothing(text: str):
    once = format_query(text)
    assert format_query(once) == once


@given(TEXTS)
def test_a_query_stays_as_right_or_as_wrong_as_it_was(text: str):
    before, after = parse(text), parse(format_query(text))
    assert [finding.message for finding in before.diagnostics] == [finding.message for finding in after.diagnostics]


def test_a_long_list_of_fields_is_wrapped():
    fields = " ".join(f"field_number_{number}" for number in range(40))
    assert max(map(len, format_query(f"(select ({fields}) (from device))").splitlines())) <= WIDTH


def test_brackets_deeper_than_anybody_writes_are_formatted_too():
    text = "(" * 20_000
    assert meaning(format_query(text)) == meaning(text)
