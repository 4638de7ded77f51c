from __future__ import annotations

import pytest

from nxql_tui.nxql.named_columns import names_its_columns


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("(select (name total_ram) (from device))", True),
        ("(select (*) (from device))", False),
        ("(select (name *antivirus*) (from device))", False),
        ("(select (name #Location) (from device))", False),
        ("(select (name #*) (from device))", False),
        ("(select ((device (name)) (user (name))) (from (user device)))", True),
        ("(select ((device (name)) (user (*))) (from (user device)))", False),
        (
            "(select (name) (from device (with web_request (compute incoming_traffic) (between now-1d now))))",
            True,
        ),
        ("(select (%1) (from device))", False),
        ("(select (%2) (from device))", True),
        ("(select", False),
        ('(update (set #Location (enum "Paris")) (from device))', False),
    ],
)
def test_a_query_without_wildcards_and_dynamic_fields_names_its_columns(query: str, expected: bool):
    assert names_its_columns(query, {1: "*", 2: "name"}) is expected
