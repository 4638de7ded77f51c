from __future__ import annotations

from collections import defaultdict
from math import isclose
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nxql_tui.results.columns import CellForm, ColumnKind
from nxql_tui.results.errors import NoSuchColumnError, StoppedError, UnusableMeasureError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.pivot import Measure, PivotPlan, pivot
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.stopping import Stop
from nxql_tui.results.view import Selection, View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEVICES = b"""type\tsite\tdisk\tseen\tversion
laptop\tParis\t10\t2026-11-22T09:00:00\t10.9.0
laptop\tLyon\t20\t2026-11-23T09:00:00\t10.10.0
desktop\tParis\t30\t2026-11-21T09:00:00\t9.1.0
\tParis\t40\t2026-11-20T09:00:00\t-
laptop\tParis\t\t\t
"""


@pytest.fixture
def devices(load: Callable[..., ResultSet]) -> ResultSet:
    return load(DEVICES)


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Callable[..., ResultSet]]:
    """Groups rows and closes the groups at the end."""
    made: list[ResultSet] = []

    def grouped(result_set: ResultSet, plan: PivotPlan, selection: Selection | None = None) -> ResultSet:
        made.append(pivot(result_set, selection or Selection(), plan, folder=tmp_path / "pivots"))
        return made[-1]

    yield grouped
    for result_set in made:
        result_set.close()
    assert not list((tmp_path / "pivots").glob("*"))


def table(result_set: ResultSet, view: View | None = None) -> list[tuple[str | None, ...]]:
    return list(result_set.page(view or View(), 0, 1000).rows)


def test_rows_without_a_value_make_the_last_group(devices: ResultSet, group: Callable[..., ResultSet]) -> None:
    groups = group(devices, PivotPlan((0,)))
    assert [column.name for column in groups.columns] == ["type", "rows"]
    assert table(groups) == [("desktop", "1"), ("laptop", "3"), (None, "1")]


def test_two_columns_make_a_row_a_pair(devices: ResultSet, group: Callable[..., ResultSet]) -> None:
    groups = group(devices, PivotPlan((1, 0), Measure.SUM, 2))
    assert [column.name for column in groups.columns] == ["site", "type", "rows", "sum of disk"]
    assert table(groups) == [
        ("Lyon", "laptop", "1", "20"),
        ("Paris", "desktop", "1", "30"),
        ("Paris", "laptop", "2", "10"),
        ("Paris", None, "1", "40"),
    ]


@pytest.mark.parametrize(
    ("measure", "column", "cells"),
    [
        (Measure.COUNT, 2, ["1", "2", "1"]),
        (Measure.COUNT, 4, ["1", "2", "0"]),
        (Measure.MEAN, 2, ["30", "15", "40"]),
        (Measure.MIN, 4, ["9.1.0", "10.9.0", None]),
        (Measure.MAX, 4, ["9.1.0", "10.10.0", None]),
        (Measure.MAX, 3, ["2026-11-21T09:00:00", "2026-11-23T09:00:00", "2026-11-20T09:00:00"]),
        (Measure.MIN, 1, ["Paris", "Lyon", "Paris"]),
    ],
)
def test_each_group_has_its_figure(
    devices: ResultSet, group: Callable[..., ResultSet], measure: Measure, column: int, cells: list[str | None]
) -> None:
    assert [row[-1] for row in table(group(devices, PivotPlan((0,), measure, column)))] == cells


def test_groups_can_be_sorted_filtered_and_grouped_again(devices: ResultSet, group: Callable[..., ResultSet]) -> None:
    groups = group(devices, PivotPlan((0, 1), Measure.SUM, 2))
    by_sum = View((SortKey(3, SortDirection.DESCENDING),))
    assert [row[3] for row in table(groups, by_sum)] == ["40", "30", "20", "10"]
    large = by_sum.filtered(RowFilter(3, Comparison.AT_LEAST, "30"))
    assert [row[3] for row in table(groups, large)] == ["40", "30"]
    again = group(groups, PivotPlan((1,), Measure.SUM, 3), large.selection)
    assert table(again) == [("Paris", "2", "70")]


def test_only_the_rows_of_the_view_are_grouped(devices: ResultSet, group: Callable[..., ResultSet]) -> None:
    selection = Selection((SortKey(2),), (RowFilter(1, Comparison.EQUAL, "Paris"),))
    assert table(group(devices, PivotPlan((0,)), selection)) == [("desktop", "1"), ("laptop", "2"), (None, "1")]


