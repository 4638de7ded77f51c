"""Asking an Engine beside the screen: one question, told in messages.

```
QuestionProgressed…  FirstPageRead?  then one of  QuestionAnswered · QuestionFailed
```
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError
from nxql_tui.results.first_page import read_first_page
from nxql_tui.results.result_set import ResultError, ResultSet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nxql_tui.client.engine_client import Answer, EngineClient, Progress
    from nxql_tui.results.result_set import Page
    from nxql_tui.ui.question_log import QuestionLog
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class Question:
    """A request on its way to an Engine."""

    number: int
    """Counts from 1; a message of an older question is stale."""
    request: QueryRequest
    """What is asked."""
    spool: Path
    """Where the answer's bytes go."""
    page_size: int
    """Rows of the page shown before the answer is complete."""
    engine: str = ""
    """The address of the Engine that is asked."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """What the parameters are called."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written nowhere."""
    cancellation: Cancellation = field(default_factory=Cancellation)
    """Stops the question from any thread."""


@dataclass
class QuestionProgressed(Message):
    """More of the answer has arrived."""

    question: Question
    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Only the newest progress matters."""
        return isinstance(message, QuestionProgressed)


@dataclass
class FirstPageRead(Message):
    """The first rows are known; the answer is still arriving."""

    question: Question
    page: Page


@dataclass
class QuestionAnswered(Message):
    """The whole answer is stored and can be sorted and paged."""

    question: Question
    answer: Answer
    result_set: ResultSet


@dataclass
class QuestionFailed(Message):
    """There is no answer, or only a part of one."""

    question: Question
    error: ClientError | ResultError


def ask(client: EngineClient, question: Question, post: Callable[[Message], object], log: QuestionLog) -> None:
    """Ask, store the answer, tell each step and write it down; blocks until the last message is posted."""
    logged = log.begin(question.request, question.labels, question.secret_numbers)
    first_page_told = False

    def tell(progress: Progress) -> None:
        nonlocal first_page_told
        post(QuestionProgressed(question, progress))
        if progress.bytes_received and not first_page_told:
            first_page_told = _tell_first_page(question, post)

    try:
        answer = client.ask(question.request, question.spool, on_progress=tell, cancellation=question.cancellation)
        result_set = _load(question)
    except (ClientError, ResultError) as error:
        log.failed(logged, error)
        post(QuestionFailed(question, error))
    else:
        log.answered(logged, result_set.row_count)
        post(QuestionAnswered(question, answer, result_set))
    finally:
        question.spool.unlink(missing_ok=True)


def _load(question: Question) -> ResultSet:
    request = question.request
    result_set = ResultSet.load(
        question.spool,
        request.format,
        folder=question.spool.parent,
        query=request.query,
        parameters=request.parameters,
    )
    # An export of the Engine's bytes takes them from there.
    result_set.keep_spool(question.spool)
    return result_set


def _tell_first_page(question: Question, post: Callable[[Message], object]) -> bool:
    try:
        request = question.request
        page = read_first_page(
            question.spool,
            request.format,
            question.page_size,
            query=request.query,
            parameters=request.parameters,
        )
    except ResultError:
        # What is wrong with the answer is said when it is complete.
        return True
    if not page.rows:
        return False
    post(FirstPageRead(question, page))
    return True
