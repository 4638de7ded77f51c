from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.sizes import exact_size, parse_size, size_text


@pytest.mark.parametrize(
    ("text", "size"),
    [("4096", 4096), ("512MB", 512_000_000), ("1.5 gb", 1_500_000_000), (" 2 GiB ", 2**31), ("7 bytes", 7)],
)
def test_a_size_has_a_number_and_a_unit(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-1 MB", "1e3", "five", "1 XB", "9" * 201, "1 MB MB", "NaN"])
def test_anything_else_is_no_size(text: str) -> None:
    assert parse_size(text) is None


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert parse_size(text) is None or isinstance(parse_size(text), int)


@given(st.integers(0, 10**15))
def test_what_is_shown_is_read_as_nearly_the_same(size: int) -> None:
    read = parse_size(size_text(size))
    assert read is not None
    assert abs(read - size) <= size / 10


@given(st.integers(0, 10**15) | st.integers(0, 10**6).map(lambda number: number * 10**9))
def test_what_is_written_is_read_as_the_same(size: int) -> None:
    assert parse_size(exact_size(size)) == size


def test_what_is_written_is_as_short_as_can_be() -> None:
    assert [exact_size(size) for size in (512 * 10**6, 2**31, 1_500_000)] == ["512MB", "2GiB", "1500kB"]
