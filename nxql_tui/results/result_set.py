"""The rows of one answer, stored locally: filtered, ordered by type and read a page at a time."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Self

from nxql_tui.nxql.placeholders import substitute
from nxql_tui.results.columns import Page
from nxql_tui.results.errors import ClosedError, ResultError, StorageError, SupersededError
from nxql_tui.results.finding import find_cell
from nxql_tui.results.loading import load_part, load_whole
from nxql_tui.results.rewriting import load_texts
from nxql_tui.results.row_tables import RowTables
from nxql_tui.results.selected_rows import SelectedRows
from nxql_tui.results.spooled_rows import SpooledRows
from nxql_tui.results.stopping import Stop
from nxql_tui.results.storage import DEFAULT_MEMORY_LIMIT, Storage, filling
from nxql_tui.results.survey import survey
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.results.view import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.results.finding import Found
    from nxql_tui.results.spooled_rows import RowIndex, RowReader
    from nxql_tui.results.view import View
    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.cells import TextCell
    from nxql_tui.wire.request import Format

__all__ = ["Page", "ResultError", "ResultSet"]


class ResultSet:
    """The rows of an answer; usable from any thread, one call at a time."""

    def __init__(
        self,
        storage: Storage,
        columns: tuple[ResultColumn, ...],
        row_count: int,
        query: str = "",
        *,
        is_complete: bool = True,
        row_index: RowIndex | None = None,
        rows_elsewhere: RowReader | None = None,
    ) -> None:
        """Take rows that are stored.

        Args:
            storage: Where they are; closed with the result set.
            columns: What the cells are.
            row_count: How many there are.
            query: What was asked.
            is_complete: Whether these are all rows.
            row_index: Where they are in the spool, should that be kept.
            rows_elsewhere: Reads them faster than the storage does.
        """
        self._storage = storage
        self._columns = columns
        self._row_count = row_count
        self._query = query
        self._row_tables = RowTables(columns, storage.table_numbers)
        self._row_index = row_index
        self._rows_elsewhere = rows_elsewhere
        self._generation = storage.generation
        self._is_closed = False
        self.is_complete = is_complete
        """Whether these are all rows; else the answer broke off, and nothing may show them as all."""
        self.stored_at = datetime.now().astimezone()
        """When the answer had come."""
        self.spool: Path | None = None
        """The Engine's bytes, where they were kept."""

    @classmethod
    def load(
        cls,
        spool: Path,
        answer_format: Format,
        *,
        folder: Path,
        query: str = "",
        parameters: Mapping[int, str] | None = None,
        memory_limit: int = DEFAULT_MEMORY_LIMIT,
        stop: Stop | None = None,
    ) -> Self:
        """Store a complete answer; the spool is read and not kept open.

        Args:
            spool: The bytes as the Engine sent them.
            answer_format: What they should be.
            folder: Where rows that do not fit in memory go; made when missing.
            query: What was asked, which tells the kinds of the columns; else their cells do.
            parameters: The values of its placeholders.
            memory_limit: Bytes that the rows may take of the memory.
            stop: Stops the loading.

        Raises:
            ResultError: The answer cannot be read or not be stored; nothing stays in the folder.
        """
        storage, stop, asked = Storage(folder, memory_limit), stop or Stop(), substitute(query, parameters or {}).text
        with filling(storage):
            loaded = load_whole(storage, spool, answer_format, stop)
            columns, row_count = survey(storage, loaded.names, query, parameters or {}, stop)
        return cls(storage, columns, row_count, asked, row_index=loaded.row_index)

    @classmethod
    def load_part(
        cls,
        spool: Path,
        answer_format: Format,
        *,
        folder: Path,
        query: str = "",
        parameters: Mapping[int, str] | None = None,
        memory_limit: int = DEFAULT_MEMORY_LIMIT,
        stop: Stop | None = None,
    ) -> Self:
        """Store the whole rows of an answer that broke off, or stops being readable; there may be none.

        The arguments are those of `load`; the spool may be shortened by what follows the last whole row.

        Raises:
            ResultError: Nothing of it can be read, or it cannot be stored; nothing stays in the folder.
        """
        storage, stop, asked = Storage(folder, memory_limit), stop or Stop(), substitute(query, parameters or {}).text
        with filling(storage):
            loaded = load_part(storage, spool, answer_format, stop)
            columns, row_count = survey(storage, loaded.names, query, parameters or {}, stop)
        return cls(storage, columns, row_count, asked, is_complete=False, row_index=loaded.row_index)

    @classmethod
    def of_rows(
        cls,
        columns: Sequence[ResultColumn],
        rows: Iterable[Sequence[TextCell]],
        *,
        folder: Path,
        is_complete: bool = True,
        memory_limit: int = DEFAULT_MEMORY_LIMIT,
    ) -> Self:
        """Store rows that no Engine sent; each has a cell for each column.

        Args:
            columns: What the cells are: they are believed, not looked at.
            rows: Cells as an Engine would send them.
            folder: Where rows that do not fit in memory go; made when missing.
            is_complete: Whether nothing is missing of what they were made from.
            memory_limit: Bytes that the rows may take of the memory.

        Raises:
            ResultError: They cannot be stored; nothing stays in the folder.
        """
        storage = Storage(folder, memory_limit)
        with filling(storage):
            row_count = load_texts(storage, rows, len(columns))
        return cls(storage, tuple(columns), row_count, is_complete=is_complete)

    @property
    def memory_limit(self) -> int:
        """Bytes that the rows may take of the memory."""
        return self._storage.memory_limit

    @property
    def columns(self) -> tuple[ResultColumn, ...]:
        """In the order of the answer."""
        return self._columns

    @property
    def folder(self) -> Path:
        """Where it keeps rows that do not fit in memory, beside those of others."""
        return self._storage.folder.parent

    @property
    def row_count(self) -> int:
        """All rows."""
        return self._row_count

    @property
    def query(self) -> str:
        """What was asked, its placeholders filled in; empty where that is not known."""
        return self._query

    def page(self, view: View, first: int, size: int, stop: Stop | None = None) -> Page:
        """Up to `size` rows of a view from place `first`; the first page of a new selection reads all rows.

        Raises:
            NoSuchColumnError: The view names a column that is not there.
            UnusableValueError: A filter compares a column with what is nothing of its kind.
            StoppedError: `stop` was called.
            ClosedError: The result set has been closed.
            StorageError: There is no room to sort.
        """
        first, size = max(0, first), max(0, size)
        with self._lent(stop) as cursor:
            ids, total = self._row_ids(cursor, view.selection, first, size)
            rows = self._read(cursor, ids)
        return Page(self._columns, rows, first, total, self._row_count)

    def beginning(self, view: View, size: int, stop: Stop | None = None) -> Page | None:
        """The first rows of a view, where they can be told long before all of them; None where they cannot.

        Returns:
            A page whose total is just what was found.

        Raises:
            ResultError: As `page`.
        """
        with self._lent(stop) as cursor:
            ids = self._row_tables.beginning(cursor, view.selection, size, self._row_count)
            rows = self._read(cursor, ids)
        return Page(self._columns, rows, 0, len(rows), self._row_count) if rows else None

    def find(
        self, view: View, text: str, start: int, *, backwards: bool = False, stop: Stop | None = None
    ) -> Found | None:
        """The next cell that holds a text, in any case of letters, among the columns that are seen.

        Args:
            view: The rows, their order and their columns.
            text: What to look for; nothing is found of an empty text.
            start: The place of the row to begin behind, or before; -1 begins with the first.
            backwards: Whether to look towards the first row.
            stop: Stops the search.

        Raises:
            ResultError: As `page`.
        """
        shown = view.layout.shown(len(self._columns))
        if not text or not shown:
            return None
        with self._lent(stop) as cursor:
            return find_cell(self._rows(cursor, view.selection), shown, text, start, backwards=backwards)

    @contextmanager
    def select(self, selection: Selection, stop: Stop | None = None) -> Iterator[SelectedRows]:
        """Lend the rows of a selection for questions of one's own.

        Raises:
            ResultError: As `page`.
        """
        with self._lent(stop) as cursor:
            yield self._rows(cursor, selection)

    def keep_spool(self, spool: Path) -> None:
        """Take the Engine's bytes over: the file moves, and goes when the result set is closed.

        Pages are read from them from then on, where each row is a line.

        Raises:
            StorageError: It cannot be moved.
        """
        kept = self._storage.folder / "spool"
        try:
            self.spool = spool.replace(kept)
        except OSError as error:
            raise StorageError(f"{spool} cannot be kept: {error.strerror}.") from error
        if self._row_index is not None:
            self._rows_elsewhere = SpooledRows(self.spool, self._row_index)

    def held(self) -> ResultSet:
        """The same rows for one more reader, to be closed apart from these.

        Raises:
            ClosedError: They have been closed.
        """
        if self._is_closed:
            raise ClosedError
        held = ResultSet(
            self._storage.hold(),
            self._columns,
            self._row_count,
            self._query,
            is_complete=self.is_complete,
            rows_elsewhere=self._rows_elsewhere,
        )
        held._generation, held.stored_at, held.spool = self._generation, self.stored_at, self.spool
        return held

    def close(self) -> None:
        """Give memory and files back, as far as nobody else reads them; closing twice is harmless."""
        if not self._is_closed:
            self._is_closed = True
            self._storage.discard(self._row_tables.names)
            self._storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _lent(self, stop: Stop | None) -> Iterator[DuckDBPyConnection]:
        with self._storage.cursor(stop) as cursor:
            if self._is_closed:
                raise ClosedError
            if self._generation != self._storage.generation:
                raise SupersededError
            yield cursor

    def _row_ids(
        self, cursor: DuckDBPyConnection, selection: Selection, first: int, size: int
    ) -> tuple[Sequence[int], int]:
        """The rows at some places of a selection, and how many it has."""
        if selection == Selection():
            return range(first, min(first + size, self._row_count)), self._row_count
        table = self._row_tables.table_for(cursor, selection)
        # In this order DuckDB reads just the rows between.
        query = f"SELECT row FROM {table.name} WHERE rowid >= ? AND rowid < ? ORDER BY rowid"
        return [row for (row,) in cursor.execute(query, [first, first + size]).fetchall()], table.row_count

    def _read(self, cursor: DuckDBPyConnection, ids: Sequence[int]) -> tuple[Row, ...]:
        return self._rows_elsewhere.read(ids) if self._rows_elsewhere else self._stored_rows(cursor, ids)

    def _stored_rows(self, cursor: DuckDBPyConnection, ids: Sequence[int]) -> tuple[Row, ...]:
        """These rows, out of the database."""
        cells = ", ".join(f"{ANSWER}.{cell(column)}" for column in range(max(1, len(self._columns))))
        # The ids first: DuckDB would build its table of a join from a million rows, not from a page.
        query = (
            f"SELECT {cells} FROM (SELECT unnest(?) AS row, generate_subscripts(?, 1) AS place) AS page"
            f" JOIN {ANSWER} ON {ANSWER}.rowid = page.row ORDER BY page.place"
        )
        found = cursor.execute(query, [list(ids), list(ids)]).fetchall()
        return tuple(row[: len(self._columns)] for row in found)

    def _rows(self, cursor: DuckDBPyConnection, selection: Selection) -> SelectedRows:
        if selection == Selection():
            return SelectedRows(cursor, self._columns, ANSWER, f"{ANSWER}.rowid", self._row_count)
        table = self._row_tables.table_for(cursor, selection)
        source = f"{table.name} AS selected JOIN {ANSWER} ON {ANSWER}.rowid = selected.row"
        return SelectedRows(cursor, self._columns, source, "selected.rowid", table.row_count)
