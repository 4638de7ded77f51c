from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.intervals import interval_text, parse_interval


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("30", 30),
        (" 5 min ", 300),
        ("5m", 300),
        ("1.5H", 5400),
        ("5", 5),
        ("4.9s", None),
        ("0", None),
        ("-30s", None),
        ("soon", None),
        ("", None),
        ("30 weeks", None),
    ],
)
def test_an_interval_is_a_number_with_a_unit(text: str, seconds: float | None) -> None:
    assert parse_interval(text) == seconds


@given(st.text(max_size=10))
def test_no_text_does_harm(text: str) -> None:
    assert (parse_interval(text) or 5) >= 5


@pytest.mark.parametrize(("seconds", "text"), [(30, "30 s"), (300, "5 min"), (5400, "1 h 30 min"), (0.2, "0 s")])
def test_an_interval_is_read_in_words(seconds: float, text: str) -> None:
    assert interval_text(seconds) == text
