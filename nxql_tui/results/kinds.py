"""What the cells of a column are, and how each kind is ordered.

A kind is one pattern, understood alike by Python's `re` and by DuckDB, with a test beside it for what no pattern can
say. A column is of a kind when all its cells are; cells that say nothing (`MISSING`) do not count.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.quantities import QUANTITY_PATTERN, quantity_in_sql
from nxql_tui.results.table import ANSWER, cell, evaluate, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import duckdb

MISSING = ("", "-")
"""Texts that stand for null: some dynamic fields send a lone dash (reference/web_api.md §4.1 [client])."""

SAMPLE_ROWS = 200
"""Rows that decide which kinds are worth a look at a whole column."""
_SAMPLE_WIDTH = 200
"""Longer cells are left to DuckDB: a sample of them could fill the memory."""

_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_QUAD = rf"{_OCTET}(\.{_OCTET}){{3}}"


@dataclass(frozen=True)
class Recogniser:
    """How a kind is told from text, and ordered."""

    kind: ColumnKind
    pattern: str
    holds: Callable[[str], bool]
    """What the pattern cannot say, in Python."""
    holds_in_sql: str
    """The same in SQL over `{cell}`."""
    order_in_sql: str
    """The sort key in SQL over `{cell}`; null for `MISSING`."""
    tie_break_in_sql: str | None = None
    """A second key that few columns need; null where the first is enough."""

    def fits(self, cells: Iterable[str]) -> bool:
        """Whether all cells are of this kind; true of no cells."""
        pattern = re.compile(self.pattern)
        return all(pattern.fullmatch(text) and self.holds(text) for text in cells)


def _always(_: str) -> bool:
    return True


def _is_finite(text: str) -> bool:
    return isfinite(float(text))


def _is_on_the_calendar(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


RECOGNISERS = (
    Recogniser(
        ColumnKind.NUMBER,
        r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?",
        _is_finite,
        "isfinite(TRY_CAST({cell} AS DOUBLE))",
        # Whole numbers beyond 2^53, as identifiers can be, tie as DOUBLE.
        "TRY_CAST({cell} AS DOUBLE)",
        "CASE WHEN strlen({cell}) > 15 THEN TRY_CAST({cell} AS HUGEINT) END",
    ),
    Recogniser(
        ColumnKind.DATETIME,
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}",
        _is_on_the_calendar,
        "TRY_CAST({cell} AS TIMESTAMP) IS NOT NULL",
        "TRY_CAST({cell} AS TIMESTAMP)",
    ),
    Recogniser(
        ColumnKind.ADDRESS,
        rf"{_QUAD}(, ?{_QUAD})*",
        _always,
        "true",
        # Every number is brought to three digits: texts of equal width stand in the order of their numbers.
        "CASE WHEN {cell} <> '' AND {cell} <> '-' THEN regexp_replace(regexp_replace("
        r"{cell}, '([0-9]+)', '00\1', 'g'), '0*([0-9]{{3}})', '\1', 'g') END",
    ),
    Recogniser(
        ColumnKind.QUANTITY,
        QUANTITY_PATTERN,
        _always,
        "true",
        quantity_in_sql("{cell}"),
    ),
)
"""The first kind that fits wins."""


def kind_of(cells: Iterable[str | None]) -> ColumnKind:
    """The kind of a few cells, by Python alone."""
    known = _known(cells)
    fitting = (recogniser.kind for recogniser in RECOGNISERS if known and recogniser.fits(known))
    return next(fitting, ColumnKind.TEXT)


def find_kinds(cursor: duckdb.DuckDBPyConnection, column_count: int) -> tuple[ColumnKind, ...]:
    """The kinds of all columns of the answer: a few rows rule most kinds out, DuckDB looks at all rows for the rest."""
    candidates = _hopeful(cursor, column_count)
    found = evaluate(cursor, [_test(cell(column), recogniser) for column, recogniser in candidates])
    kinds = [ColumnKind.TEXT] * column_count
    # Backwards, so that the first kind that fits has the last word.
    for (column, recogniser), holds in reversed([*zip(candidates, found, strict=True)]):
        if holds:
            kinds[column] = recogniser.kind
    return tuple(kinds)


def order_keys(cursor: duckdb.DuckDBPyConnection, kind: ColumnKind, name: str) -> tuple[str, ...]:
    """The sort keys of a column in SQL; text is ordered as it stands."""
    for recogniser in RECOGNISERS:
        if recogniser.kind is kind:
            key = recogniser.order_in_sql.format(cell=name)
            tie_break = (recogniser.tie_break_in_sql or "NULL").format(cell=name)
            (ties,) = evaluate(cursor, [f"count({tie_break})"])
            return (key, tie_break) if ties else (key,)
    return (name,)


def _hopeful(cursor: duckdb.DuckDBPyConnection, column_count: int) -> list[tuple[int, Recogniser]]:
    """The columns with the kinds that the first rows do not rule out."""
    cells = ", ".join(
        f"CASE WHEN strlen({name}) <= {_SAMPLE_WIDTH} THEN {name} END" for name in map(cell, range(column_count))
    )
    if not cells:
        return []
    rows = cursor.execute(f"SELECT {cells} FROM {ANSWER} WHERE rowid < {SAMPLE_ROWS}").fetchall()
    return [
        (column, recogniser)
        for column in range(column_count)
        for recogniser in RECOGNISERS
        if recogniser.fits(_known(row[column] for row in rows))
    ]


def _known(cells: Iterable[str | None]) -> list[str]:
    """The cells that say something of their kind."""
    return [text for text in cells if text is not None and text not in MISSING]


def _test(name: str, recogniser: Recogniser) -> str:
    missing = ", ".join(map(quote, MISSING))
    holds = recogniser.holds_in_sql.format(cell=name)
    matches = f"regexp_full_match({name}, {quote(recogniser.pattern)}) AND coalesce({holds}, false)"
    return f"coalesce(bool_and({matches}) FILTER ({name} NOT IN ({missing})), false)"
