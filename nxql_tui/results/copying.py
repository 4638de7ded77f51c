"""Cells, rows and columns as text for another program."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.results.copied_cells import CopyShape
from nxql_tui.results.copied_query import query_pieces
from nxql_tui.wire.tab_csv import SEPARATOR, quoted_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nxql_tui.results.copied_cells import CopiedColumn, CopiedRows
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.view import Selection
    from nxql_tui.wire.cells import TextCell

_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class CopyForm(StrEnum):
    """How the cells are written."""

    TSV = "TSV"
    """As a spreadsheet takes them; a single cell as it is."""
    JSON = "JSON"
    """With numbers as numbers, null as null and lists as arrays."""
    NXQL = "NXQL"
    """As literals and conditions of a query."""


def copy_pieces(columns: Sequence[CopiedColumn], rows: CopiedRows, shape: CopyShape, form: CopyForm) -> Iterator[str]:
    """The text, piece by piece, without a line end at its end.

    Raises:
        NoLiteralError: NXQL cannot say it.
    """
    match form:
        case CopyForm.TSV:
            return _tsv(columns, rows, shape)
        case CopyForm.JSON:
            return _json(columns, rows, shape)
        case CopyForm.NXQL:
            return query_pieces(columns, rows, shape)


def read_rows(
    result_set: ResultSet, selection: Selection, columns: Sequence[int], stop: Stop | None = None
) -> Iterator[tuple[TextCell, ...]]:
    """All rows of a selection with the cells of some columns, at least one.

    Raises:
        ResultError: As `ResultSet.page`.
    """
    with result_set.select(selection, stop) as rows:
        for batch in rows.batches(columns, stop):
            yield from batch


def _tsv(columns: Sequence[CopiedColumn], rows: CopiedRows, shape: CopyShape) -> Iterator[str]:
    if shape is CopyShape.CELL:
        yield from (text or "" for (text,) in rows)
        return
    start = ""
    if shape is CopyShape.TABLE:
        yield SEPARATOR.join(quoted_cell(one.column.name) for one in columns)
        start = "\n"
    for row in rows:
        yield start + SEPARATOR.join(quoted_cell(text or "") for text in row)
        start = "\n"


def _json(columns: Sequence[CopiedColumn], rows: CopiedRows, shape: CopyShape) -> Iterator[str]:
    match shape:
        case CopyShape.CELL:
            yield from (_json_value(columns[0], text) for (text,) in rows)
        case CopyShape.ROW:
            yield from ("{\n  " + _members(columns, row, ",\n  ") + "\n}" for row in rows)
        case CopyShape.COLUMN:
            yield from _array(_json_value(columns[0], text) for (text,) in rows)
        case CopyShape.TABLE:
            yield from _array(f"{{{_members(columns, row, ', ')}}}" for row in rows)


def _array(items: Iterator[str]) -> Iterator[str]:
    start = "[\n  "
    for item in items:
        yield start + item
        start = ",\n  "
    yield "[]" if start.startswith("[") else "\n]"


def _members(columns: Sequence[CopiedColumn], row: Sequence[TextCell], separator: str) -> str:
    # A column selected twice is written once, as an Engine does: its two cells are the same.
    values = {one.column.name: _json_value(one, text) for one, text in zip(columns, row, strict=True)}
    return separator.join(f"{_json_text(name)}: {value}" for name, value in values.items())


def _json_value(column: CopiedColumn, text: TextCell) -> str:
    value = column.value(text)
    if value is None:
        return "null"
    if column.is_list(value):
        return f"[{', '.join(_json_text(element or '') for element in column.elements(value))}]"
    return _json_number(value) if column.is_number else _json_text(value)


def _json_number(text: str) -> str:
    """The digits as sent where JSON allows them, as numbers beyond a double keep their last digits so."""
    return text if _JSON_NUMBER.fullmatch(text) else str(_number(text))


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("+-").isdecimal() else float(text)


def _json_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
