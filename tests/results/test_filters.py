from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results import row_tables
from nxql_tui.results.errors import NoSuchColumnError, StoppedError, UnusableValueError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.finding import Found
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.stopping import Stop
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HEADS = ["name", "size", "seen", "version"]
ROWS: list[tuple[str | None, ...]] = [
    ("Paris-1", "900.00 MB", "2026-11-22T09:00:00", "10.9.0"),
    ("LYON-2", "1.20 GB", "2026-11-23T09:00:00", "10.10.0"),
    (None, "512 bytes", "2026-11-23T10:00:00", None),
    ("100%", None, None, "9.1.5"),
]


def answer(heads: Sequence[str], rows: Sequence[Sequence[str | None]]) -> bytes:
    return b"".join(write_answer(Format.CSV, [Column(head) for head in heads], rows))


@pytest.fixture
def result_set(load: Callable[..., ResultSet]) -> ResultSet:
    return load(answer(HEADS, ROWS))


def kept(result_set: ResultSet, view: View) -> list[int]:
    return [ROWS.index(row) for row in result_set.page(view, 0, 100).rows]


@pytest.mark.parametrize(
    ("column", "comparison", "value", "rows"),
    [
        (0, Comparison.EQUAL, "Paris-1", [0]),
        (0, Comparison.NOT_EQUAL, "Paris-1", [1, 2, 3]),
        (0, Comparison.CONTAINS, "lyon", [1]),
        (0, Comparison.CONTAINS, "%", [3]),
        (0, Comparison.LACKS, "LYON", [0, 2, 3]),
        (0, Comparison.IS_NULL, "", [2]),
        (0, Comparison.NOT_NULL, "", [0, 1, 3]),
        (0, Comparison.LESS, "M", [1, 3]),
        (1, Comparison.GREATER, "900.00 MB", [1]),
        (1, Comparison.AT_LEAST, "900.00 MB", [0, 1]),
        (1, Comparison.AT_MOST, "1 KB", [2]),
        (1, Comparison.LESS, "1024", [2]),
        (1, Comparison.EQUAL, "0.5 KB", [2]),
        (1, Comparison.NOT_EQUAL, "1.20 GB", [0, 2, 3]),
        (2, Comparison.GREATER, "2026-11-23T09:00:00", [2]),
        (2, Comparison.AT_LEAST, "2026-11-23", [1, 2]),
        (2, Comparison.LESS, "2026-11-23 10:00:00", [0, 1]),
        (3, Comparison.GREATER, "10.9.0", [1]),
        (3, Comparison.LESS, "10.10.0", [0, 3]),
    ],
)
def test_a_filter_compares_by_the_kind_of_the_column(
    result_set: ResultSet, column: int, comparison: Comparison, value: str, rows: list[int]
) -> None:
    assert kept(result_set, View(filters=(RowFilter(column, comparison, value),))) == rows


def test_a_value_of_another_kind_is_an_error_that_says_so(result_set: ResultSet) -> None:
    view = View(filters=(RowFilter(1, Comparison.GREATER, "much"),))
    with pytest.raises(UnusableValueError, match=r"'much' cannot be compared with the cells of 'size'.*bytes"):
        result_set.page(view, 0, 10)


@pytest.mark.parametrize("comparison", [Comparison.EQUAL, Comparison.NOT_EQUAL])
def test_equal_to_a_value_of_another_kind_is_an_error_too(result_set: ResultSet, comparison: Comparison) -> None:
    with pytest.raises(UnusableValueError):
        result_set.page(View(filters=(RowFilter(1, comparison, "> 16 GB"),)), 0, 10)


def test_a_filter_on_a_column_that_is_not_there_is_an_error(result_set: ResultSet) -> None:
    with pytest.raises(NoSuchColumnError):
        result_set.page(View(filters=(RowFilter(9, Comparison.IS_NULL),)), 0, 10)


@pytest.mark.parametrize(
    ("search", "rows"),
    [("paris", [0]), ("  ", [0, 1, 2, 3]), ("gb 2026", [1]), ("2026 11-23 GB lyon", [1]), ("%", [3]), ("absent", [])],
)
def test_every_word_of_the_quick_filter_stands_somewhere_in_the_row(
    result_set: ResultSet, search: str, rows: list[int]
) -> None:
    assert kept(result_set, View(search=search)) == rows


def test_filters_words_and_order_hold_together(result_set: ResultSet) -> None:
    view = View((SortKey(1, SortDirection.DESCENDING),), (RowFilter(0, Comparison.NOT_NULL),), "20")
    page = result_set.page(view, 0, 10)
    assert kept(result_set, view) == [1, 0]
    assert (page.total, page.row_count) == (2, 4)


def test_a_page_is_a_part_of_what_is_let_through(load: Callable[..., ResultSet]) -> None:
    rows = [[str(number), "even" if number % 2 == 0 else "odd"] for number in range(1_000)]
    result_set = load(answer(["number", "kind"], rows))
    view = View((SortKey(0, SortDirection.DESCENDING),), search="even")
    assert [row[0] for row in result_set.page(view, 10, 3).rows] == ["978", "976", "974"]
    assert result_set.page(view, 499, 3).rows == (("0", "even"),)
    assert result_set.page(view, 500, 3).rows == ()


