from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.row_limit import with_row_limit
from nxql_tui.nxql.tree import Select


@pytest.mark.parametrize(
    ("query", "limited"),
    [
        ("(select (name) (from device))", "(select (name) (from device) (limit 10))"),
        (
            "(select name (from device) (order_by name asc))\n",
            "(select name (from device) (order_by name asc) (limit 10))\n",
        ),
        ("(select (name) (from device) (limit 5))", "(select (name) (from device) (limit 5))"),
        ("(select (name) (from device) (limit 0))", "(select (name) (from device) (limit 0))"),
        ("(update (set #f (enum a)) (from device))", "(update (set #f (enum a)) (from device))"),
        ("(select (name", "(select (name"),
        ("", ""),
    ],
)
def test_only_a_select_without_a_limit_gets_one(query: str, limited: str) -> None:
    assert with_row_limit(query, 10) == limited


@given(st.text())
def test_any_text_stays_or_becomes_a_select_with_that_limit(text: str) -> None:
    limited = with_row_limit(text, 7)
    if limited != text:
        statement = parse(limited).statement
        assert isinstance(statement, Select)
        assert statement.limit is not None
