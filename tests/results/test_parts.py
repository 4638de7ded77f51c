"""What has come of an answer that broke off: whole rows, and never called whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results import loading
from nxql_tui.results.errors import EmptyAnswerError, ResultError, StoppedError, TruncatedAnswerError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.stopping import Stop
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COLUMNS = [Column("name"), Column("size", "byte")]
ROWS = [("PC1", "10"), ("two\nlines", "9"), ('say "yes"', "8"), ("tab\there", "7")]


def load_part(folder: Path, content: bytes, answer_format: Format = Format.CSV) -> ResultSet:
    spool = folder / "spool"
    spool.write_bytes(content)
    return ResultSet.load_part(spool, answer_format, folder=folder / "results")


def rows_of(result_set: ResultSet) -> list[tuple[str | None, ...]]:
    return list(result_set.page(View(), 0, 1_000_000).rows)


def test_a_whole_answer_says_so(load: Callable[..., ResultSet]) -> None:
    assert load(b"a\n1\n").is_complete


@pytest.mark.parametrize("answer_format", Format)
def test_of_a_part_whole_rows_are_kept_and_can_be_sorted(tmp_path: Path, answer_format: Format) -> None:
    rows = [(f"PC{number}", number * 7919 % 1009) for number in range(1009)]
    whole = b"".join(write_answer(answer_format, COLUMNS, rows))
    with load_part(tmp_path, whole[: whole.index(b"PC700") + 4], answer_format) as part:
        assert not part.is_complete
        assert part.row_count == 700
        page = part.page(View((SortKey(1, SortDirection.DESCENDING),)), 0, 1)
        assert page.rows[0][1] == str(max(size for _, size in rows[:700]))


@pytest.mark.parametrize("answer_format", Format)
def test_wherever_an_answer_is_cut_its_first_rows_are_what_was_sent(tmp_path: Path, answer_format: Format) -> None:
    whole = b"".join(write_answer(answer_format, COLUMNS, ROWS))
    last_row = max(1, whole.rindex(b"here") - 40)
    most = 0
    for end in (*range(1, last_row, 3), *range(last_row, len(whole))):
        try:
            part = load_part(tmp_path, whole[:end], answer_format)
        except ResultError:
            assert most == 0
            continue
        with part:
            assert rows_of(part) == ROWS[: part.row_count]
            assert part.row_count >= most
            most = part.row_count
    assert most >= len(ROWS) - 1


cells = st.text(st.sampled_from('ab"\n\r\t é'), min_size=1, max_size=6)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.data())
def test_no_row_of_a_cut_csv_is_invented(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    whole = b"".join(write_answer(Format.CSV, COLUMNS, rows))
    head = whole.index(b"\n") + 1
    end = data.draw(st.integers(head, len(whole)))
    with load_part(tmp_path_factory.mktemp("part"), whole[:end]) as part:
        assert rows_of(part) == rows[: part.row_count]


def test_a_large_part_is_read_by_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the answer was rewritten")

    monkeypatch.setattr(loading, "load_rewritten", refuse)
    with load_part(tmp_path, b"a\tb\n" + b"1\t2\n" * 200_000 + b"3\t") as part:
        assert part.row_count == 200_000


def test_the_rows_before_what_is_unreadable_are_kept(tmp_path: Path) -> None:
    rows = b",".join(b'{"a":%d}' % number for number in range(100_000))
    with load_part(tmp_path, b"[" + rows + b', {"a": nonsense, "b": 12345678901234567890}', Format.JSON) as part:
        assert part.row_count > 90_000
        assert not part.is_complete


@pytest.mark.parametrize("content", [b"", b"na", b'"na\nme'])
def test_before_a_header_there_is_nothing_to_keep(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ResultError):
        load_part(tmp_path, content)
    assert list((tmp_path / "results").iterdir()) == []


def test_a_header_alone_is_a_part_without_rows(tmp_path: Path) -> None:
    with load_part(tmp_path, b"a\tb\n1") as part:
        assert [column.name for column in part.columns] == ["a", "b"]
        assert part.row_count == 0


def test_an_answer_that_ends_in_the_middle_is_told_from_one_that_is_nonsense(load: Callable[..., ResultSet]) -> None:
    with pytest.raises(TruncatedAnswerError):
        load(b'[{"a":1},{"a":', Format.JSON)


@pytest.mark.parametrize("answer_format", Format)
def test_loading_can_be_stopped_and_leaves_nothing_behind(tmp_path: Path, answer_format: Format) -> None:
    (tmp_path / "spool").write_bytes(b"".join(write_answer(answer_format, COLUMNS, ROWS)))
    stop = Stop()
    stop()
    for load in (ResultSet.load, ResultSet.load_part):
        with pytest.raises(StoppedError):
            load(tmp_path / "spool", answer_format, folder=tmp_path / "results", stop=stop)
    assert list((tmp_path / "results").iterdir()) == []


def test_a_spool_without_a_line_end_holds_no_row(tmp_path: Path) -> None:
    with pytest.raises(EmptyAnswerError):
        load_part(tmp_path, b"x" * 1_000_000)
