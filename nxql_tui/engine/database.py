"""The database of an embedded Engine: sample data in memory, one cursor a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from nxql_tui.engine.catalog import build_catalog
from nxql_tui.engine.sample.company import CompanySize, build_company
from nxql_tui.nxql.model import load_model

if TYPE_CHECKING:
    from datetime import datetime

    from nxql_tui.engine.catalog import Catalog

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

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the same data; the caller closes it."""
        return self._connection.cursor()

    def close(self) -> None:
        """Forget the data; no cursor may be in use."""
        self._connection.close()
