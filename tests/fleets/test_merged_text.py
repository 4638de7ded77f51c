from __future__ import annotations

import json

import pytest

from nxql_tui.fleets.followed_spool import Rows
from nxql_tui.fleets.merged_text import FurtherColumnsError, MergedText
from nxql_tui.wire.cells import Column
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import PlainLines


def columns(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def test_lines_that_fit_stay_and_those_in_another_order_are_placed():
    text = MergedText(Format.CSV)
    answer = text.add(Rows("a", columns("x", "y"), PlainLines(["1\t2"])))
    answer += text.add(Rows("b", columns("y", "x"), PlainLines(["4\t3"])))
    answer += text.add(Rows("c", columns("y"), PlainLines(["5"])))
    assert answer + text.end() == b"engine\tx\ty\na\t1\t2\nb\t3\t4\nc\t\t5\n"


@pytest.mark.parametrize("answer_format", [Format.CSV, Format.HTML, Format.XML])
def test_a_column_that_the_written_header_lacks_is_an_error(answer_format: Format):
    text = MergedText(answer_format)
    text.add(Rows("a", columns("x"), [("1",)]))
    with pytest.raises(FurtherColumnsError, match="'z'"):
        text.add(Rows("b", columns("x", "z"), [("1", "2")]))


def test_a_row_of_json_may_have_a_key_that_those_before_lack():
    text = MergedText(Format.JSON)
    answer = text.add(Rows("a", columns(), []))
    answer += text.add(Rows("a", columns("x"), [("1",)]))
    answer += text.add(Rows("b", columns("x", "z"), [("2", "3")]))
    answer += text.add(Rows("a", columns("x"), [("4",)]))
    assert json.loads(answer + text.end()) == [
        {"engine": "a", "x": "1"},
        {"engine": "b", "x": "2", "z": "3"},
        {"engine": "a", "x": "4", "z": None},
    ]


def test_where_nothing_came_there_is_no_end_either():
    assert MergedText(Format.JSON).end() == b""


def test_columns_that_are_expected_are_in_the_header():
    text = MergedText(Format.CSV)
    text.expect(columns("x"))
    text.expect(columns("z"))
    assert text.add(Rows("a", columns("z"), [("1",)])) == b"engine\tx\tz\na\t\t1\n"


def test_a_key_of_the_engines_that_is_called_as_ours_gets_a_number():
    text = MergedText(Format.JSON)
    assert json.loads(text.add(Rows("a", columns("engine"), [("V8",)])) + text.end()) == [
        {"engine": "a", "engine 2": "V8"}
    ]
