"""The question that makes an Engine check a query."""

from __future__ import annotations

import pytest

from nxql_tui.nxql.headers_only import headers_only
from nxql_tui.nxql.parser import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(select (name) (from device) (limit 5))", "(select (name) (from device) (limit 0))"),
        ("(select (name) (from device) (limit %1))", "(select (name) (from device) (limit 0))"),
        ("(select (name) (from device))", "(select (name) (from device) (limit 0))"),
        ("(select (name) (from device", "(select (name) (from device) (limit 0)"),
        ("select (name) (from device)", "select (name) (from device) (limit 0)"),
        ("(select (name) (from device)) // all", "(select (name) (from device) (limit 0)) // all"),
        ("(select (name) (from device) (order_by name))", "(select (name) (from device) (limit 0) (order_by name))"),
        ("(select (name) (form device))", "(select (name) (form device) (limit 0))"),
    ],
)
def test_the_limit_is_nothing(text: str, expected: str) -> None:
    assert headers_only(text) == expected


def test_a_query_that_is_understood_stays_one() -> None:
    text = headers_only("(select (name) (from device (where device (eq name (string x")
    assert text is not None
    statement = parse(text).statement
    assert statement is not None
    assert statement.limit.count == 0


@pytest.mark.parametrize(
    "text",
    [
        '(update (set #"x" nil) (from device))',
        "update (set #x nil) (from device)",
        "// a note\n(update (nonsense",
        "( // (\n update",
    ],
)
def test_an_update_cannot_be_asked_without_being_made(text: str) -> None:
    assert headers_only(text) is None
