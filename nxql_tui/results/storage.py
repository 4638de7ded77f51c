"""The private DuckDB database of one result set, and the border where its failures become ours."""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import duckdb

from nxql_tui.private_files import private_folder
from nxql_tui.results.errors import ClosedError, StoppedError, StorageError
from nxql_tui.results.stopping import Stop
from nxql_tui.sizes import size_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

DEFAULT_MEMORY_LIMIT = 512 * 10**6
"""Bytes that DuckDB may hold in memory; everything beyond goes to the folder."""
THREADS = 2

_NO_ROOM = "Free some space there, or set NXQL_TUI_HOME to a folder on another disk."


class Tables(Protocol):
    """Where an answer can be loaded into."""

    @property
    def folder(self) -> Path:
        """For files on the way, and for what does not fit in memory."""

    def cursor(self, stop: Stop | None = None) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Lend the database.

        Raises:
            ResultError: It cannot be used.
        """


class Storage:
    """A database in memory that spills into a private folder; one caller at a time, from any thread.

    Several may hold it; it is given back when the last of them has closed it.
    """

    def __init__(self, folder: Path, memory_limit: int = DEFAULT_MEMORY_LIMIT) -> None:
        self.memory_limit = memory_limit
        """Bytes that it may take of the memory."""
        self.table_numbers = count(1)
        """No two tables that are made on the way share one."""
        self._lock = threading.RLock()
        self._counting = threading.Lock()
        self._holders = 1
        self._is_closed = False
        self.generation = 0
        """Grows when rows give way to others: what was told of the places of rows before holds no more."""
        self._discarded: list[str] = []
        self._staging_connections: set[duckdb.DuckDBPyConnection] = set()
        try:
            self.folder = Path(tempfile.mkdtemp(prefix="result-", dir=private_folder(folder)))
        except OSError as error:
            raise StorageError(
                f"No folder for the answer can be made in {folder}: {error.strerror}.", _NO_ROOM
            ) from error
        try:
            self._connection = _connect(self.folder, memory_limit)
        except duckdb.Error as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise StorageError(f"The answer cannot be stored: {_first_line(error)}") from error

    @contextmanager
    def cursor(self, stop: Stop | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """The database, for this caller alone.

        Raises:
            ClosedError: The storage has been closed.
            StoppedError: `stop` was called.
            StorageError: DuckDB failed in the block: no room, or no right.
        """
        with self._lock, (stop or Stop()).reaching(self._connection.interrupt):
            if self._is_closed:
                raise ClosedError
            with self.failing(stop):
                self._drop_discarded()
                yield self._connection

    def discard(self, tables: Iterable[str]) -> None:
        """Drop tables that nobody needs any more, the next time that the database is lent: this waits for nobody."""
        self._discarded += tables

    def _drop_discarded(self) -> None:
        while self._discarded:
            self._connection.execute(f"DROP TABLE {self._discarded.pop()}")

    @contextmanager
    def staging(self) -> Iterator[Staging]:
        """Lend a place of its own for one more answer, while others read what is here already.

        Its tables have the same names, in a schema of their own, and are gone with the block. There may be several.

        Raises:
            ClosedError: The storage has been closed.
            StorageError: DuckDB failed.
        """
        staging = self._open_staging()
        try:
            yield staging
        finally:
            self._close_staging(staging)

    def _open_staging(self) -> Staging:
        schema = f"staging_{next(self.table_numbers)}"
        folder = self.folder / schema
        with self._lock:
            if self._is_closed:
                raise ClosedError
            with self.failing():
                self._make_folder(folder)
                self._connection.execute(f"CREATE SCHEMA {schema}")
                connection = self._connection.cursor()
                connection.execute(f"SET schema = '{schema}'")
            # Whoever has closed the storage waits for those that are known here, and only they are given back.
            self._staging_connections.add(connection)
            return Staging(self, schema, folder, connection)

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir()
        except OSError as error:
            raise StorageError(f"{folder} cannot be made: {error.strerror}.", _NO_ROOM) from error

    def _close_staging(self, staging: Staging) -> None:
        with self._lock:
            self._staging_connections.discard(staging.connection)
            staging.connection.close()
            if not self._is_closed:
                with self.failing():
                    self._connection.execute(f"DROP SCHEMA {staging.schema} CASCADE")
                shutil.rmtree(staging.folder, ignore_errors=True)
            elif not self._staging_connections:
                self._dispose()

    def hold(self) -> Self:
        """Keep it open for one more.

        Raises:
            ClosedError: The storage has been closed.
        """
        with self._counting:
            if self._is_closed:
                raise ClosedError
            self._holders += 1
            return self

    @contextmanager
    def failing(self, stop: Stop | None = None) -> Iterator[None]:
        """Turn what DuckDB raises in the block into our errors."""
        try:
            yield
        except duckdb.Error as error:
            if self._is_closed:
                raise ClosedError from None
            if stop is not None and stop.is_called:
                raise StoppedError from None
            raise self._failure(error) from error

    def _failure(self, error: duckdb.Error) -> StorageError:
        if isinstance(error, duckdb.OutOfMemoryException):
            most = size_text(self.memory_limit)
            what = f"The answer needs more than the {most} of memory it may take: {_first_line(error)}"
            return StorageError(what, "Ask for fewer rows or columns, or raise memory_limit in the settings.")
        return StorageError(f"The answer cannot be kept in {self.folder.parent}: {_first_line(error)}", _NO_ROOM)

    def close(self) -> None:
        """Let it go: the last holder gives memory and files back, ending what still runs."""
        with self._counting:
            self._holders -= 1
            if self._holders or self._is_closed:
                return
            self._is_closed = True
        for connection in [self._connection, *self._staging_connections]:
            connection.interrupt()
        with self._lock:
            # Else whoever is still at it closes it: a database in use cannot be.
            if not self._staging_connections:
                self._dispose()

    def _dispose(self) -> None:
        with suppress(duckdb.Error):
            self._connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Staging:
    """A schema beside the one that others read."""

    def __init__(self, storage: Storage, schema: str, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.schema = schema
        """Before the names of its tables, for who uses the storage itself."""
        self.folder = folder
        """For files on the way."""
        self.connection = connection
        """For who lends the storage; nobody else uses this way to it."""
        self._storage = storage

    @contextmanager
    def cursor(self, stop: Stop | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend the database."""
        with (stop or Stop()).reaching(self.connection.interrupt), self._storage.failing(stop):
            yield self.connection


@contextmanager
def filling(storage: Storage) -> Iterator[None]:
    """Close a storage when the block that fills it does not come to its end."""
    with ExitStack() as unless_filled:
        unless_filled.callback(storage.close)
        yield
        unless_filled.pop_all()


def _connect(folder: Path, memory_limit: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        ":memory:",
        config={
            "threads": THREADS,
            "memory_limit": f"{memory_limit}B",
            "temp_directory": str(folder / "spill"),
            # There is no file to bring up to date; after every few appends DuckDB would look through all rows.
            "checkpoint_threshold": "1TB",
            # No extension is ever fetched from the network.
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )


def _first_line(error: BaseException) -> str:
    """The first line of a foreign message, or its kind when it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
