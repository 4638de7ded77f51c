"""The formats a view can be written in, and what can be chosen about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ViewFormat(StrEnum):
    """A format by the ending of its files."""

    CSV = "csv"
    """Separated by TAB as an Engine does, or by commas."""
    XLSX = "xlsx"
    """Excel: numbers and date-times are such, everything else is text."""
    PARQUET = "parquet"
    JSON = "json"
    XML = "xml"
    HTML = "html"
    """A page that needs nothing beside it."""
    MARKDOWN = "md"

    @property
    def is_text(self) -> bool:
        """Whether people can read it as it is."""
        return self not in (ViewFormat.XLSX, ViewFormat.PARQUET)


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How csv is written."""

    uses_commas: bool = False
    """Commas between cells, where an Engine writes TAB."""
    guards_formulas: bool = False
    """An apostrophe before what a spreadsheet would take for a formula; the cell is then not what the Engine sent."""
