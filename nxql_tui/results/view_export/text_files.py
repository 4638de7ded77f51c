"""csv, json and xml, by the writers of the wire: as an Engine writes them, but for what no Engine knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.results.kinds import PLAIN_NUMBERS
from nxql_tui.results.view_export.cell_values import number_or_text, value_rows
from nxql_tui.results.view_export.viewed_rows import distinct_names
from nxql_tui.wire.cells import Column
from nxql_tui.wire.json_rows import write_json
from nxql_tui.wire.tab_csv import SEPARATOR, write_csv
from nxql_tui.wire.xml_table import write_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.view_export.cell_values import CellReader
    from nxql_tui.results.view_export.formats import CsvStyle
    from nxql_tui.results.view_export.viewed_rows import ViewedRows
    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.cells import TextCell

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
"""What a formula begins with, and what spreadsheets skip before one."""


def csv_file(rows: ViewedRows, style: CsvStyle) -> Iterator[bytes]:
    """A header and a line a row."""
    columns = _columns(rows)
    if style.guards_formulas:
        columns = [Column(_guarded(column.name) or "", column.type) for column in columns]
    written = _guarded_rows(rows) if style.guards_formulas else rows
    separator = "," if style.uses_commas else SEPARATOR
    return write_csv(columns, written, human_readable=False, separator=separator)


def json_file(rows: ViewedRows) -> Iterator[bytes]:
    """An object a row; a second column of the same name gets one of its own."""
    columns = [Column(name) for name in distinct_names(rows.columns)]
    return write_json(columns, value_rows(rows, _json_reader))


def xml_file(rows: ViewedRows) -> Iterator[bytes]:
    """The table that an Engine writes."""
    return write_xml(_columns(rows), rows, human_readable=False)


def _json_reader(column: ResultColumn) -> CellReader | None:
    return number_or_text if column.form in PLAIN_NUMBERS else None


def _columns(rows: ViewedRows) -> list[Column]:
    return [Column(column.name, column.type or "string") for column in rows.columns]


def _guarded_rows(rows: ViewedRows) -> Iterator[Row]:
    for row in rows:
        yield tuple(map(_guarded, row))


def _guarded(text: TextCell) -> TextCell:
    """The text behind an apostrophe if it could be a formula; a negative number is none."""
    if text and _FORMULA.match(text) and isinstance(number_or_text(text), str):
        return f"'{text}"
    return text
