from __future__ import annotations

import pytest

from nxql_tui.results.columns import ResultColumn
from nxql_tui.results.telling_columns import engine_column, same_at_every_engine


def columns(*names: str) -> list[ResultColumn]:
    return [ResultColumn(name) for name in names]


@pytest.mark.parametrize(
    ("names", "cursor", "column"),
    [
        ("engine id name device_uid", 0, 3),
        ("engine id name device_uid", 1, 3),
        ("engine id name device_uid", 2, 2),
        ("engine id name total_ram", 3, 2),
        ("engine id name total_ram", None, 2),
        ("engine user/user_uid device/name device/id", 0, 2),
        ("engine user/name execution/start_time", 2, 1),
        ("engine id total_ram", 2, 2),
        ("engine id total_ram", 1, 1),
        ("engine id total_ram", 0, None),
        ("± engine total_ram was", 1, None),
    ],
)
def test_the_column_by_which_two_engines_know_the_same_thing(names: str, cursor: int | None, column: int | None):
    assert same_at_every_engine(columns(*names.split()), cursor) == column


def test_a_comparison_has_the_engine_behind_its_mark():
    assert engine_column(columns("±", "engine", "name")) == 1
    assert engine_column(columns("name")) is None
