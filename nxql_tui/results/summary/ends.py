"""The least and the greatest value of a column, in its own order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.results.columns import CellForm
from nxql_tui.results.summary.figures import Figure, number_figure

if TYPE_CHECKING:
    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.summary.figures import Value
    from nxql_tui.results.summary.tally import Tally


@dataclass(frozen=True, slots=True)
class Ends:
    """Both are None where the column has no values."""

    least: Figure | None = None
    greatest: Figure | None = None


def ends_in_sql(text: str, key: str) -> tuple[str, ...]:
    """The aggregates that `ends_of` is made from."""
    return f"min({key})", f"arg_min({text}, {key})", f"max({key})", f"arg_max({text}, {key})"


def ends_of(
    column: ResultColumn,
    least: Value | None,
    least_text: str | None,
    greatest: Value | None,
    greatest_text: str | None,
) -> Ends:
    """Ends by their keys and their cells."""
    return Ends(_figure(column, least, least_text), _figure(column, greatest, greatest_text))


def tally_ends(column: ResultColumn, values: Tally) -> Ends:
    """Ends of values that are counted."""
    return ends_of(column, *values.ask(", ".join(ends_in_sql("text", "key"))))


def _figure(column: ResultColumn, key: Value | None, text: str | None) -> Figure | None:
    if key is None or text is None:
        return None
    if isinstance(key, datetime):
        return Figure(key, text)
    if isinstance(key, float):
        # A whole number beyond 2^53 is not the same as a float.
        return number_figure(column, int(text) if column.form is CellForm.INTEGER else key)
    return Figure(text, text)
