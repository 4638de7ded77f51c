"""The select that belongs to an update finds the objects that the Engine then says it has changed."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from nxql_tui.nxql.matching_select import SAMPLE_SIZE, matching_selects

EVERYTHING = ["windows", "mac_os", "mobile"]


def rows(visitor: Any, query: str, **more: Any) -> list[list[str]]:
    reply = visitor.ask(query, "csv", **more)
    assert reply.status == 200, reply.text
    return list(csv.reader(io.StringIO(reply.text), delimiter="\t"))[1:]


@pytest.mark.parametrize("platforms", [["windows"], ["mac_os"], EVERYTHING])
@pytest.mark.parametrize(
    ("update", "parameters"),
    [
        ("(update (set #Location (enum Paris)) (from device))", {}),
        ("(update (set #Location nil) (from device (where device (eq device_type (enum laptop)))))", {}),
        (
            "(update (set #Location nil) (from device (where device (eq device_type (enum laptop)))\n"
            "  (where device (gt total_ram (byte 8000000000)) // or large\n (ne name (string x))))",
            {},
        ),
        (
            "(update (set #%1 (enum %2)) (from device (where device (eq name (pattern %3)) (eq #Location %4))))",
            {1: '"Location"', 2: "London", 3: '"*1*"', 4: "nil"},
        ),
        ("(update (set #Location nil) (from device (where device (eq name (string nobody)))))", {}),
    ],
)
def test_the_count_is_the_number_that_the_update_reports(
    small_visitor: Any, update: str, parameters: dict[int, str], platforms: list[str]
) -> None:
    selects = matching_selects(update, parameters)
    values = {f"p{number}": value for number, value in parameters.items()}
    counted = len(rows(small_visitor, selects.count, platform=platforms, **values))
    sample = rows(small_visitor, selects.sample, platform=platforms, **values)
    assert len(sample) == min(counted, SAMPLE_SIZE)
    assert rows(small_visitor, update, platform=platforms, **values) == [[str(counted)]]


@pytest.mark.parametrize("table", ["user", "package", "executable", "printer", "domain"])
def test_objects_of_other_tables_are_counted_too(small_visitor: Any, table: str) -> None:
    fields = rows(small_visitor, f"(select (id) (from {table}))")
    assert len(rows(small_visitor, matching_selects(f"(update (set #x nil) (from {table}))", {}).count)) == len(fields)
