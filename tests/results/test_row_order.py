from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.errors import ClosedError, NoSuchColumnError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.row_tables import KEPT_TABLES
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format
from nxql_tui.wire.units import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UP, DOWN = SortDirection.ASCENDING, SortDirection.DESCENDING


def column_of(result_set: ResultSet, view: View, column: int = 0) -> list[str | None]:
    return [row[column] for row in result_set.page(view, 0, 1_000).rows]


def by(*keys: tuple[int, SortDirection]) -> View:
    return View(tuple(SortKey(column, direction) for column, direction in keys))


def answer(*columns: Sequence[str | None]) -> bytes:
    heads = [Column(f"column {number}") for number in range(len(columns))]
    return b"".join(write_answer(Format.CSV, heads, zip(*columns, strict=True)))


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (ColumnKind.REAL, ["-12", "007", "9", "10.5", "1e2", "1000"]),
        (ColumnKind.INTEGER, ["9007199254740992", "9007199254740993", "72057594037927935", "72057594037927936"]),
        (ColumnKind.TEXT, ["A10", "A9", "B1", "a1", "É", "漢"]),
        (ColumnKind.DATETIME, ["2025-12-31T23:59:59", "2026-01-01 00:00:00", "2026-01-01T00:00:01"]),
        (ColumnKind.ADDRESS, ["9.9.9.9", "10.1.2.3", "10.1.10.1", "10.1.10.1, 10.0.0.1", "192.168.0.1"]),
        (ColumnKind.BYTES, ["512 bytes", "1.00 KB", "900.00 MB", "15.87 GB", "1.20 TB"]),
        (ColumnKind.DURATION, ["80μs", "250ms", "12.345s", "4min 5s", "23h 1min", "2d 3h 4min 5s"]),
        (ColumnKind.VERSION, ["1.9", "1.10", "1.10.2", "10.0.9", "10.0.19045"]),
        (ColumnKind.RATIO, ["0.5%", "12.3%", "100.0%"]),
    ],
)
def test_each_kind_has_its_own_order(load: Callable[..., ResultSet], kind: ColumnKind, cells: list[str]) -> None:
    shuffled = [*cells[1::2], *cells[::2]]
    result_set = load(answer(shuffled))
    assert result_set.columns[0].kind is kind
    assert column_of(result_set, by((0, UP))) == cells
    assert column_of(result_set, by((0, DOWN))) == cells[::-1]


@pytest.mark.parametrize("direction", [UP, DOWN])
@pytest.mark.parametrize("cell", ["1", "word", "1.00 KB", "10.0.0.1", "2026-01-01T00:00:00"])
def test_nulls_stand_last_either_way(load: Callable[..., ResultSet], direction: SortDirection, cell: str) -> None:
    result_set = load(answer([None, cell, None, cell]))
    assert column_of(result_set, by((0, direction))) == [cell, cell, None, None]


@pytest.mark.parametrize("direction", [UP, DOWN])
@pytest.mark.parametrize("cell", ["1", "1.00 KB", "10.0.0.1", "2026-01-01T00:00:00"])
def test_a_lone_dash_stands_with_the_nulls(load: Callable[..., ResultSet], direction: SortDirection, cell: str) -> None:
    result_set = load(answer(["-", cell, None, cell]))
    assert column_of(result_set, by((0, direction))) == [cell, cell, "-", None]


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_rows_that_tie_stand_as_they_arrived(load: Callable[..., ResultSet], direction: SortDirection) -> None:
    result_set = load(answer(["1", "1.0", "01", "1"], ["a", "b", "c", "d"]))
    assert column_of(result_set, by((0, direction)), 1) == ["a", "b", "c", "d"]


def test_a_second_key_decides_between_ties(load: Callable[..., ResultSet]) -> None:
    result_set = load(answer(["1", "2", "1", "2"], ["a", "b", "c", "d"]))
    assert column_of(result_set, by((0, DOWN), (1, UP)), 1) == ["b", "d", "a", "c"]
    assert column_of(result_set, by((0, UP), (1, DOWN)), 1) == ["c", "a", "d", "b"]


def test_without_a_key_rows_stand_as_they_arrived(load: Callable[..., ResultSet]) -> None:
    assert column_of(load(answer(["3", "1", "2"])), View()) == ["3", "1", "2"]


@pytest.mark.parametrize("view", [View(), by((0, UP))])
def test_pages_are_parts_of_the_view(load: Callable[..., ResultSet], view: View) -> None:
    result_set = load(answer([f"{number:03}" for number in range(250)]))
    page = result_set.page(view, 100, 100)
    assert [row[0] for row in page.rows] == [f"{number:03}" for number in range(100, 200)]
    assert (page.first, page.total) == (100, 250)
    assert len(result_set.page(view, 200, 100).rows) == 50
    assert result_set.page(view, 250, 100).rows == ()
    assert result_set.page(view, 1_000_000, 100).rows == ()
    assert result_set.page(view, 0, 0).rows == ()


