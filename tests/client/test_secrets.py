"""The password reaches the Engine and nothing else."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError
from nxql_tui.client.trust import CaFileTrust, SystemTrust
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hostile_servers import Behaviour, Desk, Street, Visit

CANARY = "kanarienvogel-ü-42"
QUERY = "(select (name) (from device))"


def _echo(status: str) -> Behaviour:
    """Some servers repeat what they were asked."""
    return lambda visit: visit.answer(b"You sent something else than I know. Bye.", status=status)


def _cut(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nname\n")


def _noise(visit: Visit) -> None:
    visit.send(b"\x00\x01\r\n\r\n")


BEHAVIOURS: dict[str, Behaviour] = {
    "wrong query": _echo("400 Bad Request"),
    "refused": _echo("401 Unauthorized"),
    "not licensed": _echo("403 Forbidden"),
    "server error": _echo("500 Internal Server Error"),
    "redirect": lambda visit: visit.answer(b"", "Location: https://[::1", status="302 Found"),
    "gzip": lambda visit: visit.answer(b"", "Content-Encoding: gzip"),
    "cut short": _cut,
    "no http": _noise,
    "hung up": lambda visit: None,
    "reset": lambda visit: visit.reset(),
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS.values(), ids=BEHAVIOURS)
def test_no_way_leads_from_an_error_to_the_password(
    desk: Desk, street: Street, behaviour: Behaviour, find_secret: Callable[[BaseException], str]
):
    error = desk.fail(desk.client(street.engine(behaviour)))
    assert isinstance(error, ClientError)
    assert find_secret(error) == ""
    assert (error.__cause__, error.__context__) == (None, None)


def test_nor_from_one_before_the_question_is_sent(
    desk: Desk, street: Street, closed_port: int, tmp_path: Path, find_secret: Callable[[BaseException], str]
):
    server = street.engine(b"name\n")
    plain = street.shop(lambda visit: visit.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    clients = [
        desk.client(EngineAddress("127.0.0.1", closed_port)),
        desk.client(EngineAddress("no-such-host.invalid", 1671)),
        desk.client(plain),
        desk.client(server, trust=SystemTrust()),
        desk.client(server, trust=CaFileTrust(tmp_path / "missing.pem")),
        desk.client(server, user="alice:bob"),
        desk.client(server, password=f"{CANARY}\udc80"),
    ]
    for client in clients:
        error = desk.fail(client)
        assert isinstance(error, ClientError)
        assert find_secret(error) == ""


def test_nor_from_one_that_time_or_a_person_made(
    desk: Desk, street: Street, find_secret: Callable[[BaseException], str]
):
    server = street.engine(lambda visit: visit.wait_until_left())
    assert find_secret(desk.fail(desk.client(server, overall_timeout=0.2))) == ""
    cancellation = Cancellation()
    client = desk.client(server)
    server.was_asked.clear()
    question = desk.start(lambda: client.ask(QueryRequest(QUERY), desk.spool, cancellation=cancellation))
    assert server.was_asked.wait(30)
    cancellation.cancel()
    error = question.exception(30)
    assert error is not None
    assert find_secret(error) == ""


def test_the_search_itself_would_find_it(find_secret: Callable[[BaseException], str]):
    error = ClientError("Something went wrong.")
    error.__context__ = ValueError({"headers": [(b"Authorization", CANARY.encode())]})
    assert "__context__" in find_secret(error)
    assert find_secret(ClientError(f"The password is {CANARY}."))


def test_nothing_is_logged_of_the_password(desk: Desk, street: Street, caplog: pytest.LogCaptureFixture):
    encoded = base64.b64encode(f"alice:{CANARY}".encode()).decode()
    with caplog.at_level(logging.DEBUG):
        desk.client(street.engine(b"name\n")).ask(QueryRequest(QUERY), desk.spool)
        desk.fail(desk.client(street.engine(_cut)))
    assert CANARY not in caplog.text
    assert encoded not in caplog.text


def test_a_client_does_not_show_the_password(desk: Desk, street: Street):
    client = desk.client(street.engine(b"name\n"))
    assert CANARY not in repr(client)
    assert CANARY not in repr(vars(client))


def test_the_password_is_in_no_address(desk: Desk, street: Street):
    server = street.engine(b"name\n")
    desk.client(server).ask(QueryRequest(QUERY), desk.spool)
    first_line = server.questions[0].head.partition(b"\r\n")[0]
    assert first_line == b"POST /2/query HTTP/1.1"
