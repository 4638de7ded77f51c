"""One question asked again and again.

Whoever watches decides when: `Watch.ask` asks once and compares the answer with the one before, `Watch.pause` says how
long to wait before the next time.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nxql_tui.client.errors import (
    ClientError,
    NotLicensedError,
    NotTrustedError,
    QuestionCancelled,
    RefusedError,
    WrongQueryError,
)
from nxql_tui.results.comparing import compare, suggest_key
from nxql_tui.results.errors import ResultError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.storage import DEFAULT_MEMORY_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nxql_tui.client.engine_client import Cancellation
    from nxql_tui.client.export import Asker
    from nxql_tui.results.comparing import Differences
    from nxql_tui.wire.request import QueryRequest

LONGEST_PAUSE = 600.0
"""Seconds to wait at most when an Engine does not answer time after time, unless the interval itself is longer."""


def ends_watch(error: Exception) -> bool:
    """Whether asking again would help nobody, or lock an account: the query, the user or the trust is wrong."""
    return isinstance(error, WrongQueryError | RefusedError | NotLicensedError | NotTrustedError | QuestionCancelled)


@dataclass(frozen=True)
class WatchedAnswer:
    """An answer beside the one before; the first one beside itself."""

    differences: Differences
    """Its rows are the caller's to close."""
    row_count: int
    """Rows of the answer itself."""
    asked_at: datetime
    """In UTC."""


class Watch:
    """Keeps the last answer; asks when it is told to, one time at once."""

    def __init__(
        self,
        client: Asker,
        request: QueryRequest,
        folder: Path,
        interval: float,
        key: Sequence[str] | None = None,
        memory_limit: int = DEFAULT_MEMORY_LIMIT,
    ) -> None:
        """Watch a question.

        Args:
            client: Who is asked.
            request: The question.
            folder: Where spool files and rows go; made when missing.
            interval: Seconds between two questions.
            key: The columns that tell rows from each other; None chooses one that does, once there are answers.
            memory_limit: Bytes that the rows of an answer may take of the memory.
        """
        self.request = request
        self.interval = interval
        self._client = client
        self._folder = folder
        self._key = None if key is None else tuple(key)
        self._memory_limit = memory_limit
        self._last: ResultSet | None = None
        self._failures = 0
        self._asked = 0

    @property
    def pause(self) -> float:
        """Seconds to wait before the next time: the interval, doubled with every failure in a row."""
        return min(self.interval * 2.0**self._failures, max(self.interval, LONGEST_PAUSE))

    def ask(self, cancellation: Cancellation | None = None) -> WatchedAnswer:
        """Ask once and compare; blocks until the answer is there.

        Raises:
            ClientError: There is no complete answer; the one before is kept for the next time.
            ResultError: The answer cannot be read, stored or compared.
        """
        try:
            answer = self._ask(cancellation)
        except (ClientError, ResultError):
            self._failures += 1
            raise
        self._failures = 0
        return answer

    def close(self) -> None:
        """Let the last answer go; closing twice is harmless."""
        if self._last is not None:
            self._last.close()
        self._last = None

    def _ask(self, cancellation: Cancellation | None) -> WatchedAnswer:
        asked_at = datetime.now(UTC)
        answer = self._load(cancellation)
        before = self._last or answer
        with ExitStack() as unless_compared:
            unless_compared.callback(answer.close)
            key = self._key_for(before, answer)
            differences = compare(before, answer, key=key, folder=self._folder)
            unless_compared.pop_all()
        if self._last is not None:
            self._last.close()
        self._last = answer
        return WatchedAnswer(differences, answer.row_count, asked_at)

    def _load(self, cancellation: Cancellation | None) -> ResultSet:
        self._asked += 1
        spool = self._folder / f"watch-{id(self)}-{self._asked}.{self.request.format.value}"
        try:
            self._client.ask(self.request, spool, cancellation=cancellation)
            return ResultSet.load(
                spool,
                self.request.format,
                folder=self._folder,
                query=self.request.query,
                parameters=self.request.parameters,
                memory_limit=self._memory_limit,
            )
        finally:
            spool.unlink(missing_ok=True)

    def _key_for(self, before: ResultSet, after: ResultSet) -> tuple[str, ...]:
        if self._key is not None:
            return self._key
        return suggest_key(before, after)
