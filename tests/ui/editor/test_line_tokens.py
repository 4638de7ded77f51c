"""The coloured stretches of a line."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nxql_tui.nxql.lexer import TokenKind, is_terminated, tokenize
from nxql_tui.ui.editor.line_tokens import tokenize_line


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("(select (name)", ["open", "keyword", "open", "name", "close"]),
        ("from device", ["keyword", "table"]),
        ('(eq name (string "a(b"))', ["open", "operator", "name", "open", "type", "string", "close", "close"]),
        ("now-7d midnight 42 0.85 2026-11-23T10:00:00", ["number"] * 5),
        ('#"my field" #x', ["dynamic", "dynamic"]),
        ("%1 #%2", ["name", "placeholder", "dynamic", "placeholder"]),
        ('"a %1 b"', ["string", "placeholder"]),
        ("name // (select %1", ["name", "comment"]),
    ],
)
def test_every_word_has_a_kind(line: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokenize_line(line, "").tokens] == kinds


def test_a_text_goes_on_in_the_next_line() -> None:
    first = tokenize_line('(string "one (', "")
    second = tokenize_line('two) still" (x', first.open_quote)
    assert first.open_quote == '"'
    assert (first.opened, second.opened) == (1, 1)
    assert second.tokens[0] == (0, 11, "string")
    assert second.open_quote == ""


def test_a_line_inside_a_text_is_all_text() -> None:
    assert tokenize_line("(select", "'") == (((0, 7, "string"),), "'", 0)


@example("'\\'\n")
@given(st.text(alphabet="()\"'#%1/\\\n abc", max_size=60))
def test_lines_one_by_one_agree_with_the_whole_text(text: str) -> None:
    # The very last quote closes a text though a backslash stands before it; a line cannot know that it is the last.
    assume(not text.endswith(('\\"', "\\'")))
    tokens = tokenize(text)
    brackets = [token.span.start for token in tokens if token.kind in (TokenKind.OPEN, TokenKind.CLOSE)]
    found, begin, quote = [], 0, ""
    for line in text.split("\n"):
        row = tokenize_line(line, quote)
        found += [begin + token.start for token in row.tokens if token.kind in ("open", "close")]
        begin, quote = begin + len(line) + 1, row.open_quote
    assert found == brackets
    assert bool(quote) == bool(tokens and not is_terminated(tokens[-1]))
