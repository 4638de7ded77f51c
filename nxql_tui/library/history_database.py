"""The file of the history: opening it, and what is wrong when it cannot be used.

Every use opens a connection of its own, so any thread may call at any time, and several programs share the file. The
write-ahead log lets them read while one writes.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.library.errors import HistoryDamaged, HistoryError, HistoryInUse, HistoryTooNew
from nxql_tui.private_files import FILE_MODE, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA_VERSION = 1
"""Kept in `PRAGMA user_version`; 0 is a file that has just been made."""

_SCHEMA = """
CREATE TABLE question (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    platforms TEXT NOT NULL,
    connection TEXT NOT NULL,
    address TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    rows INTEGER,
    seconds REAL,
    error TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    sought TEXT NOT NULL
) STRICT;
CREATE INDEX question_fingerprint ON question (fingerprint);
CREATE TABLE parameter (
    question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (question, number)
) STRICT, WITHOUT ROWID;
"""
"""`asked_at` counts microseconds since 1970; `fingerprint` is the same for the same question; `sought` is what is
searched, in small letters, as labels are.
"""

_PRIMARY_CODE = 0xFF
"""The part of SQLite's error codes that says the kind."""
_COMPANIONS = ("", "-wal", "-shm")
"""The endings of the files that make up a database."""


class DamagedContent(Exception):  # noqa: N818  the name says the state
    """A row holds what nobody wrote there; raised within the block of `HistoryDatabase.open`."""


class HistoryDatabase:
    """The database in a file, which need not exist."""

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._patience = patience
        """Seconds to wait for another program that writes."""

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept when the block ends well, and none of them when it does not.

        Raises:
            HistoryError: The file cannot be used; narrower kinds say why.
        """
        inode = self._make_ready()
        try:
            with closing(sqlite3.connect(self._path, timeout=self._patience)) as connection:
                self._bring_up(connection)
                with connection:
                    yield connection
        except sqlite3.Error as error:
            raise self._explain(error, inode) from error
        # The second is how Python takes a message of SQLite's about names that are damaged.
        except (DamagedContent, UnicodeDecodeError) as error:
            raise self._put_aside(inode) from error

    def _make_ready(self) -> int:
        """See that the file is there, for its owner only; returns what tells it from another of its name."""
        try:
            private_folder(self._path.parent)
            if not self._path.exists():
                self._begin_file()
            if self._path.stat().st_mode & 0o777 & ~FILE_MODE:
                self._path.chmod(FILE_MODE)
            return self._path.stat().st_ino
        except OSError as error:
            raise HistoryError(
                f"{self._path}: the history cannot be opened: {error.strerror}. Mend that, or move the file away."
            ) from error

    def _begin_file(self) -> None:
        """Make the empty file; SQLite gives the files beside it the same rights.

        It is never opened by its name but by SQLite: closing it again would let go of the locks that another
        thread holds on it.
        """
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        os.close(descriptor)
        try:
            os.link(name, self._path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()

    def _bring_up(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        connection.text_factory = _lenient_text
        connection.execute("PRAGMA foreign_keys = ON")
        # What is forgotten is overwritten.
        connection.execute("PRAGMA secure_delete = ON")
        version = _version(connection)
        if version > SCHEMA_VERSION:
            raise HistoryTooNew(
                f"{self._path} was written by a newer nxql-tui: its form is {version}, and this one knows "
                f"{SCHEMA_VERSION}. Use the newer one, or move the file away to begin a new history."
            )
        if version == SCHEMA_VERSION:
            return
        # Two programs that begin at once want this at once; without the log all works too, only more slowly.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            if _version(connection) == 0:
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _explain(self, error: sqlite3.Error, inode: int) -> HistoryError:
        kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
        if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return self._put_aside(inode)
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return HistoryInUse(
                f"{self._path} is held by another program that does not let go. Close it, then try again."
            )
        if kind == sqlite3.SQLITE_READONLY:
            return HistoryError(f"{self._path} may only be read, so nothing is written down. Make it writable.")
        if kind == sqlite3.SQLITE_FULL:
            return HistoryError(f"{self._path}: nothing is written down, for the disk is full. Make room on it.")
        return HistoryError(f"{self._path}: the history cannot be used: {error}. Mend that, or move the file away.")

    def _put_aside(self, inode: int) -> HistoryError:
        """Move the damaged file out of the way, unless another program has done so and begun a new one."""
        aside = self._path.with_name(f"{self._path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
        kept_as = "in its folder"
        try:
            if self._path.exists() and self._path.stat().st_ino == inode:
                for ending in _COMPANIONS:
                    with suppress(FileNotFoundError):
                        self._path.with_name(self._path.name + ending).rename(aside.with_name(aside.name + ending))
                kept_as = f"as {aside.name}"
        except OSError as error:
            return HistoryError(
                f"{self._path} is damaged and cannot be moved out of the way: {error.strerror}. Move it away yourself."
            )
        return HistoryDamaged(f"{self._path} was damaged. It is kept {kept_as}, and a new history begins.")


def _lenient_text(content: bytes) -> str:
    return content.decode(errors="replace")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
