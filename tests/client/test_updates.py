"""An update goes out only as one, once, and its failures say whether it may have arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError, QuestionCancelled, UpdateWithheldError
from nxql_tui.client.export import export_answer
from nxql_tui.client.trust import SystemTrust
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

    from hostile_servers import Behaviour, Desk, Server, Street, Visit

UPDATE = "(update (set #Location nil) (from device))"
BODY = b"updated\n3\n"


def _hang_up(_visit: Visit) -> None:
    pass


def _status(line: str) -> Behaviour:
    return lambda visit: visit.send(f"HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n".encode())


@pytest.mark.parametrize(
    "request_",
    [
        QueryRequest(UPDATE),
        QueryRequest("%1", parameters={1: UPDATE}),
        QueryRequest("(UPDATE (nonsense"),
        QueryRequest(f"(select (id) (from device)) {UPDATE}"),
    ],
)
def test_an_update_is_not_sent_as_a_question(desk: Desk, street: Street, request_: QueryRequest):
    server = street.engine(BODY)
    assert isinstance(desk.fail(desk.client(server), request_), UpdateWithheldError)
    assert server.questions == []
    assert not desk.spool.exists()


def test_an_export_does_not_send_one_either(desk: Desk, street: Street, tmp_path: Path):
    server = street.engine(BODY)
    with pytest.raises(UpdateWithheldError):
        export_answer(desk.client(server), QueryRequest(UPDATE), tmp_path / "updated.csv", overwrite=False)
    assert server.questions == []
    assert list(tmp_path.iterdir()) == []


def test_an_update_is_posted_once(desk: Desk, street: Street):
    server = street.engine(BODY)
    assert desk.client(server).update(QueryRequest(UPDATE), desk.spool).size == len(BODY)
    (visit,) = server.questions
    assert visit.head.startswith(b"POST /2/query HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "behaviour",
    [
        _hang_up,
        lambda visit: visit.reset(),
        lambda visit: visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nupd"),
        _status("500 Internal Server Error"),
        _status("503 Service Unavailable"),
        _status("307 Temporary Redirect"),
        _status("401 Unauthorized"),
        _status("408 Request Timeout"),
    ],
)
def test_an_update_that_fails_is_not_sent_again(desk: Desk, street: Street, behaviour: Behaviour):
    server = street.engine(behaviour)
    with pytest.raises(ClientError) as caught:
        desk.client(server).update(QueryRequest(UPDATE), desk.spool)
    assert caught.value.may_have_arrived
    assert len(server.questions) == 1


def test_a_cancelled_one_may_have_arrived(desk: Desk, street: Street):
    cancellation = Cancellation()
    server = street.engine(lambda _visit: cancellation.cancel())
    with pytest.raises(QuestionCancelled) as caught:
        desk.client(server).update(QueryRequest(UPDATE), desk.spool, cancellation=cancellation)
    assert caught.value.may_have_arrived


def test_one_cancelled_beforehand_has_not_arrived(desk: Desk, street: Street):
    cancellation = Cancellation()
    cancellation.cancel()
    server = street.engine(BODY)
    with pytest.raises(QuestionCancelled) as caught:
        desk.client(server).update(QueryRequest(UPDATE), desk.spool, cancellation=cancellation)
    assert not caught.value.may_have_arrived
    assert server.questions == []


def _nobody_listens(desk: Desk, street: Street, closed_port: int) -> ClientError:
    server = street.engine(BODY)
    return _failure(desk, type(server.address)(server.address.host, closed_port))


def _not_trusted(desk: Desk, street: Street, _closed_port: int) -> ClientError:
    return _failure(desk, street.engine(BODY), trust=SystemTrust())


def _no_place_for_the_answer(desk: Desk, street: Street, _closed_port: int) -> ClientError:
    desk.spool.mkdir()
    return _failure(desk, street.engine(BODY))


def _wrong_credential(desk: Desk, street: Street, _closed_port: int) -> ClientError:
    return _failure(desk, street.engine(BODY), user="a:b")


def _failure(desk: Desk, where: Server, **more: object) -> ClientError:
    with pytest.raises(ClientError) as caught:
        desk.client(where, **more).update(QueryRequest(UPDATE), desk.spool)
    return caught.value


@pytest.mark.parametrize("trouble", [_nobody_listens, _not_trusted, _no_place_for_the_answer, _wrong_credential])
def test_what_fails_before_it_is_sent_says_so(desk: Desk, street: Street, closed_port: int, trouble):
    assert not trouble(desk, street, closed_port).may_have_arrived
