"""Asking an Engine beside the screen: one question, told in messages.

```
QuestionProgressed…  FirstPageRead…  AnswerArrived?  then one of  QuestionAnswered · QuestionCutShort · QuestionFailed
```
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.engine_client import ANY_SIZE, Cancellation
from nxql_tui.client.errors import ClientError, QuestionCancelled
from nxql_tui.results.errors import StoppedError, UnreadableAnswerError
from nxql_tui.results.result_set import ResultError, ResultSet
from nxql_tui.results.stopping import Stop
from nxql_tui.results.storage import DEFAULT_MEMORY_LIMIT
from nxql_tui.ui.growing_head import GrowingHead

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nxql_tui.client.engine_client import Answer, EngineClient, Progress
    from nxql_tui.client.spool import SpoolRoom
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
    room: SpoolRoom = ANY_SIZE
    """How much of the disk the answer may take."""
    memory_limit: int = DEFAULT_MEMORY_LIMIT
    """Bytes that its rows may take of the memory."""
    added_limit: int | None = None
    """The row limit that the connection added to the query; None where it has its own."""
    cancellation: Cancellation = field(default_factory=Cancellation)
    """Ends the answer where it is, from any thread; what has come is stored."""
    stop: Stop = field(default_factory=Stop)
    """Ends the storing, from any thread."""

    def abandon(self) -> None:
        """Nobody wants any of it any more."""
        self.cancellation.cancel()
        self.stop()


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
    """The first rows are known, or more of them; the answer is still arriving."""

    question: Question
    page: Page


@dataclass
class AnswerArrived(Message):
    """Nothing more will come; what has come is being stored."""

    question: Question


@dataclass
class QuestionAnswered(Message):
    """The whole answer is stored and can be sorted and paged."""

    question: Question
    answer: Answer
    result_set: ResultSet


@dataclass
class QuestionCutShort(Message):
    """A part of the answer has come; it is stored and can be sorted and paged."""

    question: Question
    error: ClientError | ResultError
    """Why it is not whole."""
    result_set: ResultSet
    """At least one row."""


@dataclass
class QuestionFailed(Message):
    """There is no answer."""

    question: Question
    error: ClientError | ResultError


def ask(client: EngineClient, question: Question, post: Callable[[Message], object], log: QuestionLog) -> None:
    """Ask, store the answer, tell each step and write it down; blocks until the last message is posted."""
    logged = log.begin(question.request, question.labels, question.secret_numbers)
    first_page = GrowingHead(
        question.spool, question.request, question.page_size, lambda page: post(FirstPageRead(question, page))
    )

    def tell(progress: Progress) -> None:
        post(QuestionProgressed(question, progress))
        first_page.look(progress.bytes_received)

    try:
        answer = client.ask(
            question.request,
            question.spool,
            on_progress=tell,
            cancellation=question.cancellation,
            room=question.room,
        )
        post(AnswerArrived(question))
        result_set = _load(ResultSet.load, question)
    except (ClientError, ResultError) as error:
        reason = QuestionCancelled() if isinstance(error, StoppedError) else error
        log.failed(logged, reason)
        post(_failure(question, reason, post))
    else:
        log.answered(logged, result_set.row_count)
        post(QuestionAnswered(question, answer, result_set))
    finally:
        question.spool.unlink(missing_ok=True)


def _load(load: Callable[..., ResultSet], question: Question) -> ResultSet:
    request = question.request
    result_set = load(
        question.spool,
        request.format,
        folder=question.spool.parent,
        query=request.query,
        parameters=request.parameters,
        memory_limit=question.memory_limit,
        stop=question.stop,
    )
    # An export of the Engine's bytes takes them from there.
    result_set.keep_spool(question.spool)
    return result_set


def _failure(question: Question, error: ClientError | ResultError, post: Callable[[Message], object]) -> Message:
    """What is told of a question without a whole answer: with the rows that have come, if any."""
    part = None
    if _may_hold_rows(question, error):
        post(AnswerArrived(question))
        with suppress(ResultError):
            part = _load(ResultSet.load_part, question)
    if part is not None and part.row_count:
        return QuestionCutShort(question, error, part)
    if part is not None:
        part.close()
    return QuestionFailed(question, error)


def _may_hold_rows(question: Question, error: ClientError | ResultError) -> bool:
    is_cut = isinstance(error, ClientError | UnreadableAnswerError)
    return is_cut and question.spool.exists() and question.spool.stat().st_size > 0
