"""Bad answers from a real server, in all four formats: what is told of each, and what is kept of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from broken_engine import PATIENCE, cut, unfinished, whole

from nxql_tui.client.spool import SpoolRoom
from nxql_tui.library.history import PrivateHistory
from nxql_tui.results.view import View
from nxql_tui.ui.cut_answers import cut_reason
from nxql_tui.ui.question_log import QuestionLog
from nxql_tui.ui.questions import (
    AnswerArrived,
    FirstPageRead,
    Question,
    QuestionAnswered,
    QuestionCutShort,
    QuestionFailed,
    QuestionProgressed,
    ask,
)
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from broken_engine import BrokenEngine
    from textual.message import Message


FEW, MANY = 300, 20_000


@dataclass
class Told:
    """Asks, and remembers what was told."""

    folder: Path
    messages: list[Message] = field(default_factory=list)
    on_message: Callable[[Question, Message], object] = lambda _question, _message: None

    def ask(self, engine: BrokenEngine, answer_format: Format = Format.CSV, **how: object) -> Message:
        request = QueryRequest("(select (name) (from device))", format=answer_format)
        question = Question(1, request, self.folder / "spool", page_size=100, **how)

        def post(message: Message) -> None:
            self.messages.append(message)
            self.on_message(question, message)

        ask(engine.client, question, post, QuestionLog(PrivateHistory(), "", "", lambda _sentence: None))
        return self.messages[-1]

    @property
    def first_pages(self) -> list[int]:
        return [len(message.page.rows) for message in self.messages if isinstance(message, FirstPageRead)]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    asked = Told(tmp_path / "spools")
    asked.folder.mkdir()
    yield asked
    for message in asked.messages:
        if isinstance(message, QuestionAnswered | QuestionCutShort):
            message.result_set.close()
    # Neither a spool nor a row is left.
    assert list(asked.folder.iterdir()) == []


def answer_of(row_count: int, answer_format: Format) -> bytes:
    rows = ((f"PC{number}", number) for number in range(row_count))
    return b"".join(write_answer(answer_format, [Column("name"), Column("size", "byte")], rows))


@pytest.mark.parametrize("answer_format", Format)
def test_what_has_come_of_a_cut_answer_is_kept_and_never_called_whole(
    told: Told, broken_engine, answer_format: Format
) -> None:
    body = answer_of(MANY, answer_format)
    with broken_engine(cut(body[: len(body) // 2])) as engine:
        last = told.ask(engine, answer_format)
    assert isinstance(last, QuestionCutShort)
    assert "incomplete" in last.error.what
    assert cut_reason(last.error) == "broke off"
    part = last.result_set
    assert not part.is_complete
    assert MANY * 0.4 < part.row_count < MANY * 0.6
    assert part.page(View(), part.row_count - 1, 1).rows == ((f"PC{part.row_count - 1}", str(part.row_count - 1)),)


def test_the_steps_of_a_cut_answer_are_told_in_order(told: Told, broken_engine) -> None:
    with broken_engine(cut(answer_of(FEW, Format.CSV))) as engine:
        told.ask(engine)
    steps = [type(message) for message in told.messages if not isinstance(message, QuestionProgressed)]
    assert steps == [FirstPageRead, AnswerArrived, QuestionCutShort]


def test_what_has_come_is_kept_when_the_user_cancels(told: Told, broken_engine) -> None:
    def cancel(question: Question, message: Message) -> None:
        if isinstance(message, FirstPageRead):
            question.cancellation.cancel()

    told.on_message = cancel
    with broken_engine(unfinished(answer_of(FEW, Format.CSV))) as engine:
        last = told.ask(engine)
    assert isinstance(last, QuestionCutShort)
    assert cut_reason(last.error) == "cancelled"
    assert last.result_set.row_count == FEW


def test_storing_can_be_stopped_too(told: Told, broken_engine) -> None:
    def stop(question: Question, message: Message) -> None:
        if isinstance(message, AnswerArrived):
            question.stop()

    told.on_message = stop
    with broken_engine(whole(answer_of(FEW, Format.CSV))) as engine:
        last = told.ask(engine)
    assert isinstance(last, QuestionFailed)
    assert cut_reason(last.error) == "cancelled"


def test_an_answer_beyond_the_limit_is_kept_as_far_as_it_came(told: Told, broken_engine) -> None:
    with broken_engine(whole(answer_of(MANY, Format.CSV))) as engine:
        last = told.ask(engine, room=SpoolRoom(size_limit=100_000))
    assert isinstance(last, QuestionCutShort)
    assert cut_reason(last.error) == "stopped at 100.0 kB"
    assert 1_000 < last.result_set.row_count < MANY


def test_a_disk_that_fills_keeps_what_it_could_take(told: Told, broken_engine) -> None:
    with broken_engine(whole(answer_of(MANY, Format.CSV))) as engine:
        last = told.ask(engine, room=SpoolRoom(kept_free=10**18, looked_at_every=50_000))
    assert isinstance(last, QuestionCutShort)
    assert cut_reason(last.error) == "no room for more"
    assert "nearly full" in last.error.what


def test_the_first_page_grows_each_time_it_has_doubled_until_it_is_full(told: Told, broken_engine) -> None:
    head, *rows = answer_of(FEW, Format.CSV).splitlines(keepends=True)
    was_seen = threading.Event()
    told.on_message = lambda _question, message: was_seen.set() if isinstance(message, FirstPageRead) else None

    def drip(stream: ssl.SSLSocket) -> None:
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(head) + sum(map(len, rows))) + head)
        for start, end in [(0, 1), (1, 2), (2, 5), (5, 60), (60, 110)]:
            was_seen.clear()
            stream.sendall(b"".join(rows[start:end]))
            assert was_seen.wait(PATIENCE)
        stream.sendall(b"".join(rows[110:]))

    with broken_engine(drip) as engine:
        last = told.ask(engine)
    assert isinstance(last, QuestionAnswered)
    assert last.result_set.is_complete
    assert told.first_pages == [1, 2, 5, 60, 100]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY l0 "ha">{LAUGHS}]><table><header>&l9;</header></table>'
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><table><header>&x;</header></table>'
)
LOGIN_PAGE = '<?xml version="1.0"?>\n<!DOCTYPE html><html><body><form>Sign in to the proxy</form></body></html>'


@pytest.mark.parametrize(
    ("answer_format", "body", "said"),
    [
        (Format.CSV, LOGIN_PAGE, "An html page came where csv was asked"),
        (Format.JSON, LOGIN_PAGE, "An html page came where a json array was asked"),
        (Format.XML, "<html><body>Sign in</body></html>", "begins with 'html' where 'table' was expected"),
        (Format.HTML, LOGIN_PAGE, "The page holds no table"),
        (Format.CSV, "", "not even a header"),
        (Format.JSON, "", "not even a header"),
        (Format.JSON, '[{"a', "ends in the middle"),
        (Format.JSON, '{"error": "no"}', "Something else came where a json array was asked"),
        (Format.JSON, '[{"a":' * 100_000, "ends in the middle|no json"),
        (Format.XML, BILLION_LAUGHS, "refused"),
        (Format.XML, EXTERNAL, "refused"),
        (Format.XML, "<table><header><c0>a</c0>", "ends in the middle"),
    ],
)
def test_what_holds_no_row_is_no_answer_and_is_called_what_it_is(
    told: Told, broken_engine, answer_format: Format, body: str, said: str
) -> None:
    with broken_engine(whole(body.encode())) as engine:
        last = told.ask(engine, answer_format)
    assert isinstance(last, QuestionFailed)
    assert any(words in last.error.what for words in said.split("|"))
    assert last.error.advice


def test_json_that_stops_in_mid_object_is_kept_as_far_as_it_goes(told: Told, broken_engine) -> None:
    with broken_engine(whole(b'[{"a":1},{"a":2},{"a":')) as engine:
        last = told.ask(engine, Format.JSON)
    assert isinstance(last, QuestionCutShort)
    assert cut_reason(last.error) == "broke off"
    assert last.result_set.page(View(), 0, 10).rows == (("1",), ("2",))


def test_rows_before_nonsense_are_kept(told: Told, broken_engine) -> None:
    body = answer_of(MANY, Format.XML).replace(b"<r><c0>PC19999</c0>", b"<r><c0>PC&nonsense;</c0>")
    with broken_engine(whole(body)) as engine:
        last = told.ask(engine, Format.XML)
    assert isinstance(last, QuestionCutShort)
    assert cut_reason(last.error) == "the rest is unreadable"
    assert last.result_set.row_count > MANY * 0.9


def test_a_refusal_leaves_nothing_that_could_be_taken_for_rows(told: Told, broken_engine) -> None:
    page = b"name\tsize\nPC1\t1\n"
    head = b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\n\r\n" % len(page)
    with broken_engine(lambda stream: stream.sendall(head + page)) as engine:
        assert isinstance(told.ask(engine), QuestionFailed)
