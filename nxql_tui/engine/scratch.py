"""Room on disk for the data of an embedded Engine: only its owner can read it, and it goes when the Engine ends."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

import duckdb

from nxql_tui.engine.errors import StartError
from nxql_tui.private_files import FILE_MODE, FOLDER_MODE


class Scratch:
    """A folder for what does not fit into memory and, where one is asked for, a file that holds all the data."""

    def __init__(self, file: Path | None) -> None:
        """Make both; nothing that stands there already is touched.

        Raises:
            StartError: The file, its folder `FILE.tmp` or its log `FILE.wal` exists already, or cannot be made.
        """
        self.file = file
        """An empty database; None when memory holds the data."""
        try:
            self.overflow: Path = _make_overflow(file)
            """Beside the file, else where the system keeps what is temporary."""
        except OSError as error:
            raise _start_error(file, error) from error
        try:
            if file is not None:
                _make_database(file, self.overflow)
        except (OSError, duckdb.Error) as error:
            self._remove_overflow()
            raise _start_error(file, error) from error

    def remove(self) -> None:
        """Remove both; no database may have them open any more."""
        self._remove_overflow()
        if self.file is not None:
            self.file.unlink(missing_ok=True)
            _log_of(self.file).unlink(missing_ok=True)

    def _remove_overflow(self) -> None:
        shutil.rmtree(self.overflow, ignore_errors=True)


def _log_of(file: Path) -> Path:
    """Where DuckDB keeps the log of a database; of ours it is empty, and there only when the disk was full."""
    return file.with_name(f"{file.name}.wal")


def _make_overflow(file: Path | None) -> Path:
    if file is None:
        return Path(tempfile.mkdtemp(prefix="nxql-tui-engine-"))
    folder = file.with_name(f"{file.name}.tmp")
    folder.mkdir(mode=FOLDER_MODE)
    return folder


def _make_database(file: Path, folder: Path) -> None:
    if _log_of(file).exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(_log_of(file)))
    # DuckDB by itself would use a file that exists, and would let others read one that it makes.
    pattern = folder / "empty"
    duckdb.connect(str(pattern)).close()
    file.touch(mode=FILE_MODE, exist_ok=False)
    try:
        file.write_bytes(pattern.read_bytes())
        pattern.unlink()
    except OSError:
        file.unlink(missing_ok=True)
        raise


def _start_error(file: Path | None, error: OSError | duckdb.Error) -> StartError:
    if isinstance(error, FileExistsError):
        return StartError(
            f"{error.filename} exists already; the database is made anew at every start and removed at its end. "
            "Name a file that does not exist, or remove that one."
        )
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    if file is None:
        return StartError(f"There is no folder for temporary files: {reason}. Name one of yours in TMPDIR.")
    if not file.parent.is_dir():
        return StartError(f"The database {file} cannot be made: there is no folder {file.parent}.")
    return StartError(f"The database {file} cannot be made: {reason}. Name a file in a folder of yours.")
