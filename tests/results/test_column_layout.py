from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results.column_layout import ColumnLayout

COUNT = 5


def test_columns_stand_as_they_arrived_until_somebody_moves_them() -> None:
    assert ColumnLayout().shown(3) == (0, 1, 2)
    assert ColumnLayout().move(2, -1, 3).shown(3) == (0, 2, 1)
    assert ColumnLayout().move(0, 9, 3).shown(3) == (1, 2, 0)
    assert ColumnLayout().move(0, -1, 3).shown(3) == (0, 1, 2)


def test_a_column_moves_among_those_that_are_seen() -> None:
    layout = ColumnLayout().hide(1).move(0, 1, COUNT)
    assert layout.shown(COUNT) == (2, 0, 3, 4)
    assert layout.show_only(frozenset(range(COUNT)), COUNT).shown(COUNT) == (1, 2, 0, 3, 4)


def test_pinned_columns_stand_first_and_move_among_themselves() -> None:
    layout = ColumnLayout().toggle_pin(3).toggle_pin(1)
    assert layout.shown(COUNT) == (3, 1, 0, 2, 4)
    assert layout.pinned_count(COUNT) == 2
    assert layout.move(1, -1, COUNT).shown(COUNT) == (1, 3, 0, 2, 4)
    assert layout.move(0, -1, COUNT).shown(COUNT) == (3, 1, 0, 2, 4)
    assert layout.toggle_pin(3).shown(COUNT) == (1, 0, 2, 3, 4)
    assert layout.hide(3).pinned_count(COUNT) == 1


def test_a_width_is_given_and_taken_back() -> None:
    layout = ColumnLayout().widen(1, 20).widen(1, 30)
    assert (layout.width_of(1), layout.width_of(0)) == (30, None)
    assert layout.widen(1, None) == ColumnLayout()


places = st.integers(0, COUNT - 1)


@given(st.lists(st.tuples(st.sampled_from(["hide", "pin", "move"]), places, st.integers(-3, 3)), max_size=12))
def test_no_column_is_lost_or_doubled(steps: list[tuple[str, int, int]]) -> None:
    layout = ColumnLayout()
    for action, column, step in steps:
        if action == "hide":
            layout = layout.hide(column)
        elif action == "pin":
            layout = layout.toggle_pin(column)
        elif column in layout.shown(COUNT):
            layout = layout.move(column, step, COUNT)
        assert sorted((*layout.shown(COUNT), *layout.hidden)) == list(range(COUNT))
