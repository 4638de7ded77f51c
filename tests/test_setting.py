from __future__ import annotations

import pytest

from nxql_tui.setting import Value, WrongSetting
from nxql_tui.settings import SETTINGS


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("theme", " nord ", "nord"),
        ("history_questions", "20,000", 20_000),
        ("history_questions", "30_000", 30_000),
        ("memory_limit", "2 GiB", 2**31),
    ],
)
def test_what_is_typed_needs_no_quotes(name: str, typed: str, value: Value) -> None:
    assert SETTINGS[name].read_typed(typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("history_days", "", "must be a whole number"),
        ("history_days", "1.5", "must be a whole number"),
        ("history_days", "9" * 5000, "must be a whole number"),
        ("in_flight", "0", "must be at least 1"),
        ("memory_limit", "much", "must be a size"),
        ("memory_limit", "9999999999999999999999GB", "must be at most 1000.0 TB"),
    ],
)
def test_what_is_mistyped_is_told(name: str, typed: str, said: str) -> None:
    with pytest.raises(WrongSetting, match=said):
        SETTINGS[name].read_typed(typed)
