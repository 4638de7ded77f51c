from __future__ import annotations

import pytest

from nxql_tui.ui.quantities import count_text, seconds_text, size_text


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (999, "999 bytes"), (2_400_000, "2.4 MB"), (5 * 10**15, "5000.0 TB")]
)
def test_a_size_takes_the_unit_that_fits(size: int, text: str) -> None:
    assert size_text(size) == text


def test_one_row_is_no_rows() -> None:
    assert [count_text(count, "row") for count in (0, 1, 18200)] == ["0 rows", "1 row", "18,200 rows"]


def test_a_minute_is_said_as_one() -> None:
    assert [seconds_text(seconds) for seconds in (0.04, 59.9, 64)] == ["0.0 s", "59.9 s", "1 min 4 s"]
