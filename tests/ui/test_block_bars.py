from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.ui.block_bars import lying_bar, merge_counts, standing_bars

counts = st.lists(st.integers(0, 10**9), min_size=1, max_size=60)


@given(counts, st.integers(1, 80), st.integers(1, 5))
def test_standing_bars_fit_and_show_all_that_is_not_nothing(numbers: list[int], width: int, height: int) -> None:
    lines = standing_bars(numbers, width, height)
    assert len(lines) == height
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines[0]) <= width
    merged = merge_counts(numbers, width)
    each = len(lines[0]) // len(merged)
    assert [lines[-1][place * each] != " " for place in range(len(merged))] == [count > 0 for count in merged]


@given(counts, st.integers(1, 80))
def test_merging_loses_nothing(numbers: list[int], most: int) -> None:
    merged = merge_counts(numbers, most)
    assert sum(merged) == sum(numbers)
    assert len(merged) <= most


@given(st.floats(0, 1), st.integers(1, 60))
def test_a_lying_bar_is_as_wide_as_its_place(share: float, width: int) -> None:
    bar = lying_bar(share, width)
    assert len(bar) == width
    assert (bar.strip() != "") == (share > 0)


def test_bars_are_in_proportion() -> None:
    assert standing_bars([1, 2, 0, 4], 4, 2) == ["   █", "▄█ █"]
    assert lying_bar(0.5, 4) == "██  "
