"""A question can be stopped from another thread whatever it is waiting for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.account import Account
from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import QuestionCancelled, TimedOutError
from nxql_tui.client.portal import list_engines
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from concurrent.futures import Future

    from hostile_servers import Desk, Street, Visit

    from nxql_tui.client.engine_client import EngineClient, Progress

PATIENCE = 30.0
REQUEST = QueryRequest("(select (name) (from device))")


def _start(desk: Desk, client: EngineClient, cancellation: Cancellation) -> Future[object]:
    return desk.start(lambda: client.ask(REQUEST, desk.spool, cancellation=cancellation))


def _assert_cancelled(question: Future[object]) -> None:
    assert isinstance(question.exception(PATIENCE), QuestionCancelled)


def test_a_question_cancelled_before_it_begins_is_not_asked(desk: Desk, closed_port: int):
    cancellation = Cancellation()
    cancellation.cancel()
    client = desk.client(EngineAddress("127.0.0.1", closed_port))
    with pytest.raises(QuestionCancelled):
        client.ask(REQUEST, desk.spool, cancellation=cancellation)


def test_cancelled_within_the_handshake(desk: Desk, street: Street):
    server = street.shop(lambda visit: visit.wait_until_left())
    cancellation = Cancellation()
    question = _start(desk, desk.client(server, connect_timeout=600), cancellation)
    assert server.was_visited.wait(PATIENCE)
    cancellation.cancel()
    _assert_cancelled(question)
    assert server.was_left.wait(PATIENCE)


def test_cancelled_while_the_engine_thinks(desk: Desk, street: Street):
    server = street.engine(lambda visit: visit.wait_until_left())
    cancellation = Cancellation()
    question = _start(desk, desk.client(server), cancellation)
    assert server.was_asked.wait(PATIENCE)
    cancellation.cancel()
    _assert_cancelled(question)
    assert server.was_left.wait(PATIENCE)


def test_cancelled_while_the_question_is_still_on_its_way(desk: Desk, street: Street):
    is_reading = threading.Event()
    go_on = threading.Event()

    def read_nothing(visit: Visit) -> None:
        is_reading.set()
        assert go_on.wait(PATIENCE)

    server = street.deaf_engine(read_nothing)
    cancellation = Cancellation()
    request = QueryRequest("x" * 30_000_000)
    question = desk.start(lambda: desk.client(server).ask(request, desk.spool, cancellation=cancellation))
    assert is_reading.wait(PATIENCE)
    cancellation.cancel()
    _assert_cancelled(question)
    go_on.set()


@pytest.mark.parametrize("head", [b"Content-Length: 1000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n9\r\n", b"\r\n"])
def test_cancelled_in_the_middle_of_the_answer(desk: Desk, street: Street, head: bytes):
    def stop_in_the_middle(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n", head, b"name\nPC1\n")
        visit.wait_until_left()

    server = street.engine(stop_in_the_middle)
    cancellation = Cancellation()
    something_came = threading.Event()
    client = desk.client(server)
    question = desk.start(
        lambda: client.ask(
            REQUEST, desk.spool, on_progress=lambda _progress: something_came.set(), cancellation=cancellation
        )
    )
    assert something_came.wait(PATIENCE)
    cancellation.cancel()
    _assert_cancelled(question)
    assert server.was_left.wait(PATIENCE)
    assert desk.spool.read_bytes() == b"name\nPC1\n"


def test_cancelled_while_bytes_pour_in(desk: Desk, street: Street):
    def pour(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            visit.send(b"PC1\n" * 10_000)

    server = street.engine(pour)
    cancellation = Cancellation()

    def cancel_after_a_while(progress: Progress) -> None:
        if progress.bytes_received > 1_000_000:
            cancellation.cancel()

    with pytest.raises(QuestionCancelled):
        desk.client(server).ask(REQUEST, desk.spool, on_progress=cancel_after_a_while, cancellation=cancellation)
    server.settle()


def test_a_login_can_be_cancelled(desk: Desk, street: Street):
    server = street.engine(lambda visit: visit.wait_until_left())
    cancellation = Cancellation()
    login = desk.start(lambda: desk.client(server).check_login(cancellation=cancellation))
    assert server.was_asked.wait(PATIENCE)
    cancellation.cancel()
    _assert_cancelled(login)


def test_one_cancellation_stops_all_questions_that_share_it(desk: Desk, street: Street):
    servers = [street.engine(lambda visit: visit.wait_until_left()) for _ in range(3)]
    cancellation = Cancellation()
    clients = [desk.client(server) for server in servers]
    questions = [
        desk.start(lambda client=client, n=n: client.ask(REQUEST, desk.folder / str(n), cancellation=cancellation))
        for n, client in enumerate(clients)
    ]
    for server in servers:
        assert server.was_asked.wait(PATIENCE)
    cancellation.cancel()
    for question in questions:
        _assert_cancelled(question)


def test_one_question_that_ends_leaves_the_others_cancellable(desk: Desk, street: Street):
    slow, quick = street.engine(lambda visit: visit.wait_until_left()), street.engine(b"name\n")
    cancellation = Cancellation()
    question = _start(desk, desk.client(slow), cancellation)
    assert slow.was_asked.wait(PATIENCE)
    desk.client(quick).ask(REQUEST, desk.folder / "quick", cancellation=cancellation)
    cancellation.cancel()
    _assert_cancelled(question)


def test_cancelling_after_the_end_or_twice_does_nothing(desk: Desk, street: Street):
    cancellation = Cancellation()
    desk.client(street.engine(b"name\n")).ask(REQUEST, desk.spool, cancellation=cancellation)
    cancellation.cancel()
    cancellation.cancel()
    assert cancellation.is_cancelled
    assert desk.spool.read_bytes() == b"name\n"


def test_a_login_that_is_taken_and_never_answered_is_given_up(
    desk: Desk, street: Street, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("nxql_tui.client.engine_client.ANSWER_TIMEOUT", 0.5)
    server = street.engine(lambda visit: visit.wait_until_left())
    with pytest.raises(TimedOutError, match=r"did not finish within 0\.5 seconds"):
        desk.client(server, overall_timeout=None).check_login()


def test_a_portal_that_never_answers_is_given_up(desk: Desk, street: Street, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("nxql_tui.client.portal.ANSWER_TIMEOUT", 0.5)
    server = street.engine(lambda visit: visit.wait_until_left())
    with pytest.raises(TimedOutError):
        list_engines(Account(server.address, Credential("a", Secret("b")), desk.trust))