def test_formatted_quantities_stay_formatted(load: Callable[..., ResultSet], group: Callable[..., ResultSet]) -> None:
    result_set = load(b"type\tsize\ttook\tclock\na\t1.00 GB\t1h 30min\t10.00 MHz\na\t512.00 MB\t30min\t20.00 MHz\n")
    sizes = group(result_set, PivotPlan((0,), Measure.SUM, 1))
    assert table(sizes) == [("a", "2", "1.50 GB")]
    assert (sizes.columns[2].kind, sizes.columns[2].form, sizes.columns[2].unit) == (
        ColumnKind.BYTES,
        CellForm.BYTES,
        "bytes",
    )
    assert table(group(result_set, PivotPlan((0,), Measure.MEAN, 2))) == [("a", "2", "1h")]
    clocks = group(result_set, PivotPlan((0,), Measure.MEAN, 3))
    assert table(clocks) == [("a", "2", "15")]
    assert (clocks.columns[2].kind, clocks.columns[2].form) == (ColumnKind.QUANTITY, CellForm.REAL)


def test_groups_stand_in_the_order_of_their_kind(
    load: Callable[..., ResultSet], group: Callable[..., ResultSet]
) -> None:
    result_set = load(b"version\tn\n10.10.0\t1\n9.5.0\t2\n-\t3\n10.9.0\t4\n10.9.0\t5\n\t6\n")
    assert [row[0] for row in table(group(result_set, PivotPlan((0,))))] == ["9.5.0", "10.9.0", "10.10.0", "-", None]


def test_no_rows_make_no_groups(load: Callable[..., ResultSet], group: Callable[..., ResultSet]) -> None:
    groups = group(load(b"type\tsize\n"), PivotPlan((0,), Measure.MAX, 1))
    assert (groups.row_count, [column.name for column in groups.columns]) == (0, ["type", "rows", "max of size"])


def test_what_cannot_be_added_is_refused(devices: ResultSet, tmp_path: Path) -> None:
    with pytest.raises(UnusableMeasureError, match="'type' cannot be added: they are of the kind text"):
        pivot(devices, Selection(), PivotPlan((1,), Measure.SUM, 0), folder=tmp_path / "pivots")
    with pytest.raises(NoSuchColumnError):
        pivot(devices, Selection(), PivotPlan((9,)), folder=tmp_path / "pivots")


def test_nothing_stays_of_a_grouping_that_was_stopped(devices: ResultSet, tmp_path: Path) -> None:
    stop = Stop()
    stop()
    with pytest.raises(StoppedError):
        pivot(devices, Selection(), PivotPlan((0,)), folder=tmp_path / "pivots", stop=stop)
    assert not list(tmp_path.glob("pivots/*"))


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "-", None]), st.integers(-(10**20), 10**20) | st.none()),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from(Measure),
)
def test_figures_are_those_of_python(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, int | None]], measure: Measure
) -> None:
    rows = [*rows, ("a", 1)]  # A column without numbers is a column of text.
    expected: dict[str | None, list[int]] = defaultdict(list)
    for name, number in rows:
        expected[name] += [] if number is None else [number]
    folder = tmp_path_factory.mktemp("pivot")
    sent = [(name, None if number is None else str(number)) for name, number in rows]
    (folder / "spool").write_bytes(b"".join(write_answer(Format.CSV, [Column("name"), Column("size")], sent)))
    with (
        ResultSet.load(folder / "spool", Format.CSV, folder=folder) as result_set,
        pivot(result_set, Selection(), PivotPlan((0,), measure, 1), folder=folder) as groups,
    ):
        found = {name: (int(count or 0), figure) for name, count, figure in table(groups)}
    assert found.keys() == expected.keys()
    for name, numbers in expected.items():
        count, figure = found[name]
        assert count == [row[0] for row in rows].count(name)
        if measure is Measure.COUNT:
            assert figure == str(len(numbers))
        elif not numbers:
            assert figure is None
        elif measure is Measure.MEAN:
            assert figure is not None
            largest = max(map(abs, numbers))
            assert isclose(float(figure), sum(numbers) / len(numbers), rel_tol=1e-9, abs_tol=largest * 1e-9)
        elif measure is Measure.SUM:
            assert figure is not None
            largest = max(map(abs, numbers))
            assert isclose(int(figure), sum(numbers), rel_tol=1e-12, abs_tol=largest * 1e-12)
        else:
            assert figure is not None
            wanted = min(numbers) if measure is Measure.MIN else max(numbers)
            # Numbers that are the same as floats tie.
            assert float(figure) == float(wanted)
