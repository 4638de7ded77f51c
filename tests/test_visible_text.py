from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.visible_text import VisibleBytes, visible_text


def test_escape_sequences_become_pictures():
    assert visible_text("\x1b[31mred\x07\x7f") == "␛[31mred␇␡"


def test_a_carriage_return_cannot_overwrite_the_line():
    assert visible_text("safe\rEVIL") == "safe␍EVIL"


def test_eight_bit_controls_and_turned_directions_become_code_points():
    assert visible_text("\x9b1m\u202e") == "‹009B›1m‹202E›"


def test_tabs_lines_and_all_scripts_stay():
    assert visible_text("a\tb\nżółć 日本 👩\u200d💻") == "a\tb\nżółć 日本 👩\u200d💻"


def test_bytes_that_are_no_text_are_replaced():
    assert VisibleBytes().feed(b"a\xffb", final=True).decode() == "a\ufffdb"


@given(st.text(), st.integers(min_value=1, max_value=7))
def test_pieces_give_what_the_whole_gives(text: str, size: int):
    visible = VisibleBytes()
    raw = text.encode()
    pieces = [visible.feed(raw[start : start + size]) for start in range(0, len(raw), size)]
    assert b"".join([*pieces, visible.feed(b"", final=True)]).decode() == visible_text(text)


@given(st.text())
def test_no_control_character_is_left_but_tab_and_line_feed(text: str):
    assert all(unicodedata.category(character) != "Cc" or character in "\t\n" for character in visible_text(text))
