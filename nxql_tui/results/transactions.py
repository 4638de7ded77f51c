"""Steps in the database that are done together or not at all."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block, or nothing of it."""
    cursor.execute("BEGIN")
    try:
        yield
    except BaseException:
        roll_back(cursor)
        raise
    cursor.execute("COMMIT")


def roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Take back what has been done since the beginning; after a failure there may be nothing left to take back."""
    with suppress(duckdb.Error):
        cursor.execute("ROLLBACK")
