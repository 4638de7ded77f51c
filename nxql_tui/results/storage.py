"""The private DuckDB database of one result set, and the border where its failures become ours."""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.private_files import private_folder
from nxql_tui.results.errors import ClosedError, StoppedError, StorageError
from nxql_tui.results.stopping import Stop
from nxql_tui.sizes import size_text

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_MEMORY_LIMIT = 512 * 10**6
"""Bytes that DuckDB may hold in memory; everything beyond goes to the folder."""
THREADS = 2

_NO_ROOM = "Free some space there, or set NXQL_TUI_HOME to a folder on another disk."


class Storage:
    """A database in memory that spills into a private folder; one caller at a time, from any thread."""

    def __init__(self, folder: Path, memory_limit: int = DEFAULT_MEMORY_LIMIT) -> None:
        self.memory_limit = memory_limit
        """Bytes that it may take of the memory."""
        self._lock = threading.RLock()
        self._is_closed = False
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
            try:
                yield self._connection
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
        """Give memory and files back, ending what still runs; closing twice is harmless."""
        if self._is_closed:
            return
        self._is_closed = True
        self._connection.interrupt()
        with self._lock:
            self._connection.close()
            shutil.rmtree(self.folder, ignore_errors=True)


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
            # No extension is ever fetched from the network.
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )


def _first_line(error: BaseException) -> str:
    """The first line of a foreign message, or its kind when it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
