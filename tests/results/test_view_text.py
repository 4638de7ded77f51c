from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results.errors import NoConditionError, UnknownColumnError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.first_rows import FirstRows
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.view import View
from nxql_tui.results.view_text import (
    columns_named,
    condition_text,
    conditions_in_words,
    parse_columns,
    parse_condition,
    parse_sort,
    view_words,
)

NAMES = ("name", "total_ram", "device/name", "score:A<B", "is null thing", "Name")


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("total_ram>4GB", RowFilter(1, Comparison.GREATER, "4GB")),
        (" total_ram >= 4 GB ", RowFilter(1, Comparison.AT_LEAST, "4 GB")),
        ("total_ram<=4", RowFilter(1, Comparison.AT_MOST, "4")),
        ("total_ram≠4", RowFilter(1, Comparison.NOT_EQUAL, "4")),
        ("name~paris", RowFilter(0, Comparison.CONTAINS, "paris")),
        ("name !~ paris", RowFilter(0, Comparison.LACKS, "paris")),
        ("name contains paris", RowFilter(0, Comparison.CONTAINS, "paris")),
        ("name != ", RowFilter(0, Comparison.NOT_EQUAL, "")),
        ('name = " a "', RowFilter(0, Comparison.EQUAL, " a ")),
        ("name=a=b", RowFilter(0, Comparison.EQUAL, "a=b")),
        ("Name=x", RowFilter(5, Comparison.EQUAL, "x")),
        ("TOTAL_RAM IS  NOT NULL", RowFilter(1, Comparison.NOT_NULL)),
        ("device/name is null", RowFilter(2, Comparison.IS_NULL)),
        ("score:A<B<3", RowFilter(3, Comparison.LESS, "3")),
        ("is null thing is null", RowFilter(4, Comparison.IS_NULL)),
        ("name once", RowFilter(0, Comparison.ONCE)),
        ("name at several engines", RowFilter(0, Comparison.AT_SEVERAL_ENGINES)),
        ("name = at once", RowFilter(0, Comparison.EQUAL, "at once")),
    ],
)
def test_a_condition_is_read(text: str, condition: RowFilter):
    assert parse_condition(text, NAMES) == condition


@pytest.mark.parametrize("text", ["", "name", "name paris", "name is null x", "namecontains x"])
def test_what_is_no_condition_is_told(text: str):
    with pytest.raises(NoConditionError, match="no condition"):
        parse_condition(text, NAMES)


def test_a_name_that_no_column_has_comes_with_the_nearest():
    with pytest.raises(UnknownColumnError, match=r"no column 'totl_ram'\. Did you mean total_ram\?"):
        parse_condition("totl_ram > 3", NAMES)
    with pytest.raises(UnknownColumnError, match="as the answer heads them"):
        parse_sort("-zzz", NAMES)


def test_sort_keys_and_columns_are_read_in_their_order():
    assert parse_sort("-total_ram, name", NAMES) == (SortKey(1, SortDirection.DESCENDING), SortKey(0))
    assert parse_sort("-", ("-",)) == (SortKey(0),)
    assert parse_columns("device/name,name,name", NAMES).shown(len(NAMES)) == (2, 0)


def test_a_comma_may_belong_to_a_name():
    names = ("name", "used, in GB", "used", " in GB")
    assert columns_named("name,used, in GB,used", names) == (0, 1, 2)
    assert parse_sort("-used, in GB, name", names) == (SortKey(1, SortDirection.DESCENDING), SortKey(0))


conditions = st.builds(
    RowFilter,
    st.integers(0, len(NAMES) - 1),
    st.sampled_from([comparison for comparison in Comparison if comparison.takes_value]),
    st.text(),
)


@given(conditions)
def test_a_condition_written_is_read_again(condition: RowFilter):
    assert parse_condition(condition_text(condition, NAMES), NAMES) == condition


@given(st.text())
def test_no_text_breaks_the_reading(text: str):
    for parse in (parse_condition, parse_sort, parse_columns):
        with suppress(NoConditionError, UnknownColumnError):
            parse(text, NAMES)


@pytest.mark.parametrize("comparison", [one for one in Comparison if not one.takes_value])
def test_a_condition_without_a_value_is_read_again(comparison: Comparison):
    assert parse_condition(condition_text(RowFilter(2, comparison), NAMES), NAMES) == RowFilter(2, comparison)


def test_the_first_rows_of_all_and_what_is_done_to_them_are_told():
    first = FirstRows((SortKey(1, SortDirection.DESCENDING), SortKey(0)), 9)
    view = View(first=first, filters=(parse_condition("name once", NAMES),))
    assert view_words(view, NAMES)["of_all"] == "first 9 by total_ram, descending and name"
    assert view_words(view, NAMES)["where"] == ["name once"]
    assert conditions_in_words(view, NAMES) == ("first 9 by total_ram, descending and name, of all", "name once")


def test_a_view_is_told_in_the_words_it_is_typed_in():
    view = View(
        sort=parse_sort("-total_ram", NAMES),
        filters=(parse_condition("name~a", NAMES), parse_condition("total_ram is null", NAMES)),
        search="two words",
        layout=parse_columns("name", NAMES),
    )
    assert view_words(view, NAMES) == {
        "columns": ["name"],
        "sort": "-total_ram",
        "where": ["name ~ a", "total_ram is null"],
        "search": "two words",
    }
