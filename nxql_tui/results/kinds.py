"""What the cells of a column are, and how each kind is ordered.

A kind is one pattern, understood alike by Python's `re` and by DuckDB, with a test beside it for what no pattern can
say. A column is of a kind when all its cells are; cells that say nothing (`MISSING`) do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

from nxql_tui.results.columns import ColumnKind
from nxql_tui.results.quantities import QUANTITY_PATTERN, quantity_in_sql
from nxql_tui.results.table import ANSWER, cell, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import duckdb

MISSING = ("", "-")
"""Texts that stand for null: some dynamic fields send a lone dash (reference/web_api.md §4.1 [client])."""

SAMPLE_ROWS = 1_000
"""Rows that decide which kinds are worth a look at a whole column."""

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
    """The kind of a few cells, by Python."""
    known = [text for text in cells if text is not None and text not in MISSING]
    if known:
        for recogniser in RECOGNISERS:
            pattern = re.compile(recogniser.pattern)
            if all(pattern.fullmatch(text) and recogniser.holds(text) for text in known):
                return recogniser.kind
    return ColumnKind.TEXT


def find_kinds(cursor: duckdb.DuckDBPyConnection, column_count: int) -> tuple[ColumnKind, ...]:
    """The kinds of all columns of the answer, by DuckDB."""
    candidates = [(column, recogniser) for column in range(column_count) for recogniser in RECOGNISERS]
    hopeful = _that_hold(cursor, candidates, f"{ANSWER} WHERE rowid < {SAMPLE_ROWS}", when_unknown=True)
    kinds = [ColumnKind.TEXT] * column_count
    # Backwards, so that the first kind that fits has the last word.
    for column, recogniser in reversed(_that_hold(cursor, hopeful, ANSWER, when_unknown=False)):
        kinds[column] = recogniser.kind
    return tuple(kinds)


def order_keys(cursor: duckdb.DuckDBPyConnection, kind: ColumnKind, name: str) -> tuple[str, ...]:
    """The sort keys of a column in SQL; text is ordered as it stands."""
    for recogniser in RECOGNISERS:
        if recogniser.kind is kind:
            key = recogniser.order_in_sql.format(cell=name)
            tie_break = (recogniser.tie_break_in_sql or "NULL").format(cell=name)
            needed = cursor.execute(f"SELECT count({tie_break}) > 0 FROM {ANSWER}").fetchone()
            return (key, tie_break) if needed and needed[0] else (key,)
    return (name,)


def _that_hold(
    cursor: duckdb.DuckDBPyConnection,
    candidates: list[tuple[int, Recogniser]],
    source: str,
    *,
    when_unknown: bool,
) -> list[tuple[int, Recogniser]]:
    """The candidates that all cells agree with."""
    if not candidates:
        return []
    tests = ", ".join(_test(cell(column), recogniser, when_unknown) for column, recogniser in candidates)
    found = cursor.execute(f"SELECT {tests} FROM {source}").fetchone() or ()
    return [candidate for candidate, holds in zip(candidates, found, strict=True) if holds]


def _test(name: str, recogniser: Recogniser, when_unknown: bool) -> str:
    missing = ", ".join(map(quote, MISSING))
    holds = recogniser.holds_in_sql.format(cell=name)
    matches = f"regexp_full_match({name}, {quote(recogniser.pattern)}) AND coalesce({holds}, false)"
    return f"coalesce(bool_and({matches}) FILTER ({name} NOT IN ({missing})), {when_unknown})"
