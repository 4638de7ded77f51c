"""The database of an embedded Engine: sample data in memory, one cursor a question."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.engine.catalog import build_catalog
from nxql_tui.engine.sample.company import CompanySize, build_company
from nxql_tui.nxql.model import load_model

if TYPE_CHECKING:
    from datetime import datetime

    from nxql_tui.engine.catalog import Catalog
    from nxql_tui.engine.planner.fragments import Fragment
    from nxql_tui.engine.planner.plan import UpdatePlan

_SAFETY = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}
"""No statement of ours leaves the database; so none may."""


class EngineDatabase:
    """Sample data that can be asked by many threads, each with a cursor of its own."""

    def __init__(self, size: CompanySize) -> None:
        self._connection = duckdb.connect(":memory:", config=dict(_SAFETY))
        self.catalog: Catalog = build_catalog(load_model(), build_company(self._connection, size))
        """What can be asked."""
        self.now: datetime = size.now
        """What `now` is in a query."""
        self._one_change = threading.Lock()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the same data; the caller closes it."""
        return self._connection.cursor()

    def change(self, plan: UpdatePlan) -> int:
        """Set a field of objects, for as long as the database lives; the number of objects it was set for."""
        # Two changes of the same rows at once would fail; questions under way go on with what was there before.
        with self._one_change:
            return self._number(plan.change)

    def count(self, plan: UpdatePlan) -> int:
        """The number of objects that `change` would set the field for."""
        return self._number(plan.matching)

    def _number(self, statement: Fragment) -> int:
        with self.cursor() as cursor:
            row = cursor.execute(statement.sql, statement.values).fetchone()
        return int(row[0]) if row is not None else 0

    def close(self) -> None:
        """Forget the data; no cursor may be in use."""
        self._connection.close()
