"""Writing every question into the history."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.errors import NotLicensedError, QuestionCancelled, RefusedError, WrongQueryError
from nxql_tui.library.errors import LibraryError
from nxql_tui.library.history import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nxql_tui.library.history import History
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class LoggedQuestion:
    """A question that is under way."""

    id: int | None
    """In the history; None where it could not be written down."""
    started: float


class QuestionLog:
    """Any thread may use it; a history that cannot be written never keeps a question from being asked."""

    def __init__(self, history: History, connection: str, address: str, report: Callable[[str], object]) -> None:
        """Log questions to one Engine; `report` is told once, from any thread, that they cannot be kept."""
        self.history = history
        """Where they are written; another one takes the place of this for private mode."""
        self._connection = connection
        self._address = address
        self._report = report
        self._has_reported = False

    def recent_values(self, number: int, label: str) -> tuple[str, ...]:
        """What was given before for a parameter of that label, else of that number; the newest first."""
        try:
            return self.history.recent_parameter_values(number, label=label)
        except LibraryError as error:
            self._say(error)
            return ()

    def begin(self, request: QueryRequest, labels: Mapping[int, str], secret_numbers: frozenset[int]) -> LoggedQuestion:
        """Write down that a question is asked, before it is."""
        started = time.monotonic()
        try:
            number = self.history.record_start(
                request,
                connection=self._connection,
                address=self._address,
                labels=labels,
                secret_numbers=secret_numbers,
            )
        except LibraryError as error:
            self._say(error)
            return LoggedQuestion(None, started)
        return LoggedQuestion(number, started)

    def answered(self, question: LoggedQuestion, rows: int | None) -> None:
        """Write down that the answer is there; None for that of an update, which has no rows."""
        self._end(question, Outcome.ANSWERED, rows, "")

    def failed(self, question: LoggedQuestion, error: Exception) -> None:
        """Write down why there is no answer."""
        self._end(question, _outcome(error), None, "" if isinstance(error, QuestionCancelled) else str(error))

    def _end(self, question: LoggedQuestion, outcome: Outcome, rows: int | None, error: str) -> None:
        if question.id is None:
            return
        seconds = time.monotonic() - question.started
        try:
            self.history.record_end(question.id, outcome, rows=rows, seconds=seconds, error=error)
        except LibraryError as failure:
            self._say(failure)

    def _say(self, error: LibraryError) -> None:
        if not self._has_reported:
            self._has_reported = True
            self._report(str(error))


def _outcome(error: Exception) -> Outcome:
    if isinstance(error, QuestionCancelled):
        return Outcome.CANCELLED
    is_refusal = isinstance(error, WrongQueryError | RefusedError | NotLicensedError)
    return Outcome.REFUSED if is_refusal else Outcome.FAILED
