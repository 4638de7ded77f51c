from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.comparing import ADDED, CHANGED, GONE, compare, suggest_key
from nxql_tui.results.errors import NothingInCommonError, UnknownColumnError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def answer(heads: Sequence[str], rows: Sequence[Sequence[str | None]]) -> bytes:
    return b"".join(write_answer(Format.CSV, [Column(head) for head in heads], rows))


def rows_of(result_set: ResultSet) -> list[tuple[str | None, ...]]:
    return list(result_set.page(View(), 0, 1_000).rows)


def test_rows_are_added_gone_changed_or_the_same(load: Callable[..., ResultSet], tmp_path: Path) -> None:
    before = load(answer(["name", "size", "seen"], [("A", "1", "x"), ("B", "2", None), ("C", "3", "z")]))
    after = load(answer(["name", "size", "seen"], [("C", "3", "z"), ("B", "20", "y"), ("D", "4", "w")]))
    found = compare(before, after, key=["name"], folder=tmp_path)
    assert rows_of(found.result_set) == [
        (None, "C", "3", "z", None),
        (CHANGED, "B", "20", "y", "size: 2; seen: ∅"),
        (ADDED, "D", "4", "w", None),
        (GONE, "A", "1", "x", None),
    ]
    assert (found.added, found.gone, found.changed, found.changed_cells) == (1, 1, 1, 2)
    assert [column.name for column in found.result_set.columns] == ["±", "name", "size", "seen", "was"]
    assert found.result_set.columns[2].kind is ColumnKind.INTEGER
    found.result_set.close()


def test_columns_are_united_by_name_wherever_they_stand(load: Callable[..., ResultSet], tmp_path: Path) -> None:
    before = load(answer(["old", "name", "x"], [("1", "A", "a"), ("2", "B", "b")]))
    after = load(answer(["x", "name", "new"], [("a", "A", "9"), ("c", "B", "8")]))
    found = compare(before, after, key=["name"], folder=tmp_path)
    assert [column.name for column in found.result_set.columns] == ["±", "x", "name", "new", "old", "was"]
    assert rows_of(found.result_set) == [(None, "a", "A", "9", None, None), (CHANGED, "c", "B", "8", None, "x: b")]
    found.result_set.close()


def test_a_column_that_is_not_there_is_told_with_the_nearest(load: Callable[..., ResultSet], tmp_path: Path) -> None:
    one = load(answer(["name"], [("A",)]))
    with pytest.raises(UnknownColumnError, match=r"no column 'nmae'\. Did you mean name"):
        compare(one, one, key=["nmae"], folder=tmp_path)


def test_answers_without_a_common_column_are_not_compared(load: Callable[..., ResultSet], tmp_path: Path) -> None:
    with pytest.raises(NothingInCommonError, match="no column in common"):
        compare(load(answer(["name"], [("A",)])), load(answer(["size"], [("1",)])), key=[], folder=tmp_path)


def test_the_key_is_a_column_that_tells_rows_apart(load: Callable[..., ResultSet]) -> None:
    before = load(answer(["kind", "serial", "name"], [("a", "1", "A"), ("a", "2", "B")]))
    assert suggest_key(before, load(answer(["serial", "name"], [("1", "A"), ("2", "B")]))) == ("name",)
    assert suggest_key(before, load(answer(["serial", "name"], [("1", "A"), ("2", "A")]))) == ("serial",)
    assert suggest_key(before, load(answer(["kind"], [("a",)]))) == ()


cells = st.none() | st.sampled_from(["1", "2", "x"])
tables = st.lists(st.tuples(cells, cells), max_size=8)


@given(tables, tables, st.booleans())
def test_differences_are_those_that_python_finds(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[str | None, str | None]],
    after: list[tuple[str | None, str | None]],
    by_first: bool,
) -> None:
    folder = tmp_path_factory.mktemp("compare")
    sets = []
    for rows in (before, after):
        (folder / "spool").write_bytes(answer(["a", "b"], rows))
        sets.append(ResultSet.load(folder / "spool", Format.CSV, folder=folder))
    found = compare(*sets, key=["a"] if by_first else [], folder=folder)
    if not by_first:
        added, gone = Counter(after) - Counter(before), Counter(before) - Counter(after)
        assert (found.added, found.gone, found.changed) == (added.total(), gone.total(), 0)
    rows = rows_of(found.result_set)
    assert sorted(str(row[1:3]) for row in rows if row[0] != GONE) == sorted(str(row) for row in after)
    assert len(after) - found.added == len(before) - found.gone
    for one in (*sets, found.result_set):
        one.close()
    assert not [path for path in folder.iterdir() if path.name != "spool"]
