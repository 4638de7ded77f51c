"""Rows read from the spool are those that DuckDB stored, whatever is in them and wherever they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nxql_tui.results import result_set as result_sets
from nxql_tui.results import spooled_rows
from nxql_tui.results.errors import ResultError, SpoolError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.spooled_rows import PlainLines, QuotedLines, RowIndex, SpooledRows
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = [Column("a"), Column("b")]
cells = st.none() | st.text(st.sampled_from('ab"\t\n\r ,\0é\u2028💻'), max_size=8)
answers = st.lists(st.tuples(cells, cells), min_size=1, max_size=12).map(
    lambda rows: b"".join(write_answer(Format.CSV, COLUMNS, rows))
)
texts = st.text(st.sampled_from('a"\t\n\r é'), max_size=40).map(lambda text: f"a\tb\n{text}".encode())
pieces = st.integers(1, 40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spools")


def only_from_the_spool(*_: object) -> None:
    raise AssertionError("the rows were read from the database")


@given(answers | texts, pieces)
@example(b"a\tb\r\n1\t2\r\n3\t4", 3)
@example(b'a\tb\n1" wide\t"quoted ""so"""\n\t""\n', 5)
@example(b"\xef\xbb\xbfa\tb\n1\t2\n", 2)
@example(b"a\tb\n\r\t", 1)
@example(b'a\tb\n"x\ny\tz"\t1\n2\t"\n"', 4)
def test_the_spool_gives_what_the_database_gives(folder: Path, content: bytes, piece: int) -> None:
    spool = folder / "spool"
    spool.write_bytes(content)
    with patch.object(spooled_rows, "PIECE", piece):
        try:
            result_set = ResultSet.load(spool, Format.CSV, folder=folder / "results")
        except ResultError:
            assume(False)
        with result_set:
            backwards = View((SortKey(0, SortDirection.DESCENDING), SortKey(1)))
            stored = [result_set.page(view, 0, 100).rows for view in (View(), backwards)]
            result_set.keep_spool(spool)
            assert [result_set.page(view, 0, 100).rows for view in (View(), backwards)] == stored


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"a\tb\n" + b"1\t2\n" * 5_000, id="plain"),
        pytest.param(b"a\tb\n" + b'"one\ntwo"\t2\n' * 5_000, id="cells of several lines"),
        pytest.param(b"a\tb\n" + b"1\t2\n" + b"x" * 300_000 + b"\t3\n4\t5\n", id="a row longer than a piece"),
    ],
)
def test_a_page_is_read_from_the_spool_alone(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = tmp_path / "spool"
    spool.write_bytes(content)
    with ResultSet.load(spool, Format.CSV, folder=tmp_path) as result_set:
        stored = result_set.page(View(), 0, 10_000).rows
        result_set.keep_spool(spool)
        monkeypatch.setattr(result_sets.ResultSet, "_stored_rows", only_from_the_spool)
        assert result_set.page(View(), 0, 10_000).rows == stored
        last = result_set.row_count - 1
        assert result_set.page(View(), last, 100).rows == stored[-1:]
        assert result_set.page(View(), last + 1, 100).rows == ()


def test_rows_are_given_in_the_order_they_are_asked_for(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.write_bytes(b"a\n" + b"".join(b"%d\n" % number for number in range(20_000)))
    rows = SpooledRows(spool, RowIndex.of(spool, PlainLines()))
    asked = [19_999, 0, 7_531, 0, 12]
    assert rows.read(asked) == tuple((str(number),) for number in asked)


def test_a_quote_in_the_middle_of_a_cell_means_nothing_where_rows_are_lines(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.write_bytes(b'a\tb\n5" disk\t1\n6\t2\n')
    assert SpooledRows(spool, RowIndex.of(spool, PlainLines())).read([0, 1]) == (('5" disk', "1"), ("6", "2"))


def test_a_quoted_line_end_may_lie_on_the_border_of_two_pieces(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.write_bytes(b'a\tb\n"x\ny\tz"\t1\n2\t"\n"\n')
    for piece in range(1, 24):
        with patch.object(spooled_rows, "PIECE", piece):
            rows = SpooledRows(spool, RowIndex.of(spool, QuotedLines()))
            assert rows.read([0, 1]) == (("x\ny\tz", "1"), ("2", "\n")), piece


def test_a_spool_that_is_gone_is_said_so(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.write_bytes(b"a\n1\n")
    rows = SpooledRows(spool, RowIndex.of(spool, PlainLines()))
    spool.unlink()
    with pytest.raises(SpoolError, match="cannot be read"):
        rows.read([0])
