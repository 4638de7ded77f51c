from __future__ import annotations

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
