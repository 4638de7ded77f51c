from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.lexer import TokenKind, is_terminated, tokenize, unquote
from nxql_tui.nxql.positions import Position, position_of

texts = st.text() | st.text(alphabet="()\"'#%/\\ ab1\n")


@given(texts)
def test_the_tokens_joined_are_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.span.start : token.span.end] == token.text for token in tokens)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("(eq #\"a b\" (string 'x'))", ["open", "word", "dynamic", "open", "word", "string", "close", "close"]),
        ("now-7d 0.85 %1 *x? nil", ["word"] * 5),
        ("#* #%1 #a/b #'c d'", ["dynamic"] * 4),
        ("a // b\nc", ["word", "comment", "word"]),
        ('a"b"', ["word", "string"]),
        ("(a//b)", ["open", "word", "close"]),
    ],
)
def test_tokens_are_told_apart(text: str, kinds: list[str]) -> None:
    found = [token.kind.value for token in tokenize(text) if token.kind is not TokenKind.SPACE]
    assert found == kinds


@pytest.mark.parametrize(
    ("text", "ended"), [('"a"', True), ('"a', False), ('"', False), ("#'a", False), ("#a", True), ('"a\\"', True)]
)
def test_a_text_without_its_closing_quote_is_noticed(text: str, ended: bool) -> None:
    assert is_terminated(tokenize(text)[0]) is ended


@pytest.mark.parametrize(
    ("written", "text"), [('"a"', "a"), ("'a'", "a"), ("a", "a"), ('"\\""', '"'), ("'\\\"'", '\\"'), ('"a', "a")]
)
def test_quotes_are_taken_off(written: str, text: str) -> None:
    assert unquote(written) == text


@pytest.mark.parametrize(("offset", "position"), [(0, "1:1"), (2, "1:3"), (3, "2:1"), (5, "2:3")])
def test_lines_and_columns_count_from_one(offset: int, position: str) -> None:
    assert str(position_of("ab\ncd", offset)) == position
    assert Position(1, 2) == (1, 2)
