from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nxql_tui.ui.cell_display import CUT_SIGN, MAXIMUM_WIDTH, NULL_SIGN, display_cell, display_width
from nxql_tui.visible_text import visible_line


@pytest.mark.parametrize("text", ["[/b]", "[red]x[/red]", r"C:\[a]\b", "@click=app.quit", "日本語", "👩‍👩‍👧", "zoë"])
def test_text_stands_as_it_was_sent(text: str) -> None:
    assert display_cell(text, 40).plain == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\tb\nc\rd", "a␉b␊c␍d"),
        ("\x00\x7f", "␀␡"),
        ("\x9b31m", "‹009B›31m"),
        ("a\u202eb\u2066c\u200f", "a‹202E›b‹2066›c‹200F›"),
        ("adm\u200din", "adm‹200D›in"),
        ("\u3164\ufeff\U000e0041", "‹3164›‹FEFF›‹E0041›"),
    ],
)
def test_what_a_terminal_would_obey_is_made_visible(text: str, shown: str) -> None:
    assert visible_line(text) == shown


def test_null_and_empty_and_blanks_and_the_word_null_look_different() -> None:
    shown = [display_cell(cell, 10) for cell in (None, "", "  ", "null", '""')]
    assert [text.plain for text in shown] == [NULL_SIGN, '""', '"  "', "null", '""']
    assert [str(text.style) for text in shown] == ["dim", "dim", "dim", "", ""]


def test_a_thousand_marks_over_one_letter_are_cut() -> None:
    shown = display_cell("a" + "\u0301" * 1000, 10).plain
    assert shown.endswith(CUT_SIGN)
    assert len(shown) < 60


def test_a_cut_cell_shows_that_it_is_cut() -> None:
    shown = display_cell("x" * 100, 10).plain
    assert shown == "x" * 9 + CUT_SIGN


def test_wide_characters_are_cut_by_terminal_cells() -> None:
    assert cell_len(display_cell("日" * 100, 11).plain) == 11


@given(st.text())
def test_nothing_a_terminal_obeys_gets_through(text: str) -> None:
    shown = visible_line(text)
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in shown)


@given(st.text(), st.integers(min_value=2, max_value=MAXIMUM_WIDTH))
def test_a_cell_never_takes_more_than_its_width(text: str, width: int) -> None:
    assert cell_len(display_cell(text, width).plain) <= width


@given(st.text(max_size=60))
def test_a_cell_that_fits_is_never_cut(text: str) -> None:
    width = display_width(text)
    if width < MAXIMUM_WIDTH and visible_line(text).strip():
        assert display_cell(text, max(width, 1)).plain == visible_line(text)
