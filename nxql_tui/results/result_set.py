"""The rows of one answer, stored locally: ordered by type and read a page at a time."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from nxql_tui.results.columns import Page, ResultColumn
from nxql_tui.results.errors import ResultError
from nxql_tui.results.kinds import find_kinds
from nxql_tui.results.loading import load_rows
from nxql_tui.results.ordering import Orders
from nxql_tui.results.storage import Storage
from nxql_tui.results.table import ANSWER, cell, evaluate

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from nxql_tui.results.view import View
    from nxql_tui.wire.request import Format

__all__ = ["Page", "ResultError", "ResultSet"]


class ResultSet:
    """The rows of an answer; usable from any thread, one call at a time."""

    def __init__(self, storage: Storage, columns: tuple[ResultColumn, ...], row_count: int) -> None:
        self._storage = storage
        self._columns = columns
        self._row_count = row_count
        self._orders = Orders(columns)

    @classmethod
    def load(cls, spool: Path, answer_format: Format, *, folder: Path) -> Self:
        """Store a complete answer; the spool is read and not kept open.

        Args:
            spool: The bytes as the Engine sent them.
            answer_format: What they should be.
            folder: Where rows that do not fit in memory go; made when missing.

        Raises:
            ResultError: The answer cannot be read or not be stored; nothing stays in the folder.
        """
        storage = Storage(folder)
        try:
            names = load_rows(storage, spool, answer_format)
            with storage.cursor() as cursor:
                kinds = find_kinds(cursor, len(names))
                (row_count,) = evaluate(cursor, ["count(*)"])
        except BaseException:
            storage.close()
            raise
        columns = tuple(ResultColumn(name, kind) for name, kind in zip(names, kinds, strict=True))
        return cls(storage, columns, row_count)

    @property
    def columns(self) -> tuple[ResultColumn, ...]:
        """In the order of the answer."""
        return self._columns

    @property
    def row_count(self) -> int:
        """All rows."""
        return self._row_count

    def page(self, view: View, first: int, size: int) -> Page:
        """Up to `size` rows of a view from place `first`; the first page of a new order sorts all rows.

        Raises:
            NoSuchColumnError: The view names a column that is not there.
            ClosedError: The result set has been closed.
            StorageError: There is no room to sort.
        """
        first, size = max(0, first), max(0, size)
        with self._storage.cursor() as cursor:
            rows = cursor.execute(self._page_query(cursor, view), [first, first + size]).fetchall()
        shown = len(self._columns)
        return Page(self._columns, tuple(row[:shown] for row in rows), first, self._row_count)

    def close(self) -> None:
        """Give memory and files back; closing twice is harmless."""
        self._storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _page_query(self, cursor: DuckDBPyConnection, view: View) -> str:
        cells = ", ".join(f"{ANSWER}.{cell(column)}" for column in range(max(1, len(self._columns))))
        if not view.sort:
            return f"SELECT {cells} FROM {ANSWER} WHERE rowid >= ? AND rowid < ? ORDER BY rowid"
        order = self._orders.table_for(cursor, view.sort)
        return (
            f"SELECT {cells} FROM {order} JOIN {ANSWER} ON {ANSWER}.rowid = {order}.row"
            f" WHERE {order}.rowid >= ? AND {order}.rowid < ? ORDER BY {order}.rowid"
        )
