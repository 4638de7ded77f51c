"""What was written, read by witnesses that are not ours."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from nxql_tui.results.errors import UnfitForFormatError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.view import View
from nxql_tui.results.view_export import excel_file
from nxql_tui.results.view_export.formats import CsvStyle, ViewFormat

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("name", "total_ram", "load", "last_seen", "serial")
ROWS = (
    ("Ünï 🙂", "17040000000", "0.5", "2026-11-23T09:12:44", "007"),
    ("a\tb", "-5", "1.25", "2026-11-23T09:12:45", "12"),
    ('say "hi"', None, None, None, None),
    ("two\nlines\r\nand a | pipe, comma", "0", "-3", "2025-01-01T00:00:00", "9"),
    ("=1+1", "1", "0.1", "2026-11-23T09:12:44", "1"),
    ("<b>&amp;</b>", "2", "0.30000000000000004", "2026-11-23T09:12:44", "2"),
)


class Table(HTMLParser):
    """The cells of the first table of a page, and all of its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.text = ""
        self.tags: set[str] = set()
        self._inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._inside = False

    def handle_data(self, data):
        self.text += data
        if self._inside:
            self.rows[-1][-1] += data


def read_csv(path: Path, separator: str = "\t") -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=separator))


def as_texts(rows) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in rows]


def test_csv_holds_the_cells_as_the_engine_sent_them(rows_of, write):
    path = write(rows_of(NAMES, ROWS), ViewFormat.CSV)
    assert read_csv(path) == [list(NAMES), *as_texts(ROWS)]


def test_csv_with_commas(rows_of, write):
    path = write(rows_of(NAMES, ROWS), ViewFormat.CSV, csv_style=CsvStyle(uses_commas=True))
    assert read_csv(path, ",") == [list(NAMES), *as_texts(ROWS)]


def test_the_guard_changes_formulas_and_no_numbers(rows_of, write):
    cells = ["=1+1", "-5", "-5.25", "-cmd", "+41 22", "@SUM(A1)", "\t=1", "\r=1", "plain", "a=b", None, ""]
    rows = rows_of(["=name"], [[cell] for cell in cells])
    guarded = [
        row[0] if row else "" for row in read_csv(write(rows, ViewFormat.CSV, csv_style=CsvStyle(guards_formulas=True)))
    ]
    assert guarded == [
        *("'=name", "'=1+1", "-5", "-5.25", "'-cmd", "'+41 22", "'@SUM(A1)", "'\t=1", "'\r=1", "plain", "a=b", "", ""),
    ]
    untouched = [row[0] if row else "" for row in read_csv(write(rows, ViewFormat.CSV))]
    assert untouched == ["=name", *(cell or "" for cell in cells)]


def test_json_tells_numbers_nulls_and_texts_apart(rows_of, write):
    path = write(rows_of(NAMES, ROWS), ViewFormat.JSON)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [row["name"] for row in found] == [row[0] for row in ROWS]
    assert [row["total_ram"] for row in found] == [17040000000, -5, None, 0, 1, 2]
    assert [row["load"] for row in found] == [0.5, 1.25, None, -3, 0.1, 0.30000000000000004]
    assert [row["serial"] for row in found] == ["007", 12, None, 9, 1, 2]
    assert found[0]["last_seen"] == "2026-11-23T09:12:44"


def test_json_keeps_a_second_column_of_the_same_name(rows_of, write):
    path = write(rows_of(["name", "name", ""], [["a", "b", "c"]]), ViewFormat.JSON)
    assert json.loads(path.read_text()) == [{"name": "a", "name 2": "b", "column 3": "c"}]


def test_xml_holds_the_cells(rows_of, write):
    root = ElementTree.parse(write(rows_of(NAMES, ROWS), ViewFormat.XML)).getroot()
    assert [cell.text for cell in root.find("header")] == list(NAMES)
    assert [[cell.text for cell in row] for row in root.iter("r")] == [list(row) for row in ROWS]


def test_html_is_a_page_that_asks_for_nothing(rows_of, write):
    page = write(rows_of(NAMES, ROWS), ViewFormat.HTML).read_bytes().decode()
    table = Table(page)
    assert table.rows == [list(NAMES), *as_texts(ROWS)]
    assert table.tags.isdisjoint({"script", "link", "img", "iframe", "b"})
    assert page.count('class="null"') == sum(cell is None for row in ROWS for cell in row)


