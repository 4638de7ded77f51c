from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nxql_tui.ascii_characters import ascii_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain \x1b[1mtext\n", "plain \x1b[1mtext\n"),
        ("╭─ a ═╮│┃╰┴┼╯", "+- a =+||++++"),
        ("▸ ▾ ▲ ▼ ● ○ ✔ ✘ …", "> v ^ v * o y x ~"),
        ("▁▂▃▄▅▆▇█", "_.:-=+*#"),
        ("1–5 · “x” ×\xa0≥", '1-5 . "x" x >'),
        ("Müller", "M?ller"),
        ("東京", "????"),
        ("👍", "??"),
        ("a\u200db", "ab"),
    ],
)
def test_what_is_shown_instead(text: str, shown: str) -> None:
    assert ascii_text(text) == shown


def test_bars_of_every_height_differ_from_none() -> None:
    assert " " not in ascii_text("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉")


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert ascii_text(text).isascii()


@pytest.mark.parametrize(("first", "last"), [(0x2010, 0x2027), (0x2190, 0x22FF), (0x2500, 0x25FF), (0x2800, 0x28FF)])
def test_every_cell_of_a_sign_stays_a_cell(first: int, last: int) -> None:
    for letter in map(chr, range(first, last + 1)):
        assert len(ascii_text(letter)) == cell_len(letter)
