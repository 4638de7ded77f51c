"""What a reader has done to the rows, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.filters import Comparison
from nxql_tui.results.sort_keys import SortDirection
from nxql_tui.results.view_text import first_rows_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.filters import RowFilter
    from nxql_tui.results.first_rows import FirstRows

_LONGEST_VALUE = 24


def filter_words(row_filter: RowFilter, columns: Sequence[ResultColumn]) -> str:
    """A filter as its chip says it: `name = Paris`."""
    name = columns[row_filter.column].name if row_filter.column < len(columns) else f"column {row_filter.column + 1}"
    if row_filter.comparison is Comparison.ONCE:
        return f"each {visible_line(name)} once"
    words = [visible_line(name), row_filter.comparison.value]
    if row_filter.comparison.takes_value:
        words.append(shortened(row_filter.value) if row_filter.value else '""')
    return " ".join(words)


def first_rows_words(first: FirstRows, columns: Sequence[ResultColumn]) -> str:
    """The first rows of all as their chip says it: `newest 100 of all`, `first 100 by name`."""
    key = first.sort[0]
    is_newest = key.direction is SortDirection.DESCENDING and columns[key.column].kind is ColumnKind.DATETIME
    if is_newest:
        return f"newest {first.count} of all"
    return visible_line(first_rows_text(first, [column.name for column in columns]))


def shortened(text: str) -> str:
    """The beginning of a text, as data, in one line."""
    shown = visible_line(text[: _LONGEST_VALUE + 1])
    return shown if len(text) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}…"


def fitting_comparisons(cell: str | None, column: ResultColumn) -> tuple[Comparison, ...]:
    """How a cell of this kind can be compared, the most likely first."""
    if cell is None:
        return (Comparison.NOT_NULL, Comparison.IS_NULL)
    ordered = (Comparison.GREATER, Comparison.AT_LEAST, Comparison.LESS, Comparison.AT_MOST)
    texts = (Comparison.CONTAINS, Comparison.LACKS)
    equal = (Comparison.EQUAL, Comparison.NOT_EQUAL)
    nulls = (Comparison.NOT_NULL, Comparison.IS_NULL)
    middle = (*texts, *ordered) if column.kind.value in ("text", "list") else (*ordered, *texts)
    return (*equal, *middle, *nulls)
