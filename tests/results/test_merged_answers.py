from __future__ import annotations

import threading
from itertools import groupby
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.errors import ClosedError, ResultError, StorageError, SupersededError, UnreadableAnswerError
from nxql_tui.results.merged_answers import MergedAnswers
from nxql_tui.results.plain_batch import PlainAnswer, plain_answer
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.stopping import Stop
from nxql_tui.results.view import Selection, SortDirection, SortKey, View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from nxql_tui.wire.answers import Row


@pytest.fixture
def merged(tmp_path: Path) -> Iterator[MergedAnswers]:
    folder = tmp_path / "results"
    answers = MergedAnswers(folder)
    yield answers
    answers.close()
    assert not list(folder.iterdir())


def spool_of(folder: Path, content: bytes) -> Path:
    path = folder / "spool"
    path.write_bytes(content)
    return path


def rows_of(answers: MergedAnswers, view: View | None = None) -> tuple[Row, ...]:
    with answers.result_set(is_complete=True) as rows:
        return rows.page(view or View(), 0, 1_000_000).rows


def test_rows_stand_in_the_order_of_arrival_behind_the_name_of_their_engine(
    merged: MergedAnswers, tmp_path: Path
) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\tname\n1\tA\n2\tB\n"), Format.CSV)
    merged.add("us", spool_of(tmp_path, b"id\tname\n1\tC\n"), Format.CSV)

    with merged.result_set(is_complete=True) as rows:
        assert [column.name for column in rows.columns] == ["engine", "id", "name"]
    assert rows_of(merged) == (("eu", "1", "A"), ("eu", "2", "B"), ("us", "1", "C"))


def test_columns_are_united_by_name_whatever_their_order(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("old", spool_of(tmp_path, b"id\tname\n1\tA\n"), Format.CSV)
    merged.add("new", spool_of(tmp_path, b"name\tarea\tid\nB\t7\t2\n"), Format.CSV)
    merged.add("older", spool_of(tmp_path, b"name\nC\n"), Format.CSV)

    with merged.result_set(is_complete=True) as rows:
        assert [column.name for column in rows.columns] == ["engine", "id", "name", "area"]
    assert rows_of(merged) == (
        ("old", "1", "A", None),
        ("new", "2", "B", "7"),
        ("older", None, "C", None),
    )


def test_of_two_columns_of_one_name_each_belongs_to_its_like(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"name\tname\nA\tB\n"), Format.CSV)
    merged.add("us", spool_of(tmp_path, b"name\tid\tname\nC\t1\tD\n"), Format.CSV)

    assert rows_of(merged) == (("eu", "A", "B", None), ("us", "C", "D", "1"))


def test_answers_in_any_format_are_merged(merged: MergedAnswers, tmp_path: Path) -> None:
    for answer_format in Format:
        content = b"".join(write_answer(answer_format, [Column("id", "integer")], [[1], [2]]))
        merged.add(answer_format.value, spool_of(tmp_path, content), answer_format)

    assert sorted(rows_of(merged)) == sorted((one.value, number) for one in Format for number in ("1", "2"))


