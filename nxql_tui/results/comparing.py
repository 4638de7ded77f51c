"""Two answers beside each other: which rows came, which went, and which cells changed.

Rows belong together when they are alike in the key columns; rows that are alike among themselves are paired in the
order they stand in. Columns belong together by their names.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.results.columns import ENGINE_NAME, ResultColumn
from nxql_tui.results.errors import NothingInCommonError, StorageError, UnknownColumnError
from nxql_tui.results.native_csv import literal_path
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.storage import Storage, filling
from nxql_tui.results.table import ANSWER, cell, evaluate, quote
from nxql_tui.results.telling_columns import USUAL_KEYS
from nxql_tui.results.view import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from nxql_tui.results.stopping import Stop

MARK_NAME = "±"
"""The head of the first column of a comparison."""
ADDED, GONE, CHANGED = "+", "-", "~"
"""What stands in it; nothing for a row that stayed what it was."""
WAS_NAME = "was"
"""The head of the last column: the cells of a changed row that were others, with what they were."""

_BEFORE, _AFTER = "before", "after"


@dataclass(frozen=True)
class Differences:
    """What a comparison has found."""

    result_set: ResultSet
    """The rows of the later answer, then those that are gone; between the mark and what was: all columns of both.

    The first column is the mark, the last one what was.
    """
    key: tuple[str, ...]
    """The columns by which rows were told from each other; empty when whole rows were."""
    added: int
    gone: int
    changed: int
    """Rows."""
    changed_cells: int

    @property
    def is_none(self) -> bool:
        """Whether both answers hold the same rows."""
        return not (self.added or self.gone or self.changed)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A column of one answer or of both."""

    column: ResultColumn
    before: int | None
    """Its place in the earlier answer; None where only the later one has it."""
    after: int | None

    @property
    def name_before(self) -> str:
        """In SQL."""
        return "NULL" if self.before is None else f"b.{cell(self.before)}"

    @property
    def name_after(self) -> str:
        """In SQL."""
        return "NULL" if self.after is None else f"a.{cell(self.after)}"

    @property
    def is_in_both(self) -> bool:
        """Whether there is anything to compare."""
        return self.before is not None and self.after is not None


def compare(
    before: ResultSet, after: ResultSet, *, key: Sequence[str], folder: Path, stop: Stop | None = None
) -> Differences:
    """Compare two answers row by row.

    Args:
        before: The earlier answer.
        after: The later one.
        key: The names of the columns that tell rows from each other; none compares whole rows.
        folder: Where rows that do not fit in memory go; made when missing.
        stop: Stops the comparison.

    Raises:
        NothingInCommonError: They have no column of the same name.
        UnknownColumnError: An answer lacks a column of the key.
        ResultError: As `ResultSet.page`; nothing stays in the folder.
    """
    pairs = _pairs(before.columns, after.columns)
    if not any(pair.is_in_both for pair in pairs):
        raise NothingInCommonError
    keys = _key_pairs(pairs, key)
    storage = Storage(folder, after.memory_limit)
    with filling(storage):
        _copy(before, storage, _BEFORE, stop)
        _copy(after, storage, _AFTER, stop)
        with storage.cursor(stop) as cursor:
            _number(cursor, _BEFORE, [pair.before for pair in keys])
            _number(cursor, _AFTER, [pair.after for pair in keys])
            cells_changed = _join(cursor, pairs, keys)
            added, gone, changed, row_count = evaluate(
                cursor, [*(f"count(*) FILTER (c0 = {quote(mark)})" for mark in (ADDED, GONE, CHANGED)), "count(*)"]
            )
            for table in (_BEFORE, _AFTER):
                cursor.execute(f"DROP TABLE {table}")
    columns = (ResultColumn(MARK_NAME), *(pair.column for pair in pairs), ResultColumn(WAS_NAME))
    result_set = ResultSet(storage, columns, row_count, is_complete=before.is_complete and after.is_complete)
    return Differences(result_set, tuple(key), added, gone, changed, cells_changed)


def suggest_key(before: ResultSet, after: ResultSet, stop: Stop | None = None) -> tuple[str, ...]:
    """The column that tells the rows of both answers from each other; none when no column does.

    Of several Engines, each of which counts for itself, it is one beside that of the Engine.

    Raises:
        ResultError: As `ResultSet.page`.
    """
    shared = [pair for pair in _pairs(before.columns, after.columns) if pair.is_in_both]
    names = [pair.column.name for pair in shared]
    usual = [name for name in USUAL_KEYS if name in names]
    rest = [name for name in names if name not in usual]
    with_engine = ENGINE_NAME in names
    unique = _unique_columns(before, stop, with_engine=with_engine) & _unique_columns(
        after, stop, with_engine=with_engine
    )
    found = next((name for name in (*usual, *rest) if name in unique), None)
    if found is None:
        return ()
    return (ENGINE_NAME, found) if with_engine and found != ENGINE_NAME else (found,)


