"""Excel, by XlsxWriter: numbers and date-times as such, everything else as text; never a formula, never a link."""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.results.columns import CellForm, ColumnKind
from nxql_tui.results.errors import UnfitForFormatError
from nxql_tui.results.kinds import PLAIN_NUMBERS
from nxql_tui.results.view_export.cell_values import number_or_text, value_rows

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.view_export.cell_values import CellReader
    from nxql_tui.results.view_export.viewed_rows import ViewedRows

MOST_ROWS = 1_048_576
"""With the header."""
MOST_COLUMNS = 16_384
LONGEST_CELL = 32_767
"""Characters."""

_LARGEST_WHOLE = 10**15 - 1
"""Excel keeps fifteen digits of a number; a longer identifier stays text."""
_FIRST_YEAR = 1900
_DATE_TIME = "yyyy-mm-dd hh:mm:ss"
_INSTEAD = "Choose parquet or csv, or show less."


def excel_file(rows: ViewedRows, file: Path) -> None:
    """Fill the file; a row is forgotten once it is written.

    Raises:
        UnfitForFormatError: Excel cannot hold so much.
        OSError: The file cannot be written.
    """
    _check_size(rows)
    # Only this format pays for the import.
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    # Rows lie beside the target until the workbook is packed: private, and on the disk that has to hold them anyway.
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f"{file.name}-") as folder:
        book = Workbook(str(file), {"constant_memory": True, "tmpdir": folder})
        sheet = book.add_worksheet("Answer" if rows.is_complete else "INCOMPLETE answer")
        try:
            _write(book, sheet, rows)
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        except FileSizeError:
            raise UnfitForFormatError("The workbook would be larger than 4 GB.", _INSTEAD) from None
        finally:
            sheet.row_data_fh.close()


def _check_size(rows: ViewedRows) -> None:
    if rows.row_count >= MOST_ROWS:
        what = f"Excel holds {MOST_ROWS - 1:,} rows below a header, and the view has {rows.row_count:,}."
        raise UnfitForFormatError(what, _INSTEAD)
    if len(rows.shown) > MOST_COLUMNS:
        raise UnfitForFormatError(f"Excel holds {MOST_COLUMNS:,} columns; there are {len(rows.shown):,}.", _INSTEAD)


def _write(book: Workbook, sheet: Worksheet, rows: ViewedRows) -> None:
    head = book.add_format({"bold": True})
    date_time = book.add_format({"num_format": _DATE_TIME})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(rows.columns):
        sheet.set_column(place, place, _width(column))
        _write_text(sheet, 0, place, column.name, column, head)
    for number, row in enumerate(value_rows(rows, _reader), start=1):
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                _write_text(sheet, number, place, value, rows.columns[place])
            elif isinstance(value, datetime):
                sheet.write_datetime(number, place, value, date_time)
            else:
                sheet.write_number(number, place, value)
    sheet.autofilter(0, 0, max(1, rows.row_count), len(rows.shown) - 1)


def _reader(column: ResultColumn) -> CellReader | None:
    if column.form in PLAIN_NUMBERS:
        return _number_or_text
    return _date_time_or_text if column.form is CellForm.DATETIME else None


def _number_or_text(text: str) -> int | float | str:
    value = number_or_text(text)
    return text if isinstance(value, int) and abs(value) > _LARGEST_WHOLE else value


def _date_time_or_text(text: str) -> datetime | str:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return text
    return value if value.year >= _FIRST_YEAR else text


def _write_text(
    sheet: Worksheet, row: int, place: int, text: str, column: ResultColumn, style: Format | None = None
) -> None:
    # Excel counts in units of UTF-16.
    if len(text) * 2 > LONGEST_CELL and len(text.encode("utf-16-le")) // 2 > LONGEST_CELL:
        where = f"Row {row:,}" if row else "The head"
        raise UnfitForFormatError(
            f"{where} of column '{column.name[:80]}' has {len(text):,} characters, and Excel holds {LONGEST_CELL:,}.",
            _INSTEAD,
        )
    sheet.write_string(row, place, text, style)


def _width(column: ResultColumn) -> int:
    """In characters."""
    widest = 19 if column.kind is ColumnKind.DATETIME else 12
    return min(max(widest, len(column.name) + 4), 60)
