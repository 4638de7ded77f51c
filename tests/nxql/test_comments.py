from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.comments import blank_comments, strip_comments
from nxql_tui.nxql.lexer import TokenKind, tokenize
from nxql_tui.nxql.parser import parse

STRIPPED = {
    "a line that holds nothing else goes": (
        "// all\n(select (name)\n    // why\n    (from device))",
        "(select (name)\n    (from device))",
    ),
    "several such lines go": ("// a\n  // b\n(x)\n// c\n // d\n(y)", "(x)\n(y)"),
    "behind words a comment goes with the blanks before it": ("(select (name) \t// why\n(x))", "(select (name)\n(x))"),
    "the last line may lack its end": ("(x) // y", "(x)"),
    "nothing but comments is nothing": ("// a\n// b", ""),
    "empty lines stay": ("(x)\n\n// a\n\n(y)", "(x)\n\n\n(y)"),
    "within a string it is no comment": (
        "(string \"a // b\") (string 'c // d')",
        "(string \"a // b\") (string 'c // d')",
    ),
    "within a name it is no comment": ('#"score:a // b" #//x', '#"score:a // b" #//x'),
    "within a word it is no comment": ("(string http://x//y)", "(string http://x//y)"),
    "within a string over several lines it is no comment": ('(string "a\n// b\n")', '(string "a\n// b\n")'),
    "within a string without an end it is no comment": ('(string "a\n// b', '(string "a\n// b'),
}


@pytest.mark.parametrize(("text", "stripped"), STRIPPED.values(), ids=STRIPPED)
def test_comments_are_stripped(text: str, stripped: str) -> None:
    assert strip_comments(text) == stripped


PIECES = st.lists(
    st.sampled_from(
        [
            "(",
            ")",
            " ",
            "\n",
            "\r\n",
            "\t",
            "//",
            "/",
            "name",
            "%1",
            '"',
            "'",
            "\\",
            "#",
            "// it's \"\n",
            "http://x",
            "é",
        ]
    ),
    max_size=30,
).map("".join)


@given(PIECES)
def test_what_a_query_says_stays_and_no_comment_does(text: str) -> None:
    def words(of: str) -> list[str]:
        return [token.text for token in tokenize(of) if token.kind not in (TokenKind.SPACE, TokenKind.COMMENT)]

    stripped = strip_comments(text)
    assert words(stripped) == words(text)
    assert not any(token.kind is TokenKind.COMMENT for token in tokenize(stripped))
    assert [found.message for found in parse(stripped).diagnostics] == [
        found.message for found in parse(text).diagnostics
    ]


@given(PIECES)
def test_a_query_without_comments_stays_as_it_is(text: str) -> None:
    stripped = strip_comments(text)
    assert strip_comments(stripped) == stripped


@given(st.text(alphabet="/ \n()\"'ab%1", max_size=40))
def test_blanking_leaves_everything_else_in_its_place(text: str) -> None:
    blanked = blank_comments(text)
    assert len(blanked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, blanked, strict=True))
    assert blanked.split() == strip_comments(text).split()
