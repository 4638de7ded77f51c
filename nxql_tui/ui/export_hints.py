"""What a format does with the rows, in a line of the export dialog."""

from __future__ import annotations

from nxql_tui.results.view_export.formats import CsvStyle, ViewFormat

_ABOUT_FORMATS = {
    ViewFormat.XLSX: "Numbers and date-times are such, all else is text; no formulas, no links.",
    ViewFormat.PARQUET: "Columns of numbers and date-times are typed, all others are text.",
    ViewFormat.JSON: "An object a row; numbers are numbers.",
    ViewFormat.XML: "The table an Engine writes.",
    ViewFormat.HTML: "One page to read or print, with the query in it.",
    ViewFormat.MARKDOWN: "A table for wikis and tickets.",
}


def view_hint(view_format: ViewFormat, csv_style: CsvStyle) -> str:
    """What becomes of a view in this format."""
    if view_format is not ViewFormat.CSV:
        return _ABOUT_FORMATS[view_format]
    if csv_style.guards_formulas:
        return "An apostrophe stops a spreadsheet from running a cell; numbers stay."
    return "Commas between cells." if csv_style.uses_commas else "TAB between cells, as an Engine writes csv."


def bytes_hint(*, is_at_hand: bool) -> str:
    """Where the Engine's bytes come from."""
    return "The answer on the screen is at hand." if is_at_hand else "The Engine is asked again."


def engine_files_hint(engines: int, *, is_at_hand: bool) -> str:
    """Where the bytes of several Engines come from."""
    return "The answers on the screen are at hand." if is_at_hand else f"The {engines} Engines are asked again."