def test_an_engine_that_answers_again_replaces_its_rows(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n1\n2\n3"), Format.CSV, is_complete=False)
    merged.add("us", spool_of(tmp_path, b"id\n4\n"), Format.CSV)
    merged.add("eu", spool_of(tmp_path, b"id\n1\n2\n3\n"), Format.CSV)

    assert rows_of(merged) == (("us", "4"), ("eu", "1"), ("eu", "2"), ("eu", "3"))
    assert merged.rows_of("eu") == 3
    assert {name: spool.read_bytes() for name, spool in merged.spools.items()} == {
        "us": b"id\n4\n",
        "eu": b"id\n1\n2\n3\n",
    }


def test_of_an_answer_that_broke_off_the_whole_rows_are_merged(merged: MergedAnswers, tmp_path: Path) -> None:
    assert merged.add("eu", spool_of(tmp_path, b"id\tname\n1\tA\n2\tB"), Format.CSV, is_complete=False) == 1

    assert rows_of(merged) == (("eu", "1", "A"),)


def test_an_answer_that_cannot_be_read_leaves_the_others_as_they_are(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n1\n"), Format.CSV)

    with pytest.raises(UnreadableAnswerError):
        merged.add("us", spool_of(tmp_path, b"<html><body>Sign in</body></html>" * 9), Format.CSV)

    assert rows_of(merged) == (("eu", "1"),)
    assert merged.rows_of("us") == 0
    assert (tmp_path / "spool").exists()


def test_a_snapshot_stays_what_it_was_while_more_is_added(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n1\n"), Format.CSV)
    with merged.result_set(is_complete=False) as before:
        merged.add("us", spool_of(tmp_path, b"id\n2\n"), Format.CSV)

        assert before.row_count == 1
        assert before.page(View(), 0, 10).rows == (("eu", "1"),)


def test_a_snapshot_outlives_the_merging(tmp_path: Path) -> None:
    answers = MergedAnswers(tmp_path / "results")
    answers.add("eu", spool_of(tmp_path, b"id\n1\n"), Format.CSV)
    rows = answers.result_set(is_complete=True)

    answers.close()
    answers.close()

    assert rows.page(View(), 0, 10).rows == (("eu", "1"),)
    rows.close()
    assert not list((tmp_path / "results").iterdir())


def test_a_closed_snapshot_leaves_no_table_behind(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n2\n1\n"), Format.CSV)
    sort = (SortKey(1),)
    for _ in range(3):
        assert rows_of(merged, View(sort=sort)) == (("eu", "1"), ("eu", "2"))

    with merged.result_set(is_complete=True) as rows, rows.select(Selection()) as lent:
        tables = lent.cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert tables == [("answer",)]


def test_all_rows_are_sorted_by_the_kind_of_the_united_column(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"size\n9\n100\n"), Format.CSV)
    merged.add("us", spool_of(tmp_path, b"size\n20.5\n"), Format.CSV)

    view = View(sort=(SortKey(1, SortDirection.DESCENDING),))
    assert [row[1] for row in rows_of(merged, view)] == ["100", "20.5", "9"]


def test_rows_are_read_while_another_answer_is_stored(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n1\n"), Format.CSV)
    large = b"id\tname\n" + b"".join(b"%d\tdevice %d\n" % (number, number) for number in range(300_000))
    pages = 0
    with merged.result_set(is_complete=False) as rows:
        storing = threading.Thread(target=merged.add, args=("us", spool_of(tmp_path, large), Format.CSV))
        storing.start()
        while storing.is_alive():
            assert rows.page(View(), 0, 1).rows == (("eu", "1"),)
            pages += 1
        storing.join()

    assert pages > 1
    assert merged.row_count == 300_001


def test_storing_stops_when_nobody_wants_it(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n1\n"), Format.CSV)
    stop = Stop()
    stop()

    with pytest.raises(ResultError):
        merged.add("us", spool_of(tmp_path, b"id\n2\n"), Format.CSV, stop=stop)

    assert rows_of(merged) == (("eu", "1"),)


def spool_named(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def plain(folder: Path, **contents: bytes) -> list[PlainAnswer]:
    measured = [plain_answer(name, spool_named(folder, name, content)) for name, content in contents.items()]
    assert None not in measured
    return [one for one in measured if one is not None]


def test_plain_answers_are_stored_in_one_go_in_their_order(merged: MergedAnswers, tmp_path: Path) -> None:
    answers = plain(tmp_path, eu=b"id\tname\n1\tA\n2\t\n", us=b"id\tname\n", ap=b"id\tname\n3\tC")

    assert merged.add_plain(answers)

    assert rows_of(merged) == (("eu", "1", "A"), ("eu", "2", None), ("ap", "3", "C"))
    assert [merged.rows_of(name) for name in ("eu", "us", "ap")] == [2, 0, 1]
    assert merged.spools["ap"].read_bytes() == b"id\tname\n3\tC"
    with merged.result_set(is_complete=True) as rows:
        assert [column.kind for column in rows.columns] == [ColumnKind.TEXT, ColumnKind.INTEGER, ColumnKind.TEXT]


def test_plain_answers_follow_what_is_there_and_are_followed_by_others(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("a", spool_of(tmp_path, b"id\n1\n"), Format.CSV)
    assert merged.add_plain(plain(tmp_path, b=b"id\n2.5\n", c=b"id\n3\n"))
    merged.add("d", spool_of(tmp_path, b'id\tname\n4\t"x"\n'), Format.CSV)

    assert [row[:2] for row in rows_of(merged)] == [("a", "1"), ("b", "2.5"), ("c", "3"), ("d", "4")]
    view = View(sort=(SortKey(1, SortDirection.DESCENDING),))
    assert [row[1] for row in rows_of(merged, view)] == ["4", "3", "2.5", "1"]


def test_plain_answers_of_engines_that_know_other_columns_are_stored_in_one_go_too(
    merged: MergedAnswers, tmp_path: Path
) -> None:
    merged.add("a", spool_of(tmp_path, b"name\nA\n"), Format.CSV)
    assert merged.add_plain(plain(tmp_path, b=b"id\tram\tname\n1\t10\tB\n", c=b"id\tram\tname\n2\t20\tC\n"))
    assert merged.add_plain(plain(tmp_path, d=b"ram\n30\n", e=b"ram\n40\n"))

    expected = (
        ("a", "A", None, None),
        ("b", "B", "1", "10"),
        ("c", "C", "2", "20"),
        ("d", None, None, "30"),
        ("e", None, None, "40"),
    )
    assert rows_of(merged) == expected
    assert rows_of(merged, View(sort=(SortKey(3),))) == (*expected[1:], expected[0])


def test_columns_that_could_not_be_filled_leave_no_trace(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("a", spool_of(tmp_path, b"id\n1\n"), Format.CSV)
    assert not merged.add_plain(plain(tmp_path, b=b"name\nB\n", c=b"name\n\xff\xfe\n"))
    merged.add("b", tmp_path / "b", Format.CSV)
    assert rows_of(merged) == (("a", "1", None), ("b", None, "B"))


@pytest.mark.parametrize(
    "content",
    [b'id\n"1"\n', b"id\r\n1\r\n", b"id\n1\t2\n", b"<html></html>", b"", b"id\tname\n1\n"],
    ids=["quotes", "carriage returns", "too many cells", "a page", "nothing", "too few cells"],
)
def test_what_is_not_plain_is_left_to_be_looked_at_by_itself(tmp_path: Path, content: bytes) -> None:
    assert plain_answer("eu", spool_named(tmp_path, "eu", content)) is None


def test_answers_that_cannot_be_read_together_leave_no_trace(merged: MergedAnswers, tmp_path: Path) -> None:
    answers = plain(tmp_path, eu=b"name\nA\n", us=b"name\n\xff\xfe\n")

    assert not merged.add_plain(answers)

    assert (tmp_path / "us").read_bytes() == b"name\n\xff\xfe\n"
    for name in ("eu", "us"):
        merged.add(name, tmp_path / name, Format.CSV)
    assert [row[0] for row in rows_of(merged)] == ["eu", "us"]


def test_answers_with_different_columns_are_not_stored_together(merged: MergedAnswers, tmp_path: Path) -> None:
    assert not merged.add_plain(plain(tmp_path, eu=b"id\n1\n", us=b"name\nA\n"))
    merged.add("eu", tmp_path / "eu", Format.CSV)
    assert rows_of(merged) == (("eu", "1"),)


def test_rows_that_have_given_way_are_not_read_any_more(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n1\n2"), Format.CSV, is_complete=False)
    merged.add("us", spool_of(tmp_path, b"id\n3\n"), Format.CSV)
    with merged.result_set(is_complete=False) as before:
        merged.add("eu", spool_of(tmp_path, b"id\n1\n2\n"), Format.CSV)

        with pytest.raises(SupersededError):
            before.page(View(), 0, 10)
    assert rows_of(merged) == (("us", "3"), ("eu", "1"), ("eu", "2"))


def test_where_a_newer_answer_cannot_be_stored_the_older_stays(
    merged: MergedAnswers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n1\n2"), Format.CSV, is_complete=False)

    def fail(*_: object) -> None:
        raise duckdb.OutOfMemoryException("none left")

    with monkeypatch.context() as broken:
        broken.setattr(MergedAnswers, "_append", fail)
        with pytest.raises(StorageError):
            merged.add("eu", spool_of(tmp_path, b"id\tname\n1\tA\n"), Format.CSV)
    assert rows_of(merged) == (("eu", "1"),)

    merged.add("us", spool_of(tmp_path, b"id\tname\n2\tB\n"), Format.CSV)
    assert rows_of(merged) == (("eu", "1", None), ("us", "2", "B"))


def test_whoever_holds_a_snapshot_reads_on_when_it_is_closed(merged: MergedAnswers, tmp_path: Path) -> None:
    merged.add("eu", spool_of(tmp_path, b"id\n2\n1\n"), Format.CSV)
    view = View(sort=(SortKey(1),))
    with merged.result_set(is_complete=True) as shown:
        assert shown.page(view, 0, 10).rows == (("eu", "1"), ("eu", "2"))
        held = shown.held()
    with pytest.raises(ClosedError):
        shown.page(view, 0, 10)
    rows_of(merged)

    with held:
        assert held.page(view, 0, 10).rows == (("eu", "1"), ("eu", "2"))


def test_closing_in_the_middle_of_storing_ends_it_and_leaves_nothing(tmp_path: Path) -> None:
    large = b"id\tname\n" + b"".join(b"%d\tdevice %d\n" % (number, number) for number in range(200_000))
    for _ in range(5):
        answers = MergedAnswers(tmp_path / "results")
        failures: list[ResultError] = []

        def store(answers: MergedAnswers = answers, failures: list[ResultError] = failures) -> None:
            try:
                answers.add("eu", spool_named(tmp_path, "large", large), Format.CSV)
            except ResultError as error:
                failures.append(error)

        begun = threading.Event()
        staging = answers._storage.staging

        def noticed(begun: threading.Event = begun, staging: Callable[[], Any] = staging) -> Any:
            begun.set()
            return staging()

        answers._storage.staging = noticed  # type: ignore[method-assign]
        storing = threading.Thread(target=store)
        storing.start()
        assert begun.wait(30)
        answers.close()
        storing.join(30)
        assert not storing.is_alive()
        assert not list((tmp_path / "results").iterdir())


plain_cells = st.sampled_from(
    ["", "-", "1", "22", "-3", "4.5", "1e3", "10.0.19045", "10.1.2.3", "2026-11-23T10:00:00", "12.3%", "text", "yes"]
)
cells = plain_cells | st.sampled_from(["1.5 GB", "2d 3h", "tab\there", 'quote "', "two\nlines"])
headers = st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True).map(tuple)
few_headers = st.sampled_from([("a",), ("a", "b"), ("c", "b", "a")])


def answers_of(
    headers: st.SearchStrategy[tuple[str, ...]], cells: st.SearchStrategy[str]
) -> st.SearchStrategy[list[tuple[tuple[str, ...], list[tuple[str, ...]]]]]:
    answer = headers.flatmap(
        lambda names: st.tuples(st.just(names), st.lists(st.tuples(*[cells] * len(names)), max_size=6))
    )
    return st.lists(answer, min_size=1, max_size=5)


@settings(deadline=None, max_examples=40)
@given(answers_of(headers, cells) | answers_of(few_headers, plain_cells))
def test_merging_is_as_loading_the_union_of_all_rows(
    tmp_path_factory: pytest.TempPathFactory, answers: list[tuple[tuple[str, ...], list[tuple[str, ...]]]]
) -> None:
    folder = tmp_path_factory.mktemp("merging")
    merged = MergedAnswers(folder / "merged")
    names = ["engine"]
    union: list[dict[str, str]] = []
    spools = [spool_named(folder, f"e{number}", as_csv(header, rows)) for number, (header, rows) in enumerate(answers)]
    for _, alike in groupby(enumerate(answers), key=lambda one: one[1][0]):
        numbers = [number for number, _ in alike]
        measured = [plain_answer(f"e{number}", spools[number]) for number in numbers]
        if None in measured or not merged.add_plain([one for one in measured if one is not None]):
            for number in numbers:
                merged.add(f"e{number}", spools[number], Format.CSV)
    for number, (header, rows) in enumerate(answers):
        names += [name for name in header if name not in names]
        union += [{"engine": f"e{number}"} | dict(zip(header, row, strict=True)) for row in rows]
    expected_rows = [tuple(row.get(name, "") for name in names) for row in union]

    with (
        merged.result_set(is_complete=True) as found,
        ResultSet.load(spool_of(folder, as_csv(names, expected_rows)), Format.CSV, folder=folder / "whole") as expected,
    ):
        merged.close()
        if union:
            assert found.columns[1:] == expected.columns[1:]
        for sort in (SortKey(0), SortKey(len(names) - 1)):
            view = View(sort=(sort,))
            assert found.page(view, 0, 100).rows == expected.page(view, 0, 100).rows


def as_csv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return b"".join(write_answer(Format.CSV, [Column(name) for name in names], rows))
