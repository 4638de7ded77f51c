"""Rows that are read to be written again in the same format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import open_text, open_value_reader, read_columns, write_answer
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import CsvReader, CsvText, PlainLines
from nxql_tui.wire.united_columns import UnitedColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.wire.cells import Cell


def written_again(answer_format: Format, answer: bytes) -> bytes:
    reader = open_value_reader(answer_format)
    rows = [*reader.feed(answer), *reader.finish()]
    columns = read_columns(reader)
    assert columns is not None
    width = len(columns)
    return b"".join(write_answer(answer_format, columns, [(*row, *[None] * (width - len(row))) for row in rows]))


COLUMNS = [Column("name"), Column("size", "byte"), Column("tags", "string", is_list=True)]
ROWS: list[Sequence[Cell]] = [
    ('a "b"\t<c>&\n', 17, ["x", "y"]),
    ("7", -0.5, []),
    ("", None, ["é"]),
]


@pytest.mark.parametrize("answer_format", Format)
def test_an_answer_that_is_read_and_written_again_is_the_same(answer_format: Format):
    answer = b"".join(write_answer(answer_format, COLUMNS, ROWS))
    assert written_again(answer_format, answer) == answer


def test_json_keeps_every_value_as_the_engine_wrote_it():
    values = '{"a":1e400,"b":-0.10,"c":123456789012345678901,"d":true,"e":"1","f":null,"g":[1,"1",[false],{"h":true}]}'
    answer = f"[{values}]".encode()
    assert written_again(Format.JSON, answer) == answer


def test_json_objects_of_tables_are_made_flat():
    assert json.loads(written_again(Format.JSON, b'[{"device":{"name":"A","size":1}}]')) == [
        {"device/name": "A", "device/size": 1}
    ]


def test_xml_keeps_what_its_header_says_of_the_columns():
    answer = b'<table><header><c0 type="string">name</c0><c1 kind="byte">size</c1><c2>x</c2></header><body/></table>'
    reader = open_value_reader(Format.XML)
    reader.feed(answer)
    assert read_columns(reader) == (Column("name", "string"), Column("size", "byte"), Column("x", "string"))


def test_rows_are_written_in_portions_as_they_are_at_once():
    for answer_format in Format:
        text = open_text(answer_format, COLUMNS)
        portions = [text.head, *("".join(text.rows([row])) for row in ROWS), "".join(text.rows([])), text.tail]
        assert "".join(portions).encode() == b"".join(write_answer(answer_format, COLUMNS, ROWS))


def test_columns_are_united_by_name_the_second_with_the_second():
    united = UnitedColumns()
    assert united.places([Column("a"), Column("b"), Column("a")]) == (0, 1, 2)
    assert united.further([Column("b"), Column("a"), Column("a"), Column("a")]) == (Column("a"),)
    assert united.places([Column("c"), Column("a"), Column("b")]) == (3, 0, 1)
    assert [column.name for column in united.columns] == ["a", "b", "a", "c"]


# Lines that stay as they are


@pytest.mark.parametrize(
    ("body", "is_plain"),
    [
        (b"1\t2\n\t\nx\xc3\xa9\t\n", True),
        (b'1\t"2\n3"\n', False),
        (b"1\t2\r\n", False),
        (b"1\n", False),
        (b"1\t2\t3\n", False),
        (b"\n", False),
        (b"1\t2\n1\t2\t3\n1\n", False),
    ],
)
def test_lines_stay_lines_where_each_has_a_cell_for_every_column(body: bytes, is_plain: bool):
    reader, other = CsvReader(), CsvReader()
    reader.feed(b"a\tb\n")
    lines = reader.feed_lines(body)
    assert isinstance(lines, PlainLines) is is_plain
    assert [*lines] == other.feed(b"a\tb\n" + body)
    assert reader.finish() == other.finish()


def test_lines_that_come_in_any_pieces_are_the_same_rows():
    body = b'a\tb\n1\t2\n\t\n"x\ty"\t"\n"\n3\t4\n\xc3\xa9\t6\n7\t8'
    expected = [("1", "2"), (None, None), ("x\ty", "\n"), ("3", "4"), ("é", "6"), ("7", "8")]
    for size in range(1, len(body)):
        reader = CsvReader()
        rows = [row for start in range(0, len(body), size) for row in reader.feed_lines(body[start : start + size])]
        assert [*rows, *reader.finish()] == expected


def test_a_cell_is_put_before_lines_as_csv_has_it():
    text = CsvText([Column("engine"), Column("a"), Column("b")])
    assert text.lines_behind('e "1"', PlainLines(["1\t2", "\t"])) == '"e ""1"""\t1\t2\n"e ""1"""\t\t\n'
    assert text.lines_behind("e", PlainLines([])) == ""
