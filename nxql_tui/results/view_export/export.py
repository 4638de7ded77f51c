"""Writing a view to a file, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nxql_tui.results.stopping import Stop
from nxql_tui.results.view_export.excel_file import excel_file
from nxql_tui.results.view_export.formats import CsvStyle, ViewFormat
from nxql_tui.results.view_export.html_file import html_file
from nxql_tui.results.view_export.markdown_file import markdown_file
from nxql_tui.results.view_export.parquet_file import parquet_file
from nxql_tui.results.view_export.text_files import csv_file, json_file, xml_file
from nxql_tui.results.view_export.viewed_rows import ViewedRows, check_shown
from nxql_tui.results.view_text import conditions_in_words
from nxql_tui.target_files import target_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.view import View
    from nxql_tui.results.view_export.provenance import Provenance


@dataclass(frozen=True, slots=True)
class ViewFile:
    """The file that is wanted."""

    path: Path
    format: ViewFormat
    overwrite: bool
    """Whether it may replace another one."""
    csv_style: CsvStyle = field(default_factory=CsvStyle)
    provenance: Provenance | None = None
    """What a page says of its rows; None where that is not known."""


def export_view(
    result_set: ResultSet,
    view: View,
    file: ViewFile,
    *,
    progress: Callable[[int], object] = lambda _rows: None,
    stop: Stop | None = None,
) -> int:
    """Write the rows of a view, in their order, with the columns that are seen; returns how many.

    Args:
        result_set: The rows; nobody else can read them meanwhile.
        view: Which of them.
        file: Where to and how.
        progress: Told how many rows have been written, in steps.
        stop: Stops the writing.

    Raises:
        TargetError: The file cannot be written; found out before the rows are read where possible.
        UnfitForFormatError: The format cannot hold these rows.
        ResultError: As `ResultSet.page`. An older file of that name still stands, whatever is raised.
    """
    stop = stop or Stop()
    shown = view.layout.shown(len(result_set.columns))
    check_shown(shown)
    with target_file(file.path, overwrite=file.overwrite) as temporary, result_set.select(view.selection, stop) as rows:
        conditions = conditions_in_words(view, [column.name for column in result_set.columns])
        _write(ViewedRows(rows, shown, result_set.is_complete, conditions, stop, progress), file, temporary)
        return rows.row_count


def _write(rows: ViewedRows, file: ViewFile, temporary: Path) -> None:
    match file.format:
        case ViewFormat.CSV:
            _write_pieces(csv_file(rows, file.csv_style), temporary)
        case ViewFormat.JSON:
            _write_pieces(json_file(rows), temporary)
        case ViewFormat.XML:
            _write_pieces(xml_file(rows), temporary)
        case ViewFormat.HTML:
            _write_pieces(html_file(rows, file.provenance), temporary)
        case ViewFormat.MARKDOWN:
            _write_pieces(markdown_file(rows), temporary)
        case ViewFormat.PARQUET:
            parquet_file(rows, temporary)
        case ViewFormat.XLSX:
            excel_file(rows, temporary)


def _write_pieces(pieces: Iterable[bytes], temporary: Path) -> None:
    with temporary.open("wb") as file:
        file.writelines(pieces)
