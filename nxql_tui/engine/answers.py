"""Running a plan and streaming its rows in the format asked."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.engine.errors import AnswerCancelled
from nxql_tui.wire.formats import write_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nxql_tui.engine.planner.plan import Plan
    from nxql_tui.wire.cells import Cell
    from nxql_tui.wire.request import Format

FETCHED_ROWS = 1000
"""Rows taken from the database at a time: enough to be fast, few enough for the first bytes to leave at once."""


class Answer:
    """One plan being run on a cursor of its own.

    `start`, the iterator of `chunks` and `close` run in worker threads, one call at a time; `cancel` may be called from
    any thread at any moment.
    """

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, plan: Plan, answer_format: Format, *, human_readable: bool
    ) -> None:
        self._cursor = cursor
        self._plan = plan
        self._human_readable = human_readable
        self.format = answer_format
        """What the rows are written as."""
        self._first_rows: list[tuple[Cell, ...]] = []
        self._cancelled = threading.Event()
        self.milliseconds = 0
        """How long the database needed until it had the first rows."""

    def start(self) -> None:
        """Run the statement until its first rows are there.

        Raises:
            AnswerCancelled: `cancel` was called.
        """
        began = time.perf_counter()
        self._first_rows = self._fetch(first=True)
        self.milliseconds = round((time.perf_counter() - began) * 1000)

    def chunks(self) -> Iterator[bytes]:
        """The answer in pieces.

        Raises:
            AnswerCancelled: `cancel` was called.
        """
        return write_answer(self.format, self._plan.columns, self._rows(), human_readable=self._human_readable)

    def cancel(self) -> None:
        """Stop the statement; to be repeated until its thread has ended, for one that has not begun yet goes on."""
        self._cancelled.set()
        self._cursor.interrupt()

    def close(self) -> None:
        """Give the cursor back."""
        self._cursor.close()

    def _rows(self) -> Iterator[Sequence[Cell]]:
        rows = self._first_rows
        while rows:
            yield from rows
            rows = self._fetch()

    def _fetch(self, *, first: bool = False) -> list[tuple[Cell, ...]]:
        if self._cancelled.is_set():
            raise AnswerCancelled
        try:
            if first:
                statement = self._plan.statement
                self._cursor.execute(statement.sql, statement.values)
            return self._cursor.fetchmany(FETCHED_ROWS)
        except duckdb.InterruptException as error:
            raise AnswerCancelled from error