def test_parquet_types_what_is_faithful_to_its_text(rows_of, write):
    path = write(rows_of(NAMES, ROWS), ViewFormat.PARQUET)
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        types = [str(column[1]) for column in found.description]
        rows = found.fetchall()
    assert types == ["VARCHAR", "BIGINT", "DOUBLE", "TIMESTAMP", "VARCHAR"]
    assert [row[0] for row in rows] == [row[0] for row in ROWS]
    assert rows[0][1:] == (17040000000, 0.5, datetime(2026, 11, 23, 9, 12, 44), "007")
    assert rows[2][1:] == (None, None, None, None)


def test_parquet_keeps_identifiers_that_no_number_holds(rows_of, write):
    path = write(
        rows_of(["id", 'a "b"', "A"], [["123456789012345678901", "x", "1"], ["7", "y", "-"]]), ViewFormat.PARQUET
    )
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        assert [column[0] for column in found.description] == ["id", 'a "b"', "A"]
        assert found.fetchall() == [("123456789012345678901", "x", 1), ("7", "y", None)]


def sheet_of(path: Path):
    return openpyxl.load_workbook(path).worksheets[0]


def test_excel_gets_numbers_date_times_and_texts(rows_of, write):
    sheet = sheet_of(write(rows_of(NAMES, ROWS), ViewFormat.XLSX))
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == list(NAMES)
    assert [unescape(row[0]) for row in found[1:]] == [row[0] for row in ROWS]
    assert found[1][1:] == [17040000000, 0.5, datetime(2026, 11, 23, 9, 12, 44), "007"]
    assert found[3][1:] == [None, None, None, None]
    formula = sheet.cell(6, 1)
    assert (formula.value, formula.data_type) == ("=1+1", "s")
    assert sheet.title == "Answer"


@pytest.mark.parametrize(
    "text", ["http://example.com", "mailto:a@b", "internal:Sheet1!A1", "{=SUM(A1)}", "_x0041_", "\x07"]
)
def test_excel_gets_no_links_and_reads_texts_as_they_were(rows_of, write, text: str):
    sheet = sheet_of(write(rows_of(["name"], [[text]]), ViewFormat.XLSX))
    assert sheet.cell(2, 1).hyperlink is None
    assert unescape(sheet.cell(2, 1).value) == text


def test_excel_keeps_long_identifiers_and_old_dates_as_text(rows_of, write):
    rows = [["1234567890123456", "1601-01-01T00:00:00"], ["999999999999999", "2026-01-01T00:00:00"]]
    sheet = sheet_of(write(rows_of(["id", "when"], rows), ViewFormat.XLSX))
    assert [cell.value for cell in sheet[2]] == rows[0]
    assert [cell.value for cell in sheet[3]] == [999999999999999, datetime(2026, 1, 1)]


def test_what_excel_cannot_hold_is_said_and_nothing_is_written(rows_of, write, tmp_path: Path, monkeypatch):
    with pytest.raises(UnfitForFormatError, match="Row 2 of column 'name' has 40,000 characters"):
        write(rows_of(["name"], [["short"], ["x" * 40_000]]), ViewFormat.XLSX)
    monkeypatch.setattr(excel_file, "MOST_ROWS", 2)
    with pytest.raises(UnfitForFormatError, match="the view has 2"):
        write(rows_of(["name"], [["a"], ["b"]]), ViewFormat.XLSX)
    assert list((tmp_path / "exports").iterdir()) == []


def test_markdown_is_a_table_in_which_nothing_means_anything_else(rows_of, write):
    text = write(
        rows_of(["first_name", "n"], [["a|b *c* <d> _e_", "1"], ["x\r\ny", None]]), ViewFormat.MARKDOWN
    ).read_text()
    assert text.splitlines() == [
        "| first_name | n |",
        "| --- | ---: |",
        r"| a\|b \*c\* \<d\> \_e\_ | 1 |",
        "| x<br>y |  |",
    ]


def test_a_number_longer_than_python_reads_is_a_text(rows_of, write):
    path = write(rows_of(["n"], [["-" + "9" * 5000]]), ViewFormat.CSV, csv_style=CsvStyle(guards_formulas=True))
    assert path.read_text() == "n\n'-" + "9" * 5000 + "\n"


@pytest.mark.parametrize("view_format", [ViewFormat.HTML, ViewFormat.MARKDOWN])
def test_a_page_says_which_rows_were_let_through(rows_of, write, view_format):
    view = View(filters=(RowFilter(1, Comparison.GREATER, "0"),), search="a")
    page = write(rows_of(NAMES, ROWS), view_format, view=view).read_text(encoding="utf-8")
    assert "total" in page
    assert "a cell with each of: a" in page
    assert "each of" not in write(rows_of(NAMES, ROWS), view_format).read_text(encoding="utf-8")
