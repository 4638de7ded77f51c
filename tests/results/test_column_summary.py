from __future__ import annotations

import statistics
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nxql_tui.results.columns import CellForm, ColumnKind, ResultColumn
from nxql_tui.results.errors import NoSuchColumnError, StoppedError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.stopping import Stop
from nxql_tui.results.summary import tally
from nxql_tui.results.summary.amounts import Amounts
from nxql_tui.results.summary.column_lines import summarise_columns
from nxql_tui.results.summary.column_summary import summarise_column
from nxql_tui.results.view import Selection
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nxql_tui.results.summary.column_lines import ColumnLine
    from nxql_tui.results.summary.column_summary import ColumnSummary

ALL = Selection()


def answer(*columns: Sequence[str | None]) -> bytes:
    """An answer of json, in which null, empty and dash are three things."""
    heads = [Column(f"column {number}") for number in range(len(columns))]
    return b"".join(write_answer(Format.JSON, heads, list(zip(*columns, strict=True))))


def summarise(result_set: ResultSet, place: int = 0, selection: Selection = ALL) -> ColumnSummary:
    with result_set.select(selection) as rows:
        return summarise_column(rows, place)


def lines(result_set: ResultSet, selection: Selection = ALL) -> tuple[ColumnLine, ...]:
    with result_set.select(selection) as rows:
        return summarise_columns(rows, range(len(rows.columns)))


def from_cells(cells: Sequence[str | None]) -> tuple[ColumnSummary, ColumnLine]:
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool"
        spool.write_bytes(answer(cells))
        with ResultSet.load(spool, Format.JSON, folder=Path(folder) / "results") as result_set:
            (line,) = lines(result_set)
            return summarise(result_set), line


@settings(max_examples=30)
@given(st.lists(st.integers(-(10**6), 10**6) | st.none(), min_size=1, max_size=60).filter(any))
def test_figures_of_whole_numbers_are_those_of_python(numbers: list[int | None]) -> None:
    summary, line = from_cells([None if number is None else str(number) for number in numbers])
    known = [number for number in numbers if number is not None]
    assert (summary.rows, summary.nulls, summary.distinct) == (len(numbers), numbers.count(None), len({*known}))
    least, greatest, amounts = summary.ends.least, summary.ends.greatest, summary.amounts
    assert least is not None
    assert greatest is not None
    assert amounts.mean is not None
    assert amounts.median is not None
    assert amounts.sum is not None
    assert (least.value, greatest.value, amounts.sum.value) == (min(known), max(known), sum(known))
    assert amounts.median.value == statistics.median(known)
    assert isclose(float(amounts.mean.value), statistics.fmean(known), abs_tol=1e-9)  # type: ignore[arg-type]
    assert [(top.cell, top.count) for top in summary.top] == [
        (str(number), count)
        for number, count in sorted(Counter(known).items(), key=lambda item: (-item[1], item[0]))[:20]
    ]
    assert (line.nulls, line.distinct, line.ends) == (summary.nulls, summary.distinct, summary.ends)
    assert summary.histogram is not None
    assert line.shape == summary.histogram.counts


@settings(max_examples=30)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32).map(float), min_size=1, max_size=60))
def test_every_number_lies_in_the_stretch_that_counts_it(numbers: list[float]) -> None:
    summary, _ = from_cells([repr(number) for number in numbers])
    found = summary.histogram
    if found is None:
        assert max(numbers) > min(numbers)
        return
    assert sum(found.counts) == len(numbers)
    assert len(found.counts) <= 20
    assert len(found.edges) == len(found.edge_texts) == len(found.counts) + 1
    edges = [float(edge) for edge in found.edges]  # type: ignore[arg-type]
    slack = (edges[-1] - edges[0]) * 1e-6
    for place, count in enumerate(found.counts):
        low, high = edges[place] - slack, edges[place + 1] + slack
        assert sum(low < number < high for number in numbers) >= count - numbers.count(edges[place])


@settings(max_examples=20)
@given(st.lists(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)), min_size=1, max_size=40))
def test_a_time_line_has_at_most_forty_stretches_that_hold_all_times(times: list[datetime]) -> None:
    times = [time.replace(microsecond=0) for time in times]
    summary, _ = from_cells([time.isoformat() for time in times])
    assert summary.ends.least is not None
    assert (summary.ends.least.value, summary.ends.least.text) == (min(times), min(times).isoformat())
    assert summary.histogram is not None
    assert sum(summary.histogram.counts) == len(times)
    assert len(summary.histogram.counts) <= 40


@settings(max_examples=30)
@given(st.lists(st.none() | st.sampled_from(["", "-", "a", "B", "é", "[/b]"]) | st.text(max_size=3), max_size=40))
def test_null_empty_and_dash_are_counted_apart(cells: list[str | None]) -> None:
    texts = [None if text is None else text.encode("utf-8", "replace").decode() for text in cells]
    if not texts:
        return  # Without rows an answer of json names no columns.
    summary, line = from_cells(texts)
    known = [text for text in texts if text is not None]
    assert summary.nulls == line.nulls == texts.count(None)
    assert summary.missing == line.missing == known.count("") + known.count("-")
    assert summary.distinct == line.distinct == len({*known})
    assert {top.cell: top.count for top in summary.top}.items() <= Counter(known).items()
    values = [text for text in known if text not in ("", "-")]
    if summary.column.form is CellForm.TEXT and values:
        assert summary.ends.least is not None
        assert (summary.ends.least.value, summary.ends == line.ends) == (min(values), True)


