from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.errors import EmptyAnswerError, UnreadableAnswerError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortKey
from nxql_tui.results.view import View
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable

OTHERS = [Format.JSON, Format.XML, Format.HTML]


@pytest.mark.parametrize("answer_format", OTHERS)
def test_every_format_gives_the_same_rows(load: Callable[..., ResultSet], answer_format: Format) -> None:
    columns = [Column("name"), Column("size", "byte"), Column("device/note")]
    rows = [("PC1", 10, "tab\tand <b>"), ("PC2", 9, None), ("漢", 100, "two words")]
    result_set = load(b"".join(write_answer(answer_format, columns, rows)), answer_format)
    assert [column.name for column in result_set.columns] == ["name", "size", "device/note"]
    assert result_set.columns[1].kind is ColumnKind.INTEGER
    page = result_set.page(View((SortKey(1),)), 0, 10)
    assert page.rows == (("PC2", "9", None), ("PC1", "10", "tab\tand <b>"), ("漢", "100", "two words"))


def test_no_objects_are_an_answer_without_columns(load: Callable[..., ResultSet]) -> None:
    result_set = load(b"[]", Format.JSON)
    assert result_set.columns == ()
    assert result_set.row_count == 0
    assert result_set.page(View(), 0, 10).rows == ()


def test_a_key_that_comes_late_is_null_before(load: Callable[..., ResultSet]) -> None:
    result_set = load(b'[{"a": "1"}, {"a": "2", "b": "x"}, {"b": "y"}]', Format.JSON)
    assert [column.name for column in result_set.columns] == ["a", "b"]
    assert result_set.page(View(), 0, 10).rows == (("1", None), ("2", "x"), (None, "y"))


def test_json_tells_an_empty_text_from_null(load: Callable[..., ResultSet]) -> None:
    result_set = load(b'[{"a": ""}, {"a": null}, {"a": "\\\\N"}]', Format.JSON)
    assert result_set.page(View(), 0, 10).rows == (("",), (None,), ("\\N",))


def test_half_a_character_is_replaced(load: Callable[..., ResultSet]) -> None:
    result_set = load(b'[{"a": "x\\ud83dy"}]', Format.JSON)
    assert result_set.page(View(), 0, 10).rows == (("x\ufffdy",),)


@pytest.mark.parametrize("answer_format", Format)
def test_no_format_is_an_answer_without_a_byte(load: Callable[..., ResultSet], answer_format: Format) -> None:
    with pytest.raises(EmptyAnswerError):
        load(b"", answer_format)


@pytest.mark.parametrize("answer_format", [Format.JSON, Format.XML])
def test_an_answer_that_ends_in_the_middle_is_never_shown_as_whole(
    load: Callable[..., ResultSet], answer_format: Format
) -> None:
    whole = b"".join(write_answer(answer_format, [Column("a")], [("1",), ("2",)]))
    with pytest.raises(UnreadableAnswerError):
        load(whole[:-8], answer_format)


@pytest.mark.parametrize("answer_format", [Format.JSON, Format.XML])
def test_nonsense_is_not_readable(load: Callable[..., ResultSet], answer_format: Format) -> None:
    with pytest.raises(UnreadableAnswerError, match=f"not readable as {answer_format}"):
        load(b"engine startup is not completed yet", answer_format)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(st.none() | texts, st.none() | texts), min_size=1, max_size=8))
def test_any_json_row_is_loaded_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("json")
    (folder / "spool").write_bytes(b"".join(write_answer(Format.JSON, [Column("a"), Column("b")], rows)))
    with ResultSet.load(folder / "spool", Format.JSON, folder=folder) as result_set:
        assert list(result_set.page(View(), 0, 100).rows) == rows
