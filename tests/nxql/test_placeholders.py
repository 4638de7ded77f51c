from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.nxql.placeholders import Substitution, find_placeholders, substitute


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        ("(select (name #%1) (from device))", (1,)),
        ("%2 %1 %2", (1, 2)),
        ("%11", (11,)),
        ("%0 % %a", ()),
        ('"%1"', (1,)),
        ("%%1", (1,)),
        ("// %3", (3,)),
    ],
)
def test_placeholders_are_listed_in_order_of_number(text: str, numbers: tuple[int, ...]) -> None:
    assert find_placeholders(text) == numbers


def test_values_take_their_places() -> None:
    assert substitute("%1-%11-%1", {1: "a", 11: "b"}) == Substitution("a-b-a", ())


def test_a_value_is_not_searched_again() -> None:
    assert substitute("%1 %2", {1: "%2", 2: "%1"}).text == "%2 %1"


def test_what_has_no_value_stays_and_is_listed() -> None:
    assert substitute("%3 %1 %2", {1: ""}) == Substitution("%3  %2", (2, 3))


@given(st.text().filter(lambda text: "%" not in text), st.dictionaries(st.integers(1, 9), st.text()))
def test_a_text_without_placeholders_stays_as_it_is(text: str, values: dict[int, str]) -> None:
    assert substitute(text, values) == Substitution(text, ())
