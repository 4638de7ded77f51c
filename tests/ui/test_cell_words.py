from __future__ import annotations

import pytest

from nxql_tui.results.columns import CellForm, ColumnKind, ResultColumn
from nxql_tui.ui.cell_words import cell_lines, long_text, moment_in_words, readable_form, type_words

RAM = ResultColumn("total_ram", ColumnKind.BYTES, CellForm.INTEGER, "bytes", "byte")
USAGE = ResultColumn("usage", ColumnKind.RATIO, CellForm.REAL, "ratio 0–1", "percent")
BOOT = ResultColumn("boot", ColumnKind.DURATION, CellForm.INTEGER, "ms", "millisecond")
SEEN = ResultColumn("last_seen", ColumnKind.DATETIME, CellForm.DATETIME, "", "datetime")
ADDRESSES = ResultColumn("ip_addresses", ColumnKind.ADDRESS, CellForm.ADDRESS, "", "ip_address")
NAME = ResultColumn("name", type="string")


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        ("8589934592", RAM, "8.00 GB"),
        ("0.87", USAGE, "87.0%"),
        ("90000", BOOT, "1min 30s"),
        ("-", RAM, ""),
        (None, RAM, ""),
        ("12", NAME, ""),
    ],
)
def test_numbers_with_a_unit_are_said_in_the_best_one(cell: str | None, column: ResultColumn, words: str):
    assert readable_form(cell, column) == words


def test_a_date_is_said_with_the_name_of_its_day():
    assert moment_in_words("2026-11-22T09:12:44", SEEN).startswith("Sunday, 22 November 2026, 09:12:44")
    assert moment_in_words("", SEEN) == ""


def test_a_list_has_a_line_an_item_and_nothing_is_told_from_null():
    assert cell_lines("10.1.2.3, 10.1.9.4", ADDRESSES) == ("10.1.2.3", "10.1.9.4")
    assert [cell_lines(cell, NAME) for cell in (None, "", " ", "a, b")] == [("∅",), ('""',), ('" "',), ("a, b",)]


def test_long_text_keeps_its_lines_and_shows_that_it_goes_on():
    assert long_text("a\tb\n\x1b[31mc", 100) == "a␉b\n␛[31mc"
    assert long_text("x" * 10, 4) == "xxxx…"


def test_a_type_is_named_with_its_unit_where_it_does_not_say_it():
    assert [type_words(column) for column in (RAM, BOOT, NAME)] == ["byte", "millisecond, ms", "string"]
