"""What a csv answer may hold, and that no cell of it is changed or lost on the way."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nxql_tui.results import loading
from nxql_tui.results.errors import EmptyAnswerError, SpoolError, StorageError, UnreadableAnswerError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Rows = list[tuple[str | None, ...]]


def names_of(result_set: ResultSet) -> list[str]:
    return [column.name for column in result_set.columns]


def rows_of(result_set: ResultSet) -> Rows:
    page = result_set.page(View(), 0, 1_000_000)
    assert page.total == result_set.row_count == len(page.rows)
    return list(page.rows)


@pytest.fixture
def native_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer must be read by DuckDB itself."""

    def refuse(*_: object) -> None:
        raise AssertionError("the answer was rewritten")

    monkeypatch.setattr(loading, "load_rewritten", refuse)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param(b"a\tb\n1\tx\n2\ty\n", [("1", "x"), ("2", "y")], id="as an Engine writes it"),
        pytest.param(b"a\tb\n1\tx\n2\ty", [("1", "x"), ("2", "y")], id="last line without an end"),
        pytest.param(b"a\tb\r\n1\tx\r\n2\ty\r\n", [("1", "x"), ("2", "y")], id="CRLF"),
        pytest.param(b"\xef\xbb\xbfa\tb\n1\tx\n", [("1", "x")], id="byte order mark"),
        pytest.param(b"a\tb\n", [], id="header only"),
        pytest.param(b"a\tb", [], id="header only, without a line end"),
        pytest.param(b"a\tb\n\t\n1\t\n", [(None, None), ("1", None)], id="empty cells"),
        pytest.param(b"a\tb\n007\t0.870\n", [("007", "0.870")], id="numbers as sent"),
        pytest.param(b"a\tb\n 1 \t  \n", [(" 1 ", "  ")], id="blanks"),
        pytest.param(b"a\tb\nNULL\tnull\n", [("NULL", "null")], id="the word null"),
        pytest.param(b"a\tb\n#1\t//\n", [("#1", "//")], id="signs of comments"),
        pytest.param(b"a\tb\nC:\\x\\\t\\n\n", [("C:\\x\\", "\\n")], id="backslashes"),
        pytest.param(b'a\tb\n5" disk\tx "y" z\n', [('5" disk', 'x "y" z')], id="quotes in the middle"),
        pytest.param(b'a\tb\n"he said ""hi"""\t"x"\n', [('he said "hi"', "x")], id="quoted cells"),
        pytest.param(b'a\tb\n"x\ty"\t"l1\nl2"\n1\t2\n', [("x\ty", "l1\nl2"), ("1", "2")], id="TAB and LF in cells"),
        pytest.param(b'a\tb\n"l1\r\n\r\nl2"\t"\r"\n', [("l1\r\n\r\nl2", "\r")], id="CRLF and empty lines in a cell"),
        pytest.param(b"a\tb\n\x00\t\x1b[31m\x07\n", [("\x00", "\x1b[31m\x07")], id="control characters"),
        pytest.param("a\tb\n漢字\t👩‍👩‍👧\n".encode(), [("漢字", "👩‍👩‍👧")], id="far beyond ASCII"),
        pytest.param(b"a\nx\n\ny\n\n", [("x",), (None,), ("y",), (None,)], id="empty lines are nulls of one column"),
        pytest.param(b"a\r\n\r\nx\r\n", [(None,), ("x",)], id="empty CRLF lines are nulls of one column"),
        pytest.param(b"a\n\n", [(None,)], id="one null"),
    ],
)
@pytest.mark.usefixtures("native_only")
def test_duckdb_reads_it_faithfully(load: Callable[..., ResultSet], content: bytes, rows: Rows) -> None:
    assert rows_of(load(content)) == rows


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param(b"a\tb\n1\tx\xff\n2\ty\n", [("1", "x\ufffd"), ("2", "y")], id="not UTF-8"),
        pytest.param(b"a\tb\tc\n1\n1\t2\t3\n", [("1", None, None), ("1", "2", "3")], id="short rows"),
        pytest.param(b'a\tb\n"x" \t1\n', [("x ", "1")], id="a blank behind a closing quote"),
        pytest.param(b"a\tb\n1\tx\r\n2\ty\n", [("1", "x"), ("2", "y")], id="two kinds of line ends"),
        pytest.param(b'a\tb\n5" disk\t"x\ny"\n', [('5" disk', "x\ny")], id="a stray quote and a cell of two lines"),
        pytest.param(b'"a\nq"\tb\n1\t2\n', [("1", "2")], id="a header of two lines"),
    ],
)
def test_what_duckdb_cannot_read_is_read_all_the_same(
    load: Callable[..., ResultSet], content: bytes, rows: Rows
) -> None:
    assert rows_of(load(content)) == rows


def test_no_cell_of_a_row_that_is_too_long_is_lost(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"a\tb\n1\t2\t3\n4\t5\n")
    assert names_of(result_set)[:2] == ["a", "b"]
    assert rows_of(result_set) == [("1", "2", "3"), ("4", "5", None)]


def test_no_carriage_return_in_a_cell_is_lost(load: Callable[..., ResultSet]) -> None:
    assert rows_of(load(b"a\tb\n\rx\t1\r2\n\r\t3\n")) == [("\rx", "1\r2"), ("\r", "3")]


def test_an_empty_cell_too_many_is_a_column_all_the_same(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"a\tb\n1\t2\t\n")
    assert names_of(result_set) == ["a", "b", "column 3"]
    assert rows_of(result_set) == [("1", "2", None)]


