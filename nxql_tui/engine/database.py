"""The database of an embedded Engine: sample data in memory or in a file, one cursor a question."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.engine.catalog import build_catalog
from nxql_tui.engine.errors import StartError
from nxql_tui.engine.sample.company import build_company
from nxql_tui.engine.scratch import Scratch
from nxql_tui.nxql.model import load_model

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from nxql_tui.engine.catalog import Catalog
    from nxql_tui.engine.planner.fragments import Fragment
    from nxql_tui.engine.planner.plan import UpdatePlan
    from nxql_tui.engine.sample.company import CompanySize

_ATTACH = "ATTACH ? AS sample_data (RECOVERY_MODE no_wal_writes)"
"""Without a log beside the file, which others could read: nothing is recovered of data that is made at every start."""
_USE = "USE sample_data"
_STAY_INSIDE = "SET enable_external_access = false"
"""No statement of ours leaves the database; so none may."""


class EngineDatabase:
    """Sample data that can be asked by many threads, each with a cursor of its own."""

    def __init__(self, size: CompanySize, file: Path | None = None) -> None:
        """Make the data, in memory or in a new file that is removed when the database is closed.

        Raises:
            StartError: The file exists, cannot be made, or there is no room for the data.
        """
        self._scratch = Scratch(file)
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._one_change = threading.Lock()
        self.now: datetime = size.now
        """What `now` is in a query."""
        with ExitStack() as unless_filled:
            unless_filled.callback(self.close)
            self.catalog: Catalog = self._fill(size)
            """What can be asked."""
            unless_filled.pop_all()

    def _fill(self, size: CompanySize) -> Catalog:
        try:
            self._connection = self._open()
            self._confine(self._connection)
            return build_catalog(load_model(), build_company(self._connection, size))
        except (duckdb.OperationalError, duckdb.FatalException) as error:
            raise StartError(
                f"There is no room for the sample data: {_first_line(error)}. Ask for fewer devices or days, "
                "or give a database file on a larger disk."
            ) from error

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the same data; the caller closes it."""
        if self._connection is None:
            raise StartError("The database of the embedded Engine is closed.")
        cursor = self._connection.cursor()
        if self._scratch.file is not None:
            cursor.execute(_USE)
        return cursor

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
        self._scratch.remove()

    def _open(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": str(self._scratch.overflow),
            },
        )

    def _confine(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let it use its file, if it has one, and no other."""
        if self._scratch.file is not None:
            connection.execute(_ATTACH, [str(self._scratch.file)])
            connection.execute(_USE)
        connection.execute(_STAY_INSIDE)

    def _number(self, statement: Fragment) -> int:
        with self.cursor() as cursor:
            row = cursor.execute(statement.sql, statement.values).fetchone()
        return int(row[0]) if row is not None else 0


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0].rstrip(".")