def _unique_columns(result_set: ResultSet, stop: Stop | None, *, with_engine: bool) -> set[str]:
    """The columns that tell all rows apart, by themselves or together with that of the Engine."""
    columns = result_set.columns
    engine = f"{cell([column.name for column in columns].index(ENGINE_NAME))}, " if with_engine else ""
    keys = [f"({engine}{cell(place)})" for place in range(len(columns))]
    values = [f"count(DISTINCT {key}) FILTER ({cell(place)} IS NOT NULL)" for place, key in enumerate(keys)]
    with result_set.select(Selection(), stop) as rows:
        counts = evaluate(rows.cursor, values)
    return {column.name for column, count in zip(columns, counts, strict=True) if count == result_set.row_count}


def _pairs(before: Sequence[ResultColumn], after: Sequence[ResultColumn]) -> list[_Pair]:
    """All columns of both, those of the later answer first; of equal names the first belongs to the first."""
    left = list(enumerate(before))
    pairs = []
    for place, column in enumerate(after):
        match = next((number for number, (_, other) in enumerate(left) if other.name == column.name), None)
        pairs.append(_Pair(column, None if match is None else left.pop(match)[0], place))
    return pairs + [_Pair(column, place, None) for place, column in left]


def _key_pairs(pairs: Sequence[_Pair], key: Sequence[str]) -> list[_Pair]:
    shared = [pair for pair in pairs if pair.is_in_both]
    if not key:
        return shared
    by_name = {pair.column.name: pair for pair in reversed(shared)}
    for name in key:
        if name not in by_name:
            raise UnknownColumnError(name, nearest_names(name, by_name))
    return [by_name[name] for name in key]


def _copy(result_set: ResultSet, storage: Storage, table: str, stop: Stop | None) -> None:
    """Bring the rows from one database into another, by way of the disk: neither holds them in memory."""
    path = storage.folder / f"{table}.parquet"
    cells = ", ".join(cell(place) for place in range(max(1, len(result_set.columns))))
    try:
        with result_set.select(Selection(), stop) as rows:
            rows.cursor.execute(
                f"COPY (SELECT rowid AS place, {cells} FROM {ANSWER}) TO {quote(str(path))} (FORMAT parquet)"
            )
        with storage.cursor(stop) as cursor:
            cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet(?)", [literal_path(path)])
        path.unlink()
    except OSError as error:
        raise StorageError(f"{path} cannot be removed: {error.strerror}.") from error


def _number(cursor: duckdb.DuckDBPyConnection, table: str, keys: Sequence[int | None]) -> None:
    """Number rows that are alike in the key, so that each has one partner at most."""
    names = ", ".join(cell(place) for place in keys if place is not None) or "1"
    cursor.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT *, row_number() OVER (PARTITION BY {names} ORDER BY place) AS nth"
        f" FROM {table}"
    )


def _join(cursor: duckdb.DuckDBPyConnection, pairs: Sequence[_Pair], keys: Sequence[_Pair]) -> int:
    """Fill the table of the comparison; returns how many cells changed."""
    compared = [pair for pair in pairs if pair.is_in_both and pair not in keys]
    differs = [f"{pair.name_before} IS DISTINCT FROM {pair.name_after}" for pair in compared]
    was = ", ".join(
        f"CASE WHEN {test} THEN {quote(f'{pair.column.name}: ')} || coalesce({pair.name_before}, '∅') END"
        for test, pair in zip(differs, compared, strict=True)
    )
    is_paired = "a.place IS NOT NULL AND b.place IS NOT NULL"
    alike = [f"{pair.name_before} IS NOT DISTINCT FROM {pair.name_after}" for pair in keys]
    together = " AND ".join([*alike, "a.nth = b.nth"])
    mark = (
        f"CASE WHEN b.place IS NULL THEN {quote(ADDED)} WHEN a.place IS NULL THEN {quote(GONE)}"
        f" WHEN {' OR '.join(differs) or 'false'} THEN {quote(CHANGED)} END"
    )
    cells = [f"CASE WHEN a.place IS NULL THEN {pair.name_before} ELSE {pair.name_after} END" for pair in pairs]
    last = f"CASE WHEN {is_paired} THEN nullif(concat_ws('; ', {was or 'NULL'}), '') END"
    selected = ", ".join(f"{value} AS {cell(place)}" for place, value in enumerate([mark, *cells, last]))
    cursor.execute(
        f"CREATE TABLE {ANSWER} AS SELECT {selected} FROM {_AFTER} AS a FULL JOIN {_BEFORE} AS b ON {together}"
        " ORDER BY a.place IS NULL, a.place, b.place"
    )
    if not compared:
        return 0
    count = " + ".join(f"CAST({test} AS INTEGER)" for test in differs)
    (changed,) = cursor.execute(
        f"SELECT coalesce(sum({count}), 0) FROM {_AFTER} AS a JOIN {_BEFORE} AS b ON {together}"
    ).fetchone() or (0,)
    return int(changed)
