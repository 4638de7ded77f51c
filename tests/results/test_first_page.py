from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.errors import SpoolError, UnreadableAnswerError
from nxql_tui.results.first_page import LARGEST_HEAD, read_first_page
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


def test_only_complete_rows_are_shown(spool: Path) -> None:
    spool.write_bytes(b"name\tsize\nPC1\t10\nPC2\t2")
    page = read_first_page(spool, Format.CSV, 100)
    assert [column.name for column in page.columns] == ["name", "size"]
    assert page.rows == (("PC1", "10"),)
    assert (page.first, page.total) == (0, 1)


def test_no_more_rows_are_shown_than_wanted(spool: Path) -> None:
    spool.write_bytes(b"name\n" + b"PC\n" * 1_000)
    page = read_first_page(spool, Format.CSV, 100)
    assert len(page.rows) == 100
    assert page.total >= 100


@pytest.mark.parametrize("content", [b"", b"na", b"name\tsi"])
def test_before_the_header_is_complete_there_is_no_column(spool: Path, content: bytes) -> None:
    spool.write_bytes(content)
    page = read_first_page(spool, Format.CSV, 100)
    assert page.columns == ()
    assert page.rows == ()


def test_a_header_alone_is_a_page_without_rows(spool: Path) -> None:
    spool.write_bytes(b"name\tsize\n")
    page = read_first_page(spool, Format.CSV, 100)
    assert [column.name for column in page.columns] == ["name", "size"]
    assert page.rows == ()


def test_the_columns_have_the_kind_of_the_rows_at_hand(spool: Path) -> None:
    spool.write_bytes(b"name\tsize\nPC1\t10\n")
    assert [column.kind for column in read_first_page(spool, Format.CSV, 100).columns] == [
        ColumnKind.TEXT,
        ColumnKind.INTEGER,
    ]


def test_a_cell_without_end_is_not_read_to_its_end(spool: Path) -> None:
    with spool.open("wb") as file:
        file.write(b"name\nPC1\n")
        file.truncate(100 * LARGEST_HEAD)
    assert read_first_page(spool, Format.CSV, 100).rows == (("PC1",),)


@pytest.mark.parametrize("answer_format", Format)
def test_every_format_has_a_first_page(spool: Path, answer_format: Format) -> None:
    rows = [(f"PC{number}", number) for number in range(5_000)]
    whole = b"".join(write_answer(answer_format, [Column("name"), Column("size", "byte")], rows))
    spool.write_bytes(whole[: len(whole) // 2])
    page = read_first_page(spool, answer_format, 50)
    assert [column.name for column in page.columns] == ["name", "size"]
    assert page.rows == tuple((f"PC{number}", str(number)) for number in range(50))


def test_a_row_before_a_late_key_is_filled_up(spool: Path) -> None:
    spool.write_bytes(b'[{"a": "1"}, {"a": "2", "b": "x"}, {"a": ')
    assert read_first_page(spool, Format.JSON, 10).rows == (("1", None), ("2", "x"))


def test_a_page_for_a_browser_is_no_csv(spool: Path) -> None:
    spool.write_bytes(b"<html><body>engine startup is not completed yet</body></html>\n")
    with pytest.raises(UnreadableAnswerError):
        read_first_page(spool, Format.CSV, 100)


def test_a_spool_that_is_gone_is_named(spool: Path) -> None:
    with pytest.raises(SpoolError, match="spool"):
        read_first_page(spool, Format.CSV, 100)
