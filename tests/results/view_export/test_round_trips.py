"""Whatever cells hold, a witness reads it again."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.view import View
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.results.view_export.formats import ViewFormat
from nxql_tui.wire.request import Format

CHARACTERS = st.one_of(st.sampled_from("\t\n\r\"'\0\x1a|=+-@<>&;,\\ _x0Dü🙂\ufffe"), st.characters(codec="utf-8"))
CELLS = st.one_of(st.none(), st.text(CHARACTERS, max_size=12), st.sampled_from(["12", "-0.5", "007", "-", "1e999"]))
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8)
NAMES = ("k0", "k1", "k2")
NEVER_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")


def exported(rows: list[tuple[str | None, ...]], file_format: ViewFormat) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spool = folder / "spool.json"
        spool.write_text(json.dumps([dict(zip(NAMES, row, strict=True)) for row in rows]))
        with ResultSet.load(spool, Format.JSON, folder=folder / "results") as result_set:
            path = folder / "view"
            export_view(result_set, View(), ViewFile(path, file_format, overwrite=False))
        return path.read_bytes()


def as_texts(rows: list[tuple[str | None, ...]]) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in rows]


@given(ROWS)
@settings(deadline=None, max_examples=40)
def test_csv(rows: list[tuple[str | None, ...]]) -> None:
    text = exported(rows, ViewFormat.CSV).decode()
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))[1:] == as_texts(rows)


@given(ROWS)
@example([(None, None, "1E100")])
@settings(deadline=None, max_examples=40)
def test_json(rows: list[tuple[str | None, ...]]) -> None:
    for found, row in zip(json.loads(exported(rows, ViewFormat.JSON)), rows, strict=True):
        for value, cell in zip(found.values(), row, strict=True):
            # A whole number is read to its last digit, any other as the float that it is.
            assert value == cell or (cell is not None and (value == float(cell) or Decimal(value) == Decimal(cell)))


@given(ROWS)
@settings(deadline=None, max_examples=40)
def test_xml(rows: list[tuple[str | None, ...]]) -> None:
    root = ElementTree.fromstring(exported(rows, ViewFormat.XML))
    found = [[cell.text or "" for cell in row] for row in root.iter("r")]
    assert found == [[cell.translate(NEVER_IN_XML) for cell in row] for row in as_texts(rows)]


@given(ROWS)
@settings(deadline=None, max_examples=40)
def test_parquet(rows: list[tuple[str | None, ...]]) -> None:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as connection:
        file.write(exported(rows, ViewFormat.PARQUET))
        file.flush()
        found = connection.execute("SELECT * FROM read_parquet(?)", [file.name]).fetchall()
    for column, cells in zip(zip(*found, strict=True), zip(*rows, strict=True), strict=True):
        is_text = any(isinstance(value, str) for value in column)
        for value, cell in zip(column, cells, strict=True):
            assert value == cell or (not is_text and (cell in ("", "-") or value == float(cell or "nan")))


@given(ROWS)
@settings(deadline=None, max_examples=40)
def test_excel(rows: list[tuple[str | None, ...]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(rows, ViewFormat.XLSX)))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=2):
        for place, cell in enumerate(row, start=1):
            found = sheet.cell(number, place)
            assert found.data_type in ("s", "n", "inlineStr")
            if isinstance(found.value, str):
                assert unescape(found.value) == cell
            else:
                assert not cell if found.value is None else found.value == float(cell or "nan")


@pytest.mark.parametrize("file_format", [ViewFormat.HTML, ViewFormat.MARKDOWN])
@given(ROWS)
@settings(deadline=None, max_examples=40)
def test_a_line_a_row(file_format: ViewFormat, rows: list[tuple[str | None, ...]]) -> None:
    text = exported(rows, file_format).decode()
    if file_format is ViewFormat.HTML:
        assert text.count("<tr>") == len(rows) + 1
        assert "\0" not in text
    else:
        assert [line.replace("\\|", "").count("|") for line in text.split("\n")[:-1]] == [4] * (len(rows) + 2)
