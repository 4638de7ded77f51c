"""Selections that grow outward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.enclosing import enclosing_span
from nxql_tui.nxql.positions import Span


def grown(text: str, offset: int) -> list[str]:
    """Every step from a place to the whole text."""
    span, steps = Span(offset, offset), []
    while (wider := enclosing_span(text, span)) != span:
        steps.append(text[wider.start : wider.end])
        span = wider
    return steps


def test_from_the_word_to_the_whole_text() -> None:
    text = "(select (name) (from device (limit 5)))"
    assert grown(text, text.index("name") + 1) == ["name", "(name)", text[1:-1], text]


def test_brackets_in_a_text_are_no_brackets() -> None:
    text = '(eq name (string "a(b"))'
    assert grown(text, text.index("a(b")) == ['"a(b"', 'string "a(b"', '(string "a(b")', text[1:-1], text]


@given(st.text(alphabet="()\"' ab", max_size=40), st.integers(min_value=0, max_value=40))
def test_it_always_ends_with_the_whole_text(text: str, offset: int) -> None:
    steps = grown(text, min(offset, len(text)))
    assert (steps[-1] if steps else "") == text