def test_a_blank_before_a_quote_is_part_of_the_cell(load: Callable[..., ResultSet]) -> None:
    assert rows_of(load(b'a\tb\n "x y"\t1\n')) == [(' "x y"', "1")]


def test_columns_of_the_same_name_are_all_kept(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"name\tname\tNAME\n1\t2\t3\n")
    assert names_of(result_set) == ["name", "name", "NAME"]
    assert rows_of(result_set) == [("1", "2", "3")]


def test_any_name_may_head_a_column(load: Callable[..., ResultSet]) -> None:
    result_set = load("row_id\tc1\t'; DROP TABLE answer; --\tscore:A/B\t漢\n1\t2\t3\t4\t5\n".encode())
    assert names_of(result_set) == ["row_id", "c1", "'; DROP TABLE answer; --", "score:A/B", "漢"]
    assert rows_of(result_set) == [("1", "2", "3", "4", "5")]


@pytest.mark.usefixtures("native_only")
def test_a_cell_of_many_megabytes_is_kept(load: Callable[..., ResultSet]) -> None:
    large = "x" * 5_000_000
    assert rows_of(load(f"a\tb\n{large}\t1\n2\t3\n".encode())) == [(large, "1"), ("2", "3")]


def test_a_quoted_cell_of_many_megabytes_is_kept(load: Callable[..., ResultSet]) -> None:
    large = "line\n" * 1_000_000
    assert rows_of(load(f'a\tb\n"{large}"\t1\n2\t3\n'.encode())) == [(large, "1"), ("2", "3")]


@pytest.mark.usefixtures("native_only")
def test_many_columns_are_kept(load: Callable[..., ResultSet]) -> None:
    names = [f"column {number}" for number in range(500)]
    content = "\t".join(names) + "\n" + "\t".join("x" for _ in names) + "\n"
    result_set = load(content.encode())
    assert names_of(result_set) == names
    assert rows_of(result_set) == [("x",) * 500]


@pytest.mark.usefixtures("native_only")
def test_rows_read_in_parallel_stand_in_the_order_they_came(load: Callable[..., ResultSet]) -> None:
    padding = "p" * 200
    count = 200_000
    content = "n\tpadding\n" + "".join(f"{number}\t{padding}\n" for number in range(count))
    page = load(content.encode()).page(View(), 0, count)
    assert [row[0] for row in page.rows] == [str(number) for number in range(count)]


def test_an_answer_without_a_byte_is_an_error_of_its_own(load: Callable[..., ResultSet]) -> None:
    with pytest.raises(EmptyAnswerError, match="not even a header"):
        load(b"")


def test_a_page_for_a_browser_is_no_csv(load: Callable[..., ResultSet]) -> None:
    with pytest.raises(UnreadableAnswerError, match="not readable as csv"):
        load(b"<html><body>engine startup is not completed yet</body></html>\n")


def test_a_spool_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpoolError, match="gone"):
        ResultSet.load(tmp_path / "gone", Format.CSV, folder=tmp_path / "results")


def test_nothing_stays_behind_when_an_answer_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "spool").write_bytes(b"<html></html>")
    with pytest.raises(UnreadableAnswerError):
        ResultSet.load(tmp_path / "spool", Format.CSV, folder=tmp_path / "results")
    assert list((tmp_path / "results").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "spool").write_bytes(b"a\n1\n")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="file"):
        ResultSet.load(tmp_path / "spool", Format.CSV, folder=tmp_path / "file" / "results")


def test_a_path_full_of_wildcards_is_that_path(tmp_path: Path) -> None:
    folder = tmp_path / "a[b]*c?d=e {x}'\".gz"
    folder.mkdir()
    (folder / "spool.gz").write_bytes(b"a\n1\n")
    with ResultSet.load(folder / "spool.gz", Format.CSV, folder=folder) as result_set:
        assert rows_of(result_set) == [("1",)]


def python_rows(content: bytes) -> Rows:
    """The rows as Python's own csv module reads them; an empty cell is null."""
    _, *rows = csv.reader(io.StringIO(content.decode(), newline=""), delimiter="\t", strict=False)
    return [tuple(cell or None for cell in row or [""]) for row in rows]


cells = st.none() | st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\t"\n\r ,;\\#\x00\x1b\ufeff0123-:.'),
    min_size=1,
    max_size=12,
)
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[cells] * width), max_size=12))


@given(tables)
def test_what_is_written_is_loaded_again(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> None:
    folder = tmp_path_factory.mktemp("round-trip")
    columns = [Column(f"column {number}") for number in range(len(rows[0]) if rows else 1)]
    spool = folder / "spool"
    spool.write_bytes(b"".join(write_answer(Format.CSV, columns, rows)))
    with ResultSet.load(spool, Format.CSV, folder=folder) as result_set:
        assert names_of(result_set) == [column.name for column in columns]
        assert rows_of(result_set) == rows


@given(tables.filter(bool), st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_python_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: Rows, line_end: str, quoting: int
) -> None:
    # Python writes a lone CR without quotes, and then reads it as the end of a line.
    assume(quoting == csv.QUOTE_ALL or not any("\r" in cell for row in rows for cell in row if cell))
    folder = tmp_path_factory.mktemp("witness")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator=line_end, quoting=quoting)
    writer.writerow([f"column {number}" for number in range(len(rows[0]))])
    writer.writerows(rows)
    content = text.getvalue().encode()
    (folder / "spool").write_bytes(content)
    with ResultSet.load(folder / "spool", Format.CSV, folder=folder) as result_set:
        assert rows_of(result_set) == python_rows(content)
