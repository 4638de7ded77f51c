"""The database of an embedded Engine: sample data in memory or in a file, one cursor a question."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.engine.catalog import build_catalog
from nxql_tui.engine.errors import StartError
from nxql_tui.engine.sample.company import build_company
from nxql_tui.nxql.model import load_model
from nxql_tui.private_files import FILE_MODE

if TYPE_CHECKING:
    from datetime import datetime

    from nxql_tui.engine.catalog import Catalog
    from nxql_tui.engine.planner.fragments import Fragment
    from nxql_tui.engine.planner.plan import UpdatePlan
    from nxql_tui.engine.sample.company import CompanySize

_SAFETY = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}
"""No statement of ours leaves the database; so none may."""


class EngineDatabase:
    """Sample data that can be asked by many threads, each with a cursor of its own."""

    def __init__(self, size: CompanySize, file: Path | None = None) -> None:
        """Make the data, in memory or in a new file that is removed when the database is closed.

        Raises:
            StartError: The file exists, cannot be made, or there is no room for the data.
        """
        if file is not None:
            _check_new(file)
        self._file = file
        # What does not fit into memory goes to a folder that nobody else reads.
        self._overflow = Path(tempfile.mkdtemp(prefix="nxql-tui-engine-"))
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._one_change = threading.Lock()
        self.now: datetime = size.now
        """What `now` is in a query."""
        try:
            self._connection = self._open()
            self.catalog: Catalog = build_catalog(load_model(), build_company(self._connection, size))
            """What can be asked."""
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            self.close()
            raise StartError(
                f"There is no room for the sample data: {_first_line(error)} Ask for fewer devices or days, "
                "or give a database file on a larger disk."
            ) from error
        except BaseException:
            self.close()
            raise

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the same data; the caller closes it."""
        if self._connection is None:
            raise StartError("The database of the embedded Engine is closed.")
        return self._connection.cursor()

    def change(self, plan: UpdatePlan) -> int:
        """Set a field of objects, for as long as the database lives; the number of objects it was set for."""
        # Two changes of the same rows at once would fail; questions under way go on with what was there before.
        with self._one_change:
            return self._number(plan.change)

    def count(self, plan: UpdatePlan) -> int:
        """The number of objects that `change` would set the field for."""
        return self._number(plan.matching)

    def close(self) -> None:
        """Forget the data; no cursor may be in use."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        shutil.rmtree(self._overflow, ignore_errors=True)
        if self._file is not None:
            shutil.rmtree(f"{self._file}.tmp", ignore_errors=True)
            for leftover in (self._file, Path(f"{self._file}.wal")):
                leftover.unlink(missing_ok=True)

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._file is None:
            return duckdb.connect(":memory:", config={**_SAFETY, "temp_directory": str(self._overflow)})
        connection = duckdb.connect(str(self._file), config={**_SAFETY, "temp_directory": f"{self._file}.tmp"})
        self._file.chmod(FILE_MODE)
        return connection

    def _number(self, statement: Fragment) -> int:
        with self.cursor() as cursor:
            row = cursor.execute(statement.sql, statement.values).fetchone()
        return int(row[0]) if row is not None else 0


def _check_new(file: Path) -> None:
    if file.exists():
        raise StartError(
            f"The file {file} exists already; the database is made anew at every start and removed at its end. "
            "Name a file that does not exist, or remove that one."
        )
    if not file.parent.is_dir():
        raise StartError(f"The database {file} cannot be made: there is no folder {file.parent}.")


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]
