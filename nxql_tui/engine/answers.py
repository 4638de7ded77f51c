"""Running a plan and streaming its rows in the format asked."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import duckdb

from nxql_tui.engine.errors import AnswerCancelled, AnswerFailed
from nxql_tui.engine.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.engine.planner.plan import Plan
    from nxql_tui.wire.request import Format

FIRST_ROWS = 500
"""Rows taken from the database at first: few, so that the first bytes leave at once."""
FETCHED_ROWS = 2000
"""Rows taken at a time after that."""


class Answer:
    """One plan being run on a cursor of its own.

    `start`, the iterator of `chunks` and `close` run in worker threads, one call at a time; `cancel` may be called from
    any thread at any moment.
    """

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, plan: Plan, answer_format: Format, *, human_readable: bool
    ) -> None:
        self._cursor = cursor
        self._rendering = render(plan, answer_format, human_readable=human_readable)
        self.format = answer_format
        """What the rows are written as."""
        self._first_rows: list[tuple[Any, ...]] = []
        self._cancelled = threading.Event()
        self.milliseconds = 0
        """How long the database needed until it had the first rows."""

    def start(self) -> None:
        """Run the statement until its first rows are there.

        Raises:
            AnswerCancelled: `cancel` was called.
            AnswerFailed: The database cannot run it.
        """
        began = time.perf_counter()
        self._first_rows = self._fetch(FIRST_ROWS, first=True)
        self.milliseconds = round((time.perf_counter() - began) * 1000)

    def chunks(self) -> Iterator[bytes]:
        """The answer in pieces.

        Raises:
            AnswerCancelled: `cancel` was called.
            AnswerFailed: The database cannot go on.
        """
        return self._rendering.chunks(self._batches())

    def cancel(self) -> None:
        """Stop the statement; to be repeated until its thread has ended, for one that has not begun yet goes on."""
        self._cancelled.set()
        self._cursor.interrupt()

    def close(self) -> None:
        """Give the cursor back."""
        self._cursor.close()

    def _batches(self) -> Iterator[list[tuple[Any, ...]]]:
        rows = self._first_rows
        while rows:
            yield rows
            rows = self._fetch(FETCHED_ROWS)

    def _fetch(self, most: int, *, first: bool = False) -> list[tuple[Any, ...]]:
        if self._cancelled.is_set():
            raise AnswerCancelled
        try:
            if first:
                statement = self._rendering.statement
                self._cursor.execute(statement.sql, statement.values)
            return self._cursor.fetchmany(most)
        except duckdb.InterruptException as error:
            raise AnswerCancelled from error
        except duckdb.Error as error:
            raise AnswerFailed(str(error)) from error
