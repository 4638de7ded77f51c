"""All columns, in a line each: few readings of the table, whatever the number of columns."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from nxql_tui.results.columns import CellForm
from nxql_tui.results.summary.column_counts import ColumnCounts
from nxql_tui.results.summary.ends import Ends, ends_in_sql, ends_of, tally_ends
from nxql_tui.results.summary.histogram import column_bins, place_in_sql, tally_counts
from nxql_tui.results.summary.tally import MISSING_IN_SQL, tally, value_key
from nxql_tui.results.table import ANSWER, cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.results.summary.bins import Bins

MOST_EXACT_CELLS = 5_000_000
"""Cells of an answer whose different values are counted; beyond, their number is an estimate."""
SHAPE_WIDTH = 10
"""Bars for values without a scale; numbers have at most twice as many, date-times four times."""
_SAMPLE_ROWS = 1_000
_EXPRESSIONS_AT_ONCE = 40
"""DuckDB takes seconds to plan a query of a thousand expressions."""

_SLOW_FORMS = frozenset(
    {CellForm.BYTES, CellForm.RATIO, CellForm.DURATION, CellForm.QUANTITY, CellForm.ADDRESS, CellForm.VERSION}
)
"""Forms that are faster read where each different text is read once, which takes a reading of the table for each."""

Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColumnLine(ColumnCounts):
    """A column in a line."""

    shape: Shape
    """Numbers and date-times: how many values lie in stretches of equal width. Others: how often the values that
    occur most do so in a sample of the rows, most first. Empty without values."""


def summarise_columns(rows: SelectedRows, places: Sequence[int]) -> tuple[ColumnLine, ...]:
    """Summarise columns of some rows by their places in the result set, each in a line; in the order of the places."""
    slow = [place for place in places if rows.columns[place].form in _SLOW_FORMS]
    quick = [place for place in places if rows.columns[place].form not in _SLOW_FORMS]
    frequencies = _sampled_frequencies(rows, places)
    counted = [_counted_line(rows, place, frequencies[place]) for place in slow]
    lines = {line.place: line for line in (*counted, *_quick_lines(rows, quick, frequencies))}
    return tuple(lines[place] for place in places)


def _counted_line(rows: SelectedRows, place: int, frequencies: Shape) -> ColumnLine:
    column = rows.columns[place]
    with tally(rows, place) as values:
        ends = tally_ends(column, values)
        bins = column_bins(column, ends)
        shape = frequencies if bins is None else tally_counts(column, bins, values)
        return ColumnLine(
            place, column, rows.row_count, values.nulls, values.missing, values.distinct, values.is_exact, ends, shape
        )


def _quick_lines(rows: SelectedRows, places: Sequence[int], frequencies: Mapping[int, Shape]) -> list[ColumnLine]:
    is_exact = rows.row_count * len(places) <= MOST_EXACT_CELLS
    counts = _aggregates(rows, places, lambda place: _counts_in_sql(_name(place), is_exact=is_exact))
    found = _aggregates(rows, places, lambda place: ends_in_sql(_name(place), _key(rows, place)))
    ends = {place: ends_of(rows.columns[place], *values) for place, values in found.items()}
    shapes = _scale_shapes(rows, ends)
    lines = []
    for place in places:
        values, missing, distinct = counts[place]
        nulls, shape = rows.row_count - values, shapes.get(place, frequencies[place])
        column, both = rows.columns[place], ends[place]
        lines.append(ColumnLine(place, column, rows.row_count, nulls, missing, distinct, is_exact, both, shape))
    return lines


def _counts_in_sql(name: str, *, is_exact: bool) -> Sequence[str]:
    distinct = f"count(DISTINCT {name})" if is_exact else f"approx_count_distinct({name})"
    return f"count({name})", f"count(*) FILTER ({name} IN ({MISSING_IN_SQL}))", distinct


def _scale_shapes(rows: SelectedRows, ends: Mapping[int, Ends]) -> dict[int, Shape]:
    """How numbers and date-times spread."""
    bins: dict[int, Bins] = {}
    for place, both in ends.items():
        found = column_bins(rows.columns[place], both)
        if found is not None:
            bins[place] = found

    def histogram_in_sql(place: int) -> Sequence[str]:
        return (f"histogram({place_in_sql(rows.columns[place], bins[place], _key(rows, place))})",)

    counts = _aggregates(rows, list(bins), histogram_in_sql)
    return {
        place: tuple(int((found or {}).get(number, 0)) for number in range(bins[place].count))
        for place, (found,) in counts.items()
    }


def _sampled_frequencies(rows: SelectedRows, places: Sequence[int]) -> dict[int, Shape]:
    """For each column, how often the values that occur most do so in rows taken at equal distances."""
    if not places:
        return {}
    names = ", ".join(map(_name, places))
    distance = max(1, rows.row_count // _SAMPLE_ROWS)
    sample = rows.cursor.execute(f"SELECT {names} FROM {rows.source} WHERE {rows.order} % {distance} = 0").fetchall()
    columns = zip(*sample, strict=True) if sample else ((),) * len(places)
    return {place: _frequencies(cells) for place, cells in zip(places, columns, strict=True)}


def _frequencies(cells: Sequence[str | None]) -> Shape:
    known = Counter(text for text in cells if text is not None)
    return tuple(count for _, count in known.most_common(SHAPE_WIDTH))


def _aggregates(
    rows: SelectedRows, places: Sequence[int], expressions: Callable[[int], Sequence[str]]
) -> dict[int, tuple[Any, ...]]:
    """The values of some aggregates of each column; each column has as many."""
    if not places:
        return {}
    width = len(expressions(places[0]))
    at_once = max(1, _EXPRESSIONS_AT_ONCE // width)
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(places), at_once):
        some = places[start : start + at_once]
        asked = ", ".join(expression for place in some for expression in expressions(place))
        values = rows.cursor.execute(f"SELECT {asked} FROM {rows.source}").fetchone() or ()
        for number, place in enumerate(some):
            found[place] = values[number * width : (number + 1) * width]
    return found


def _name(place: int) -> str:
    return f"{ANSWER}.{cell(place)}"


def _key(rows: SelectedRows, place: int) -> str:
    return value_key(rows.columns[place], _name(place))
