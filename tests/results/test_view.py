from __future__ import annotations

from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.first_rows import FirstRows
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.view import View


def test_a_column_is_sorted_up_then_down_then_not_at_all() -> None:
    up = View().toggled(2)
    down = up.toggled(2)
    assert up == View((SortKey(2, SortDirection.ASCENDING),))
    assert down == View((SortKey(2, SortDirection.DESCENDING),))
    assert down.toggled(2) == View()


def test_another_column_takes_the_place_of_the_first() -> None:
    assert View().toggled(2).toggled(2).toggled(0) == View((SortKey(0),))


def test_a_view_knows_the_direction_of_each_key() -> None:
    view = View((SortKey(3, SortDirection.DESCENDING), SortKey(1)))
    assert view.direction_of(3) is SortDirection.DESCENDING
    assert view.direction_of(1) is SortDirection.ASCENDING
    assert view.direction_of(0) is None


def test_duplicates_are_kept_then_each_stands_once_then_all_rows_are_there() -> None:
    plain = RowFilter(0, Comparison.NOT_NULL)
    view = View(filters=(plain,)).toggled_duplicates(1)
    assert view.filters == (plain, RowFilter(1, Comparison.AT_SEVERAL_ENGINES))
    # Of two columns the one that was chosen last counts.
    assert view.toggled_duplicates(2).filters == (plain, RowFilter(2, Comparison.AT_SEVERAL_ENGINES))
    view = view.toggled_duplicates(1)
    assert view.filters == (plain, RowFilter(1, Comparison.ONCE))
    assert view.toggled_duplicates(1) == View(filters=(plain,))


def test_first_rows_move_on_with_the_columns_and_go_with_the_filters() -> None:
    view = View(search="a", first=FirstRows((SortKey(1),), 5, (SortKey(2),)))
    assert view.moved_on(1).first == FirstRows((SortKey(2),), 5, (SortKey(3),))
    assert View().moved_on(1).first is None
    assert view.without_filters() == View()
    assert not view.selection.lets_all_through
    assert not view.searched("").selection.lets_all_through
    assert View().selection.lets_all_through
