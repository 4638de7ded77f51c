"""What is known of a cell beyond its text, in words."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

from nxql_tui.results.columns import CellForm, ColumnKind
from nxql_tui.ui.cell_display import CUT_SIGN, NULL_SIGN, QUOTE
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.cells import LIST_SEPARATOR
from nxql_tui.wire.units import quantity_text

if TYPE_CHECKING:
    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.wire.cells import TextCell

NO_VALUE = "no value; csv writes an empty text so, too"
EMPTY_TEXT = "a text without characters"

_LIST_KINDS = (ColumnKind.LIST, ColumnKind.ADDRESS)


def type_words(column: ResultColumn) -> str:
    """The type of a column and what its numbers count: `millisecond, ms`."""
    words = [column.type or column.kind.value]
    if column.unit and column.unit not in (words[0], f"{words[0]}s"):
        words.append(column.unit)
    return ", ".join(words)


def readable_form(cell: TextCell, column: ResultColumn) -> str:
    """A number with its best unit, as `87.0%` or `8.00 GB`; empty where the cell says all there is."""
    text_of = quantity_text(column.type)
    if not cell or text_of is None or not column.form.is_plain_number:
        return ""
    try:
        number = float(cell)
    except ValueError:
        return ""
    return text_of(number) if isfinite(number) else ""


def moment_in_words(cell: TextCell, column: ResultColumn) -> str:
    """The day of a date-time with its name; empty for everything else."""
    if not cell or column.form is not CellForm.DATETIME:
        return ""
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return ""
    return f"{moment:%A}, {moment.day} {moment:%B %Y, %H:%M:%S}, by the clock of the Engine"


def cell_items(cell: TextCell, column: ResultColumn) -> tuple[str, ...]:
    """The elements of a list; a single one for everything else."""
    if cell and column.kind in _LIST_KINDS:
        return tuple(cell.split(LIST_SEPARATOR))
    return (cell or "",)


def cell_lines(cell: TextCell, column: ResultColumn) -> tuple[str, ...]:
    """A cell as lines that may be shown: lists an item a line, null and empty text as signs."""
    if cell is None:
        return (NULL_SIGN,)
    if not cell.strip():
        return (f"{QUOTE}{visible_line(cell)}{QUOTE}",)
    return tuple(map(visible_line, cell_items(cell, column)))


def long_text(text: str, most: int) -> str:
    """A text that may be shown, its line ends as lines; at most so many of its characters, and a sign for the rest."""
    shown = "\n".join(map(visible_line, text[:most].split("\n")))
    return shown if len(text) <= most else shown + CUT_SIGN