@pytest.mark.parametrize("column", [-1, 1])
def test_a_column_that_is_not_there_is_an_error(load: Callable[..., ResultSet], column: int) -> None:
    result_set = load(answer(["1"]))
    with pytest.raises(NoSuchColumnError, match="the answer has 1"):
        result_set.page(by((column, UP)), 0, 10)


def test_an_order_may_be_looked_at_again_after_many_others(load: Callable[..., ResultSet]) -> None:
    columns = [[str((row * (column + 3)) % 7) for row in range(7)] for column in range(KEPT_TABLES + 2)]
    result_set = load(answer(*columns))
    for _ in range(2):
        for column, cells in enumerate(columns):
            assert column_of(result_set, by((column, UP)), column) == sorted(cells)


def test_many_threads_may_read_pages(load: Callable[..., ResultSet]) -> None:
    result_set = load(answer([str(number) for number in range(1_000)]))
    views = [View(), by((0, UP)), by((0, DOWN))]

    def first_cell(number: int) -> str | None:
        return result_set.page(views[number % 3], number, 1).rows[0][0]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(first_cell, range(300)))
    assert found == [str(999 - number if number % 3 == 2 else number) for number in range(300)]


def test_a_closed_result_set_says_so(load: Callable[..., ResultSet]) -> None:
    result_set = load(answer(["1"]))
    result_set.close()
    result_set.close()
    with pytest.raises(ClosedError):
        result_set.page(View(), 0, 10)


def test_closing_ends_what_another_thread_still_does(load: Callable[..., ResultSet]) -> None:
    result_set = load(answer([str(number) for number in range(10)]))
    started = threading.Event()

    def read_until_closed() -> None:
        while True:
            result_set.page(by((0, UP)), 0, 10)
            started.set()

    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(read_until_closed)
        started.wait()
        result_set.close()
        with pytest.raises(ClosedError):
            reading.result()


def typed_key(kind: ColumnKind) -> Callable[[str], Any]:
    match kind:
        case ColumnKind.INTEGER:
            return int
        case ColumnKind.REAL:
            return lambda text: int(text) if text.lstrip("-").isdigit() else float(text)
        case ColumnKind.VERSION:
            return lambda text: tuple(map(int, text.split(".")))
        case ColumnKind.BYTES | ColumnKind.RATIO | ColumnKind.DURATION | ColumnKind.QUANTITY:
            return parse_quantity
        case ColumnKind.DATETIME:
            return datetime.fromisoformat
        case ColumnKind.ADDRESS:
            return lambda text: tuple(tuple(map(int, quad.split("."))) for quad in text.split(", "))
        case ColumnKind.TEXT:
            return str


quads = st.tuples(*[st.integers(0, 255)] * 4).map(lambda quad: ".".join(map(str, quad)))
columns = st.sampled_from(
    [
        st.integers(-(10**20), 10**20).map(str),
        st.decimals(-1000, 1000, places=3).map(str),
        st.datetimes(min_value=datetime(1970, 1, 1)).map(lambda moment: moment.isoformat(timespec="seconds")),
        st.lists(quads, min_size=1, max_size=3).map(", ".join),
        st.integers(0, 10**6).map(lambda number: f"{number / 100:.2f} GB"),
        st.text(min_size=1, max_size=4),
    ]
).flatmap(lambda cells: st.lists(st.none() | cells, min_size=1, max_size=30))


@given(columns, st.sampled_from(SortDirection))
def test_the_order_is_that_of_python(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str | None], direction: SortDirection
) -> None:
    folder = tmp_path_factory.mktemp("order")
    arrival = [str(number) for number in range(len(cells))]
    (folder / "spool").write_bytes(answer(cells, arrival))
    with ResultSet.load(folder / "spool", Format.CSV, folder=folder) as result_set:
        key = typed_key(result_set.columns[0].kind)
        missing = {None} if result_set.columns[0].kind is ColumnKind.TEXT else {None, "-"}
        known = [row for row in zip(cells, arrival, strict=True) if row[0] not in missing]
        nulls = [row for row in zip(cells, arrival, strict=True) if row[0] in missing]
        known.sort(key=lambda row: key(str(row[0])), reverse=direction is DOWN)
        expected = [*known, *nulls]
        assert list(result_set.page(by((0, direction)), 0, 100).rows) == expected
