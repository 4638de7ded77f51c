"""What a reader copies, as other programs take it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nxql_tui.nxql.cell_literals import NoLiteralError
from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.parser import parse
from nxql_tui.results.copied_cells import CopyShape, copied_columns
from nxql_tui.results.copying import CopyForm, copy_pieces, read_rows
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.sort_keys import SortDirection, SortKey
from nxql_tui.results.view import Selection
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import CsvReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUERY = "(select (name device_type total_ram system_drive_usage last_seen ip_addresses #Location) (from device))"
ROWS = """[
{"name": "A", "device_type": "laptop", "total_ram": 8589934592, "system_drive_usage": 0.87,
 "last_seen": "2026-11-22T09:12:44", "ip_addresses": ["10.1.2.3", "10.1.9.4"], "Location": "New York"},
{"name": "", "device_type": "desktop", "total_ram": null, "system_drive_usage": 1,
 "last_seen": "2026-11-21T09:12:44", "ip_addresses": ["10.1.2.4"], "Location": null},
{"name": "tab\\there", "device_type": "laptop", "total_ram": 17179869184, "system_drive_usage": 0.5,
 "last_seen": "2026-11-20T09:12:44", "ip_addresses": null, "Location": "Paris"}]"""


@pytest.fixture
def answer(tmp_path: Path) -> Iterator[ResultSet]:
    with ask(tmp_path, QUERY, ROWS) as result_set:
        yield result_set


def ask(folder: Path, query: str, content: str, answer_format: Format = Format.JSON) -> ResultSet:
    spool = folder / "spool"
    spool.write_text(content)
    return ResultSet.load(spool, answer_format, folder=folder / "rows", query=query)


@pytest.fixture
def copy(answer: ResultSet) -> Callable[..., str]:
    """Copies the cells of some columns and rows of the answer."""

    def copied(shape: CopyShape, form: CopyForm, columns: str = "", row: int | None = None) -> str:
        return copy_of(answer, shape, form, columns, row)

    return copied


def copy_of(answer: ResultSet, shape: CopyShape, form: CopyForm, columns: str = "", row: int | None = None) -> str:
    names = [column.name for column in answer.columns]
    places = [names.index(name) for name in columns.split()] or range(len(names))
    rows = list(read_rows(answer, Selection(), places))
    known = copied_columns(answer.query, answer.columns)
    chosen = rows if row is None else rows[row : row + 1]
    return "".join(copy_pieces([known[place] for place in places], chosen, shape, form))


def is_accepted(*wheres: str) -> bool:
    parsed = parse(f"(select (name) (from device {' '.join(wheres)}))")
    return parsed.is_valid and not check(parsed, parameters={})


# For a spreadsheet


def test_a_single_cell_is_its_text(copy):
    assert copy(CopyShape.CELL, CopyForm.TSV, "name", 2) == "tab\there"
    assert copy(CopyShape.CELL, CopyForm.TSV, "Location", 1) == ""


def test_a_table_is_read_back_as_it_was(copy, answer: ResultSet):
    reader = CsvReader()
    rows = [*reader.feed(f"{copy(CopyShape.TABLE, CopyForm.TSV)}\n".encode()), *reader.finish()]
    assert reader.columns == tuple(column.name for column in answer.columns)
    # A csv cannot tell an empty text from null.
    expected = [tuple(text or None for text in row) for row in read_rows(answer, Selection(), range(7))]
    assert rows == expected


# For a program


def test_json_has_numbers_nulls_and_lists(copy):
    assert json.loads(copy(CopyShape.ROW, CopyForm.JSON, row=0)) == {
        "name": "A",
        "device_type": "laptop",
        "total_ram": 8589934592,
        "system_drive_usage": 0.87,
        "last_seen": "2026-11-22T09:12:44",
        "ip_addresses": ["10.1.2.3", "10.1.9.4"],
        "Location": "New York",
    }
    assert json.loads(copy(CopyShape.TABLE, CopyForm.JSON, "total_ram ip_addresses name")) == [
        {"total_ram": 8589934592, "ip_addresses": ["10.1.2.3", "10.1.9.4"], "name": "A"},
        {"total_ram": None, "ip_addresses": ["10.1.2.4"], "name": ""},
        {"total_ram": 17179869184, "ip_addresses": None, "name": "tab\there"},
    ]
    assert json.loads(copy(CopyShape.COLUMN, CopyForm.JSON, "Location")) == ["New York", None, "Paris"]
    assert json.loads(copy(CopyShape.CELL, CopyForm.JSON, "total_ram", 0)) == 8589934592


def test_json_keeps_every_digit_and_takes_no_wrong_number(tmp_path: Path):
    with ask(tmp_path, "", "big\todd\n9007199254740993\t+007\n1\t.5\n", Format.CSV) as answer:
        text = copy_of(answer, CopyShape.TABLE, CopyForm.JSON)
    assert json.loads(text) == [{"big": 9007199254740993, "odd": 7.0}, {"big": 1, "odd": 0.5}]


# For the next query


def test_a_cell_is_a_literal_and_a_list_several(copy):
    assert copy(CopyShape.CELL, CopyForm.NXQL, "device_type", 0) == "(enum laptop)"
    assert copy(CopyShape.CELL, CopyForm.NXQL, "ip_addresses", 0) == '(ip_address "10.1.2.3")\n(ip_address "10.1.9.4")'


def test_a_column_is_alternatives_each_once(copy):
    assert copy(CopyShape.COLUMN, CopyForm.NXQL, "device_type").splitlines() == [
        "(where device (eq device_type (enum laptop)))",
        "(where device (eq device_type (enum desktop)))",
    ]
    assert copy(CopyShape.COLUMN, CopyForm.NXQL, "Location").splitlines() == [
        '(where device (eq #Location (enum "New York")))',
        "(where device (eq #Location nil))",
        "(where device (eq #Location (enum Paris)))",
    ]


def test_a_row_is_one_condition_that_all_holds(copy):
    assert copy(CopyShape.ROW, CopyForm.NXQL, "name total_ram ip_addresses", 0) == (
        '(where device (eq name (string "A")) (eq total_ram (byte 8589934592))'
        ' (eq ip_addresses (ip_address "10.1.2.3")) (eq ip_addresses (ip_address "10.1.9.4")))'
    )


@pytest.mark.parametrize("shape", [CopyShape.ROW, CopyShape.TABLE])
def test_the_conditions_stand_in_a_query_without_a_finding(copy, shape: CopyShape):
    row = 0 if shape is CopyShape.ROW else None
    assert is_accepted(*copy(shape, CopyForm.NXQL, row=row).splitlines())


def test_rows_of_several_tables_are_refused_as_conditions(tmp_path: Path):
    query = "(select ((device (name)) (user (name))) (from (device user) (with user_logon)))"
    content = "device/name\tuser/name\nA\talice\nB\tbob\n"
    with ask(tmp_path, query, content, Format.CSV) as answer:
        assert copy_of(answer, CopyShape.ROW, CopyForm.NXQL, row=1).splitlines() == [
            '(where device (eq name (string "B")))',
            '(where user (eq name (string "bob")))',
        ]
        with pytest.raises(NoLiteralError, match=r"several tables \(device, user\)"):
            copy_of(answer, CopyShape.TABLE, CopyForm.NXQL)


def test_aggregates_are_no_conditions_but_have_values(tmp_path: Path):
    query = "(select (name) (from device (with execution (compute number_of_executions))))"
    with ask(tmp_path, query, "name\tnumber_of_executions\nA\t5\nB\t\n", Format.CSV) as answer:
        assert copy_of(answer, CopyShape.COLUMN, CopyForm.NXQL, "number_of_executions") == "(integer 5)\nnil"
        assert copy_of(answer, CopyShape.ROW, CopyForm.NXQL, row=0) == '(where device (eq name (string "A")))'
        with pytest.raises(NoLiteralError):
            copy_of(answer, CopyShape.ROW, CopyForm.NXQL, "number_of_executions", 0)


def test_formatted_numbers_make_no_literal(tmp_path: Path):
    with ask(tmp_path, "(select (total_ram) (from device))", "total_ram\n15.87 GB\n", Format.CSV) as answer:
        with pytest.raises(NoLiteralError, match="lost their digits"):
            copy_of(answer, CopyShape.COLUMN, CopyForm.NXQL)
        assert copy_of(answer, CopyShape.COLUMN, CopyForm.JSON) == '[\n  "15.87 GB"\n]'


# Which rows


def test_the_rows_are_those_of_the_view_in_its_order(answer: ResultSet):
    selection = Selection((SortKey(4, SortDirection.ASCENDING),), (RowFilter(1, Comparison.EQUAL, "laptop"),))
    assert list(read_rows(answer, selection, [0, 4])) == [
        ("tab\there", "2026-11-20T09:12:44"),
        ("A", "2026-11-22T09:12:44"),
    ]