def test_a_column_of_nulls_has_no_figures(load: Callable[..., ResultSet]) -> None:
    result_set = load(answer([None, None, "-"]), Format.JSON)
    summary, (line,) = summarise(result_set), lines(result_set)
    assert (summary.rows, summary.nulls, summary.missing) == (3, 2, 1)
    assert summary.ends == line.ends
    assert summary.ends.least is None
    assert (summary.amounts, summary.histogram) == (Amounts(), None)


def test_no_rows_have_no_figures(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"name\tsize\n")
    summary = summarise(result_set, 1)
    assert (summary.rows, summary.distinct, summary.top, summary.histogram) == (0, 0, (), None)
    assert [(line.rows, line.distinct, line.shape) for line in lines(result_set)] == [(0, 0, ()), (0, 0, ())]


def test_one_row_is_one_stretch(load: Callable[..., ResultSet]) -> None:
    found = summarise(load(b"size\n7\n")).histogram
    assert found is not None
    assert (found.counts, found.step_text) == ((1,), "")


def test_figures_read_in_the_units_of_the_column(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"size\tload\ttook\n1.00 GB\t50.0%\t1h 30min\n512.00 MB\t100.0%\t30min\n")
    sizes, loads, durations = (summarise(result_set, place) for place in range(3))
    assert [figure.text for figure in (sizes.amounts.sum, sizes.amounts.mean) if figure] == ["1.50 GB", "768.00 MB"]
    assert [figure.text for figure in (loads.ends.least, loads.amounts.median) if figure] == ["50.0%", "75.0%"]
    assert [figure.text for figure in (durations.amounts.sum, durations.amounts.mean) if figure] == ["2h", "1h"]
    assert sizes.histogram is not None
    assert sizes.histogram.edge_texts[0] == "512.00 MB"
    assert durations.histogram is not None
    assert durations.histogram.step_text == "5min"


def test_whole_numbers_beyond_floats_are_added_exactly(load: Callable[..., ResultSet]) -> None:
    summary = summarise(load(b"id\n9007199254740993\n9007199254740993\n"))
    assert summary.amounts.sum is not None
    assert summary.amounts.sum.value == 18014398509481986
    assert summary.ends.greatest is not None
    assert summary.ends.greatest.text == "9,007,199,254,740,993"


def test_a_time_line_of_two_days_goes_by_hours(load: Callable[..., ResultSet]) -> None:
    start = datetime(2026, 11, 23, 8)
    times = [(start + timedelta(minutes=17 * number)).isoformat() for number in range(160)]
    summary = summarise(load("\n".join(["seen", *times, ""]).encode()))
    assert summary.span == "1d 21h 3min"
    assert summary.histogram is not None
    assert summary.histogram.step_text == "2h"
    assert summary.histogram.edge_texts[0] == "2026-11-23 08:00"


def test_weeks_begin_on_monday(load: Callable[..., ResultSet]) -> None:
    times = [(datetime(2026, 1, 7) + timedelta(days=number)).isoformat() for number in range(200)]
    found = summarise(load("\n".join(["seen", *times, ""]).encode())).histogram
    assert found is not None
    assert (found.step_text, found.edge_texts[0]) == ("7d", "2026-01-05")


def test_only_the_rows_of_the_view_count(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"name\tsize\na\t1\nb\t2\na\t3\n")
    selection = Selection(filters=(RowFilter(0, Comparison.EQUAL, "a"),))
    summary = summarise(result_set, 1, selection)
    assert summary.amounts.sum is not None
    assert (summary.rows, summary.amounts.sum.text) == (2, "4")
    assert [line.distinct for line in lines(result_set, selection)] == [1, 2]


def test_beyond_a_number_of_values_their_count_is_an_estimate_but_top_values_are_exact(
    load: Callable[..., ResultSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "MOST_COUNTED", 10)
    cells = [*map(str, range(1000)), *["7"] * 50, *["8"] * 20]
    summary = summarise(load("\n".join(["size", *cells, ""]).encode()))
    assert not summary.distinct_is_exact
    assert [(top.cell, top.count) for top in summary.top] == [("7", 51), ("8", 21)]
    assert summary.amounts.median is not None
    assert summary.amounts.median.value == statistics.median(map(int, cells))
    assert summary.histogram is not None
    assert sum(summary.histogram.counts) == len(cells)


def test_there_is_no_summary_of_a_column_that_is_not_there(load: Callable[..., ResultSet]) -> None:
    with pytest.raises(NoSuchColumnError):
        summarise(load(b"name\na\n"), 1)


def test_a_summary_that_was_stopped_is_not_made(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"name\na\n")
    stop = Stop()
    stop()
    with pytest.raises(StoppedError), result_set.select(ALL, stop) as rows:
        summarise_column(rows, 0)


def test_hundreds_of_columns_are_summarised_in_lines(load: Callable[..., ResultSet]) -> None:
    names = "\t".join(f"c{number}" for number in range(400))
    result_set = load(f"{names}\n{names}\n".encode())
    assert [line.column for line in lines(result_set)] == list(result_set.columns)
    assert result_set.columns[0] == ResultColumn("c0", ColumnKind.TEXT, CellForm.TEXT)