def test_typing_on_narrows_what_was_found_and_deleting_widens_it(load: Callable[..., ResultSet]) -> None:
    names = [f"{first}{second}" for first in "abc" for second in "abc"]
    result_set = load(answer(["name"], [[name] for name in names]))
    for search in ("a", "ab", "a", "", "c", "ca", "b c"):
        expected = [name for name in names if all(word in name for word in search.split())]
        assert [row[0] for row in result_set.page(View(search=search), 0, 100).rows] == expected


cells = st.none() | st.sampled_from(["", "a", "B", "ab", "%", "_", "é", "É", "0", "10"])


@given(st.lists(st.tuples(cells, cells), max_size=12), st.lists(st.sampled_from("aBé%_01"), max_size=4))
def test_the_quick_filter_finds_what_python_finds(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, str | None]], words: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("search")
    (folder / "spool").write_bytes(answer(["a", "b"], rows))
    sent = [tuple(cell or None for cell in row) for row in rows]
    expected = [row for row in sent if all(any(w.lower() in (c or "").lower() for c in row) for w in words)]
    with ResultSet.load(folder / "spool", Format.CSV, folder=folder) as result_set:
        assert list(result_set.page(View(search=" ".join(words)), 0, 100).rows) == expected


def test_the_next_cell_with_a_text_is_found_either_way(result_set: ResultSet) -> None:
    assert result_set.find(View(), "2026-11-23", -1) == Found(1, 2)
    assert result_set.find(View(), "2026-11-23", 1) == Found(2, 2)
    assert result_set.find(View(), "2026-11-23", 2) is None
    assert result_set.find(View(), "mb", 3, backwards=True) == Found(0, 1)
    assert result_set.find(View(), "mb", 0, backwards=True) is None
    assert result_set.find(View(), "", -1) is None


def test_a_hidden_column_is_not_searched_and_the_order_is_that_of_the_view(result_set: ResultSet) -> None:
    hidden = View().laid_out(View().layout.hide(2))
    assert result_set.find(hidden, "2026", -1) is None
    backwards = View((SortKey(2, SortDirection.DESCENDING),))
    assert result_set.find(backwards, "2026-11-23", -1) == Found(0, 2)
    assert result_set.page(backwards, 0, 1).rows[0] == ROWS[2]


def test_a_stopped_reading_ends_and_leaves_the_others_alone(load: Callable[..., ResultSet]) -> None:
    result_set = load(answer(["text"], [[f"{number % 977} {number * 7919 % 100_003}"] for number in range(300_000)]))
    stop = Stop()

    def read_without_end() -> None:
        for number in range(100_000):
            result_set.page(View(search=f"{number} {number + 1}"), 0, 1, stop)

    timer = threading.Timer(0.01, stop)
    timer.start()
    with pytest.raises(StoppedError):
        read_without_end()
    timer.join()
    assert result_set.page(View(), 0, 1).rows == (("0 0",),)


@pytest.fixture
def many_rows(load: Callable[..., ResultSet], monkeypatch: pytest.MonkeyPatch) -> ResultSet:
    """More rows than are looked through at once."""
    monkeypatch.setattr(row_tables, "ROWS_LOOKED_THROUGH", 100)
    return load(answer(["n"], [[str(number)] for number in range(1_000)]))


def test_of_many_rows_the_first_that_fit_are_told_before_all_are_found(many_rows: ResultSet) -> None:
    view = View().searched("7")
    beginning = many_rows.beginning(view, 3)
    assert beginning is not None
    assert (beginning.rows, beginning.total, beginning.row_count) == ((("7",), ("17",), ("27",)), 3, 1_000)
    assert beginning.rows == many_rows.page(view, 0, 3).rows


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(View(), id="all rows are at hand"),
        pytest.param(View().searched("999"), id="none of the first fits"),
        pytest.param(View((SortKey(0),)).searched("7"), id="the order is to be found first"),
    ],
)
def test_a_beginning_that_cannot_be_told_soon_is_not_told(many_rows: ResultSet, view: View) -> None:
    assert many_rows.beginning(view, 3) is None


def test_rows_that_were_found_have_no_beginning_of_their_own(many_rows: ResultSet) -> None:
    view = View().searched("7")
    many_rows.page(view, 0, 3)
    assert many_rows.beginning(view, 3) is None


def test_of_few_rows_no_beginning_is_told(result_set: ResultSet) -> None:
    assert result_set.beginning(View().searched("paris"), 3) is None


def test_whole_numbers_are_compared_to_the_last_digit(load: Callable[..., ResultSet]) -> None:
    numbers = ["9007199254740992", "9007199254740993", "09007199254740993"]
    found = load(answer(["id"], [[number] for number in numbers]))
    equal = View(filters=(RowFilter(0, Comparison.EQUAL, "9007199254740993"),))
    assert [cell for (cell,) in found.page(equal, 0, 9).rows] == numbers[1:]
    same = View(filters=(RowFilter(0, Comparison.IS, "9007199254740993"),))
    assert [cell for (cell,) in found.page(same, 0, 9).rows] == numbers[1:2]
