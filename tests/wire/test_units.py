from __future__ import annotations

import math
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.wire.units import format_quantity, parse_quantity


@pytest.mark.parametrize(
    ("value", "type_name", "text"),
    [
        (0, "byte", "0 bytes"),
        (512, "byte", "512 bytes"),
        (1024, "byte", "1.00 KB"),
        (17_041_440_512, "byte", "15.87 GB"),
        (5 * 1024**5, "byte", "5120.00 TB"),
        (1024**2 - 1, "byte", "1.00 MB"),
        (1024**2 - 10_000, "byte", "1014.23 KB"),
        (0.123, "percent", "12.3%"),
        (1, "permill", "100.0%"),
        (250, "millisecond", "250ms"),
        (12_345, "millisecond", "12.345s"),
        (183_845_000, "millisecond", "2d 3h 4min 5s"),
        (3_600_000, "millisecond", "1h"),
        (80, "microsecond", "80μs"),
        (1500, "microsecond", "1.5ms"),
        (0, "millisecond", "0μs"),
        (12_345_678, "microsecond", "12.346s"),
        (59_999_999, "microsecond", "1min"),
        (-90_000, "millisecond", "-1min -30s"),
        (2400, "mhz", "2400.00 MHz"),
        (10, "bps", "10.00 bps"),
        (30, "day", "30"),
        (7, "integer", "7"),
        (datetime(2026, 11, 23, 9, 12, 44), "datetime", "2026-11-23 09:12:44"),
    ],
)
def test_a_number_takes_its_best_unit(value: object, type_name: str, text: str) -> None:
    """`reference/web_api.md` §10."""
    assert format_quantity(value, type_name) == text


@pytest.mark.parametrize("text", ["", "x", "12", "12 parsecs", "GB", "1 GB 2 x", "2026-11-23", "1h2"])
def test_what_is_no_quantity_has_no_value(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("type_name", "scale"), [("byte", 1), ("millisecond", 1), ("microsecond", 0.001), ("mhz", 1), ("bps", 1)]
)
@given(value=st.integers(0, 10**14))
def test_a_formatted_number_is_read_back_within_its_rounding(type_name: str, scale: float, value: int) -> None:
    found = parse_quantity(format_quantity(value, type_name))
    assert found is not None
    assert math.isclose(found, value * scale, rel_tol=0.02, abs_tol=0.001)


@given(st.integers(0, 10**14), st.integers(0, 10**14), st.sampled_from(["byte", "millisecond", "microsecond"]))
def test_formatted_numbers_keep_their_order(one: int, other: int, type_name: str) -> None:
    low, high = (parse_quantity(format_quantity(value, type_name)) for value in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert low <= high * (1 + 1e-9)
