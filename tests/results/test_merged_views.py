"""Views of the rows of several Engines, beside what plain Python makes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results import row_tables
from nxql_tui.results.columns import CellForm, ColumnKind, ResultColumn
from nxql_tui.results.errors import NoEnginesError, NoSuchColumnError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.first_rows import FirstRows
from nxql_tui.results.pivot import PivotPlan, pivot
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.view import View
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.results.view_export.formats import ViewFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Row = tuple[str | None, ...]

ENGINE, NAME, RAM, SEEN = range(4)
COLUMNS = (
    ResultColumn("engine"),
    ResultColumn("name"),
    ResultColumn("total_ram", ColumnKind.INTEGER, CellForm.INTEGER),
    ResultColumn("last_seen", ColumnKind.DATETIME, CellForm.DATETIME),
)
ROWS: list[Row] = [
    ("eu-1", "pc-1", "4", "2026-11-20T10:00:00"),
    ("eu-1", "pc-2", "8", "2026-11-21T10:00:00"),
    ("eu-1", None, "16", "2026-11-22T10:00:00"),
    ("eu-1", "pc-2", "32", None),
    ("eu-2", "PC-1", "64", "2026-11-19T10:00:00"),
    ("eu-2", "pc-1", "5", "2026-11-23T10:00:00"),
    ("eu-2", "-", "6", "2026-11-18T10:00:00"),
    ("us-1", "-", None, "2026-11-17T10:00:00"),
    ("us-1", None, "7", "2026-11-24T10:00:00"),
]
SEVERAL = RowFilter(NAME, Comparison.AT_SEVERAL_ENGINES)
ONCE = RowFilter(NAME, Comparison.ONCE)
NEWEST_FIRST = SortKey(SEEN, SortDirection.DESCENDING)


@pytest.fixture
def result_set(tmp_path: Path) -> Iterator[ResultSet]:
    with ResultSet.of_rows(COLUMNS, ROWS, folder=tmp_path / "results") as rows:
        yield rows


def kept(result_set: ResultSet, view: View) -> list[int]:
    return [ROWS.index(row) for row in result_set.page(view, 0, 100).rows]


def test_a_text_at_several_engines_is_the_same_letter_for_letter_and_null_is_none(result_set: ResultSet) -> None:
    assert kept(result_set, View(filters=(SEVERAL,))) == [0, 5]


def test_each_text_stands_once_and_rows_without_one_all_stay(result_set: ResultSet) -> None:
    assert kept(result_set, View(filters=(ONCE,))) == [0, 1, 2, 4, 6, 7, 8]


def test_the_first_of_alike_rows_is_the_first_in_the_order_that_is_seen(result_set: ResultSet) -> None:
    assert kept(result_set, View((NEWEST_FIRST,), (ONCE,))) == [8, 5, 2, 1, 4, 6, 7]


def test_each_once_looks_at_what_the_filters_before_it_let_through(result_set: ResultSet) -> None:
    at_second = RowFilter(ENGINE, Comparison.IS, "eu-2")
    assert kept(result_set, View(filters=(at_second, ONCE))) == [4, 5, 6]
    assert kept(result_set, View(filters=(ONCE, at_second))) == [4, 6]
    assert kept(result_set, View(filters=(ONCE,), search="eu-2")) == [4, 6]


def test_what_several_engines_know_is_told_by_all_rows_whatever_else_is_filtered(result_set: ResultSet) -> None:
    at_second = RowFilter(ENGINE, Comparison.IS, "eu-2")
    assert kept(result_set, View(filters=(at_second, SEVERAL))) == [5]
    assert kept(result_set, View(filters=(SEVERAL, at_second))) == [5]


def test_first_rows_are_of_all_and_the_rest_is_done_to_them(result_set: ResultSet) -> None:
    newest = FirstRows((NEWEST_FIRST,), 5)
    assert kept(result_set, View(first=newest)) == [8, 5, 2, 1, 0]
    assert kept(result_set, View(first=replace(newest, order=(SortKey(SEEN),)))) == [0, 1, 2, 5, 8]
    assert kept(result_set, View((SortKey(RAM),), first=newest)) == [0, 5, 8, 1, 2]
    assert kept(result_set, View(filters=(RowFilter(RAM, Comparison.GREATER, "6"),), first=newest)) == [8, 2, 1]
    # The same device at another Engine is among these five, and among the newest four no longer.
    assert kept(result_set, View(filters=(SEVERAL,), first=newest)) == [5, 0]
    assert kept(result_set, View(filters=(SEVERAL,), first=replace(newest, count=4))) == []
    assert kept(result_set, View(filters=(ONCE,), search="pc", first=newest)) == [5, 1]


def test_first_rows_of_none_and_of_more_than_there_are(result_set: ResultSet) -> None:
    assert kept(result_set, View(first=FirstRows((NEWEST_FIRST,), 0))) == []
    assert len(kept(result_set, View(first=FirstRows((SortKey(NAME),), 10**9)))) == len(ROWS)


def test_rows_of_one_engine_know_nothing_of_several(tmp_path: Path) -> None:
    with (
        ResultSet.of_rows([ResultColumn("name")], [["pc-1"]], folder=tmp_path) as rows,
        pytest.raises(NoEnginesError, match="the rows of one Engine"),
    ):
        rows.page(View(filters=(RowFilter(0, Comparison.AT_SEVERAL_ENGINES),)), 0, 10)


@pytest.mark.parametrize(
    "view", [View(filters=(RowFilter(9, Comparison.ONCE),)), View(first=FirstRows((SortKey(9),), 1))]
)
def test_a_column_that_is_not_there_is_an_error(result_set: ResultSet, view: View) -> None:
    with pytest.raises(NoSuchColumnError):
        result_set.page(view, 0, 10)


def test_rows_told_by_others_are_not_shown_before_all_are_looked_at(
    result_set: ResultSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_tables, "ROWS_LOOKED_THROUGH", 2)
    assert result_set.beginning(View(search="eu"), 1) is not None
    newest = FirstRows((NEWEST_FIRST,), 5)
    for view in (View(filters=(SEVERAL,)), View(filters=(ONCE,)), View(search="eu", first=newest)):
        assert result_set.beginning(view, 1) is None


def test_groups_and_files_hold_what_the_view_lets_through(result_set: ResultSet, tmp_path: Path) -> None:
    view = View((NEWEST_FIRST,), (ONCE,), "pc", first=FirstRows((NEWEST_FIRST,), 6))
    with pivot(result_set, view.selection, PivotPlan((ENGINE,)), folder=tmp_path / "groups") as groups:
        assert sorted(groups.page(View(), 0, 10).rows) == [("eu-1", "1"), ("eu-2", "2")]
    path = tmp_path / "rows.csv"
    assert export_view(result_set, view, ViewFile(path, ViewFormat.CSV, overwrite=False)) == 3
    assert [line.split("\t")[1] for line in path.read_text().splitlines()[1:]] == ["pc-1", "pc-2", "PC-1"]


def test_many_conditions_on_what_was_left_are_taken_one_after_the_other(result_set: ResultSet) -> None:
    once = [RowFilter(column, Comparison.ONCE) for column in (NAME, RAM, ENGINE, SEEN, NAME, RAM, ENGINE, SEEN)]
    assert kept(result_set, View(filters=tuple(once), search="u")) == [0, 4, 7]
    assert kept(result_set, View()) == [*range(len(ROWS))]
    assert kept(result_set, View(filters=(ONCE,))) == [0, 1, 2, 4, 6, 7, 8]


# Beside plain Python

texts = st.sampled_from([None, "-", "a", "A", "b", "ba"])
numbers = st.none() | st.integers(0, 4).map(str)
random_rows = st.lists(st.tuples(st.sampled_from(["eu-1", "eu-2", "us-1"]), texts, numbers), max_size=12)
keys = st.builds(SortKey, st.integers(0, 2), st.sampled_from(SortDirection))
sorts = st.lists(keys, max_size=2).map(tuple)
comparisons = [Comparison.AT_SEVERAL_ENGINES, Comparison.ONCE, Comparison.NOT_NULL]
conditions = st.one_of(
    st.builds(
        RowFilter,
        st.integers(0, 2),
        st.sampled_from([Comparison.AT_SEVERAL_ENGINES, Comparison.ONCE, Comparison.NOT_NULL]),
    ),
    st.builds(RowFilter, st.just(0), st.just(Comparison.IS), st.sampled_from(["eu-1", "eu-2"])),
)
views = st.builds(
    View,
    sort=sorts,
    filters=st.lists(conditions, max_size=3).map(tuple),
    search=st.sampled_from(["", "a", "eu"]),
    first=st.none() | st.builds(FirstRows, st.lists(keys, min_size=1, max_size=2).map(tuple), st.integers(0, 8), sorts),
)


def ordered(rows: Sequence[Row], sort: Sequence[SortKey]) -> list[Row]:
    found = [*rows]
    for key in reversed(sort):
        known = [row for row in found if row[key.column] is not None and (key.column != RAM or row[RAM] != "-")]
        rest = [row for row in found if all(row is not one for one in known)]
        kind: type[int | str] = int if key.column == RAM else str
        cells = {id(row): kind(row[key.column] or "") for row in known}
        known.sort(key=lambda row, cells=cells: cells[id(row)], reverse=key.direction is SortDirection.DESCENDING)
        found = known + rest
    return found


def thing(row: Row, column: int) -> str | None:
    return None if row[column] in (None, "", "-") else row[column]


def let_through(rows: Sequence[Row], universe: Sequence[Row], condition: RowFilter) -> list[Row]:
    column = condition.column
    match condition.comparison:
        case Comparison.IS:
            return [row for row in rows if row[column] == condition.value]
        case Comparison.NOT_NULL:
            return [row for row in rows if row[column] is not None]
        case Comparison.AT_SEVERAL_ENGINES:
            places: dict[str | None, set[str | None]] = {}
            for row in universe:
                places.setdefault(thing(row, column), set()).add(row[0])
            return [row for row in rows if thing(row, column) is not None and len(places[thing(row, column)]) > 1]
    seen: set[str] = set()
    first = []
    for row in rows:
        text = thing(row, column)
        if text is None or text not in seen:
            first.append(row)
        if text is not None:
            seen.add(text)
    return first


def expected(rows: list[Row], view: View) -> list[Row]:
    universe = rows
    if view.first is not None:
        chosen = ordered(rows, view.first.sort)[: view.first.count]
        arrived = [row for row in rows if any(row is one for one in chosen)]
        universe = ordered(arrived, view.first.order) if view.first.order else chosen
    found = ordered(universe, view.sort)
    for condition in view.filters:
        found = let_through(found, universe, condition)
    words = view.selection.words
    return [row for row in found if all(any(word in (cell or "").lower() for cell in row) for word in words)]


@given(random_rows, st.lists(views, min_size=1, max_size=6))
def test_views_one_after_the_other_are_what_python_makes_of_them(
    tmp_path_factory: pytest.TempPathFactory, cells: list[Row], looked_at: list[View]
) -> None:
    # A place in each row tells apart those that are alike.
    rows = [(*row, str(place)) for place, row in enumerate(cells)]
    columns = (*COLUMNS[:3], ResultColumn("place"))
    with ResultSet.of_rows(columns, rows, folder=tmp_path_factory.mktemp("merged")) as result_set:
        for view in looked_at:
            assert list(result_set.page(view, 0, 100).rows) == expected(rows, view)
