"""How the cells of a column are spelt, what they mean, and how they are ordered.

A form is one pattern, understood alike by Python's `re` and by DuckDB, with a test beside it for what no pattern can
say. A column is of a form when all its cells are; cells that say nothing (`MISSING`) do not count. What the cells mean
is the data model's word where it has one, else the form's.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.nxql.model import Aggregate, Field
from nxql_tui.results.columns import CellForm, ColumnKind, ResultColumn
from nxql_tui.results.quantities import FACTORS, quantity_in_sql, quantity_pattern
from nxql_tui.results.table import ANSWER, cell, evaluate, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import duckdb

MISSING = ("", "-")
"""Texts that stand for null: some dynamic fields send a lone dash (reference/web_api.md §4.1 [client])."""

Known: TypeAlias = Field | Aggregate | None
"""What the data model says of a column; None where it says nothing."""

SAMPLE_ROWS = 200
"""Rows that decide which forms are worth a look at a whole column."""
_SAMPLE_WIDTH = 200
"""Longer cells are left to DuckDB: a sample of them could fill the memory."""

_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_QUAD = rf"{_OCTET}(\.{_OCTET}){{3}}"


@dataclass(frozen=True)
class Recogniser:
    """How a form is told from text, read and ordered."""

    form: CellForm
    kind: ColumnKind
    """What cells of this form mean where the data model does not say."""
    pattern: str
    holds: Callable[[str], bool]
    """What the pattern cannot say, in Python."""
    holds_in_sql: str
    """The same in SQL over `{cell}`."""
    order_in_sql: str
    """The sort key in SQL over `{cell}`; null for `MISSING`; of numeric kinds the number itself."""
    tie_break_in_sql: str | None = None
    """A second key that few columns need; null where the first is enough."""

    def fits(self, cells: Iterable[str]) -> bool:
        """Whether all cells are of this form; true of no cells."""
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


_IS_FINITE_IN_SQL = "isfinite(TRY_CAST({cell} AS DOUBLE))"
_NUMBER_IN_SQL = "TRY_CAST({cell} AS DOUBLE)"


_NUMBERS_IN_SQL = (
    "CASE WHEN {cell} <> '' AND {cell} <> '-'"
    " THEN TRY_CAST(string_split(translate({cell}, ', ', '.'), '.') AS BIGINT[]) END"
)
"""The numbers between dots and commas, which are compared one by one."""


def _quantity(form: CellForm, kind: ColumnKind, *units: str) -> Recogniser:
    return Recogniser(form, kind, quantity_pattern(units), _always, "true", quantity_in_sql("{cell}"))


RECOGNISERS = (
    Recogniser(
        CellForm.INTEGER,
        ColumnKind.INTEGER,
        r"[+-]?[0-9]+",
        _is_finite,
        _IS_FINITE_IN_SQL,
        # Whole numbers beyond 2^53, as identifiers can be, tie as DOUBLE.
        _NUMBER_IN_SQL,
        "CASE WHEN strlen({cell}) > 15 THEN TRY_CAST({cell} AS HUGEINT) END",
    ),
    Recogniser(
        CellForm.REAL,
        ColumnKind.REAL,
        r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?",
        _is_finite,
        _IS_FINITE_IN_SQL,
        _NUMBER_IN_SQL,
        "CASE WHEN strlen({cell}) > 15 THEN TRY_CAST({cell} AS HUGEINT) END",
    ),
    Recogniser(
        CellForm.DATETIME,
        ColumnKind.DATETIME,
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}",
        _is_on_the_calendar,
        "TRY_CAST({cell} AS TIMESTAMP) IS NOT NULL",
        "TRY_CAST({cell} AS TIMESTAMP)",
    ),
    Recogniser(CellForm.ADDRESS, ColumnKind.ADDRESS, rf"{_QUAD}(, ?{_QUAD})*", _always, "true", _NUMBERS_IN_SQL),
    Recogniser(CellForm.VERSION, ColumnKind.VERSION, r"[0-9]{1,12}(\.[0-9]{1,12})+", _always, "true", _NUMBERS_IN_SQL),
    _quantity(CellForm.BYTES, ColumnKind.BYTES, "bytes", "KB", "MB", "GB", "TB"),
    _quantity(CellForm.RATIO, ColumnKind.RATIO, "%"),
    _quantity(CellForm.DURATION, ColumnKind.DURATION, "d", "h", "min", "s", "ms", "μs"),
    _quantity(CellForm.QUANTITY, ColumnKind.QUANTITY, *FACTORS),
)
"""The first form that fits wins."""

_BY_FORM = {recogniser.form: recogniser for recogniser in RECOGNISERS}
PLAIN_NUMBERS = frozenset({CellForm.INTEGER, CellForm.REAL})
"""Numbers without a unit."""
_FORMS_OF_TEXT = frozenset({CellForm.ADDRESS, CellForm.VERSION})
"""A text may well be an address or a version; digits that are a name are not a number."""
_FORMS_OF_KINDS = {
    ColumnKind.INTEGER: PLAIN_NUMBERS,
    ColumnKind.BYTES: PLAIN_NUMBERS | {CellForm.BYTES},
    ColumnKind.RATIO: PLAIN_NUMBERS | {CellForm.RATIO},
    ColumnKind.DURATION: PLAIN_NUMBERS | {CellForm.DURATION},
    ColumnKind.QUANTITY: PLAIN_NUMBERS | {CellForm.QUANTITY},
    ColumnKind.DATETIME: frozenset({CellForm.DATETIME}),
}
_FORM_UNITS = {CellForm.BYTES: "bytes", CellForm.DURATION: "ms"}
_KINDS_OF_TYPES = {
    "byte": ColumnKind.BYTES,
    "percent": ColumnKind.RATIO,
    "permill": ColumnKind.RATIO,
    "millisecond": ColumnKind.DURATION,
    "microsecond": ColumnKind.DURATION,
    "day": ColumnKind.DURATION,
    "datetime": ColumnKind.DATETIME,
    "integer": ColumnKind.INTEGER,
    "identifier": ColumnKind.INTEGER,
    "http_status_code": ColumnKind.INTEGER,
    "bps": ColumnKind.QUANTITY,
    "mhz": ColumnKind.QUANTITY,
    "ip_address": ColumnKind.ADDRESS,
    "list": ColumnKind.LIST,
}
"""Every other type is text."""


def column_of_cells(name: str, cells: Iterable[str | None], known: Known = None) -> ResultColumn:
    """A column by a few of its cells, without a database."""
    texts = _known(cells)
    fitting = (one for one in _allowed(known) if texts and one.fits(texts))
    return _column(name, next(fitting, None), known)


def find_columns(
    cursor: duckdb.DuckDBPyConnection, names: Sequence[str], known: Sequence[Known]
) -> tuple[ResultColumn, ...]:
    """The columns of the answer: a few rows rule most forms out, DuckDB looks at all rows for the rest.

    Args:
        cursor: The database.
        names: The heads of all columns.
        known: What the data model says of each.
    """
    forms: dict[int, Recogniser] = {}
    untested = _hopeful(cursor, known)
    # A form that fits the first rows mostly fits all: the next is tested only where it does not.
    while untested:
        tested = {column: candidates.pop(0) for column, candidates in untested.items()}
        found = evaluate(cursor, [_test(cell(column), recogniser) for column, recogniser in tested.items()])
        forms |= {column: tested[column] for column, holds in zip(tested, found, strict=True) if holds}
        untested = {column: rest for column, rest in untested.items() if rest and column not in forms}
    return tuple(_column(name, forms.get(place), known[place]) for place, name in enumerate(names))


def find_column(cursor: duckdb.DuckDBPyConnection, place: int, name: str, known: Known) -> ResultColumn:
    """One column of the answer, by all its cells."""
    allowed = _allowed(known)
    found = evaluate(cursor, [_test(cell(place), recogniser) for recogniser in allowed])
    fitting = (recogniser for recogniser, holds in zip(allowed, found, strict=True) if holds)
    return _column(name, next(fitting, None), known)


def columns_with_cells(cursor: duckdb.DuckDBPyConnection, columns: Sequence[ResultColumn]) -> frozenset[int]:
    """The places of the columns of which any cell says something of their kind."""
    # Where a form was found, cells have said so.
    texts = [place for place, column in enumerate(columns) if column.form is CellForm.TEXT]
    missing = ", ".join(map(quote, MISSING))
    says = evaluate(cursor, [f"coalesce(bool_or({cell(place)} NOT IN ({missing})), false)" for place in texts])
    return frozenset(range(len(columns))) - {place for place, says_any in zip(texts, says, strict=True) if not says_any}


def _column(name: str, recogniser: Recogniser | None, known: Known) -> ResultColumn:
    expected = expected_kind(known)
    type_name = known.type if known is not None else ""
    if recogniser is None:
        kind = ColumnKind.LIST if expected is ColumnKind.LIST else ColumnKind.TEXT
        return ResultColumn(name, kind, CellForm.TEXT, "", type_name)
    if recogniser.form in PLAIN_NUMBERS and expected is not None and expected.is_numeric:
        unit = (known.unit or "") if known is not None else ""
        return ResultColumn(name, expected, recogniser.form, unit, type_name)
    return ResultColumn(name, recogniser.kind, recogniser.form, _FORM_UNITS.get(recogniser.form, ""), type_name)


def expected_kind(known: Known) -> ColumnKind | None:
    """What the data model says that the cells mean; None where it says nothing."""
    if known is None:
        return None
    if isinstance(known, Field) and known.is_list:
        return ColumnKind.ADDRESS if known.type == "ip_address" else ColumnKind.LIST
    return _KINDS_OF_TYPES.get(known.type, ColumnKind.TEXT)


def _allowed(known: Known) -> list[Recogniser]:
    """The forms that cells may have after all that is known of them."""
    expected = expected_kind(known)
    if expected is None:
        return [*RECOGNISERS]
    forms = _FORMS_OF_KINDS.get(expected, _FORMS_OF_TEXT)
    return [recogniser for recogniser in RECOGNISERS if recogniser.form in forms]


def order_keys(cursor: duckdb.DuckDBPyConnection, form: CellForm, name: str) -> tuple[str, ...]:
    """The sort keys of a column in SQL; text is ordered as it stands."""
    recogniser = _BY_FORM.get(form)
    if recogniser is None or recogniser.tie_break_in_sql is None:
        return (order_key(form, name),)
    tie_break = recogniser.tie_break_in_sql.format(cell=name)
    (ties,) = evaluate(cursor, [f"count({tie_break})"])
    return (order_key(form, name), tie_break) if ties else (order_key(form, name),)


def order_key(form: CellForm, name: str) -> str:
    """What a cell is compared by, in SQL; the number itself where the column is of a numeric kind."""
    recogniser = _BY_FORM.get(form)
    return name if recogniser is None else recogniser.order_in_sql.format(cell=name)


def _hopeful(cursor: duckdb.DuckDBPyConnection, known: Sequence[Known]) -> dict[int, list[Recogniser]]:
    """The forms of each column that neither the data model nor the first rows rule out; no column without any."""
    cells = ", ".join(
        f"CASE WHEN strlen({name}) <= {_SAMPLE_WIDTH} THEN {name} END" for name in map(cell, range(len(known)))
    )
    if not cells:
        return {}
    rows = cursor.execute(f"SELECT {cells} FROM {ANSWER} WHERE rowid < {SAMPLE_ROWS}").fetchall()
    hopeful = {}
    for column, told in enumerate(known):
        texts = _known(row[column] for row in rows)
        hopeful[column] = [recogniser for recogniser in _allowed(told) if recogniser.fits(texts)]
    return {column: candidates for column, candidates in hopeful.items() if candidates}


def _known(cells: Iterable[str | None]) -> list[str]:
    """The cells that say something of their kind."""
    return [text for text in cells if text is not None and text not in MISSING]


def _test(name: str, recogniser: Recogniser) -> str:
    missing = ", ".join(map(quote, MISSING))
    holds = recogniser.holds_in_sql.format(cell=name)
    matches = f"regexp_full_match({name}, {quote(recogniser.pattern)}) AND coalesce({holds}, false)"
    return f"coalesce(bool_and({matches}) FILTER ({name} NOT IN ({missing})), false)"
