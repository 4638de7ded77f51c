"""Everything that can stand in the way of a question, and what a person reads of it."""

from __future__ import annotations

import gc
import selectors
import socket
import ssl
import struct
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.errors import TimedOutError, UnreachableError
from nxql_tui.client.trust import SystemTrust, ssl_context
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from hostile_servers import Behaviour, Desk, Street

QUERY = "(select (name) (from device))"
BODY = b"name\nPC1\n"
PATIENCE = 30.0


def test_a_port_that_nobody_listens_at_is_said(desk: Desk, closed_port: int):
    error = desk.fail(desk.client(EngineAddress("127.0.0.1", closed_port)))
    assert isinstance(error, UnreachableError)
    assert f"127.0.0.1:{closed_port} refuses the connection" in error.what
    assert "1671" in error.advice


def test_a_host_that_does_not_exist_is_said(desk: Desk):
    error = desk.fail(desk.client(EngineAddress("no-such-host.invalid", 1671)))
    assert isinstance(error, UnreachableError)
    assert "No host 'no-such-host.invalid'" in error.what


def test_a_port_that_stays_silent_is_a_time_out(desk: Desk, street: Street):
    server = street.shop(lambda visit: visit.wait_until_left())
    error = desk.fail(desk.client(server, connect_timeout=0.2))
    assert isinstance(error, TimedOutError)
    assert "says nothing for 0.2 seconds" in error.what


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda visit: visit.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        lambda visit: visit.send(b"SSH-2.0-OpenSSH_9.2\r\n"),
        lambda visit: visit.send(b"\xff" * 100),
    ],
    ids=["http", "ssh", "noise"],
)
def test_a_port_without_tls_is_said(desk: Desk, street: Street, behaviour: Behaviour):
    def answer_and_wait(visit):
        behaviour(visit)
        visit.wait_until_left()

    error = desk.fail(desk.client(street.shop(answer_and_wait)))
    assert isinstance(error, UnreachableError)
    assert "speaks plain HTTP on this port, or something else that is no TLS" in error.what


def test_an_engine_that_speaks_only_an_old_tls_is_said(desk: Desk, street: Street):
    server = street.old_engine()
    error = desk.fail(desk.client(server))
    assert isinstance(error, UnreachableError)
    assert "old TLS" in str(error)
    assert server.application_bytes == 0


def _read_a_little(visit) -> None:
    visit.connection.recv(8)


def _read_a_little_and_reset(visit) -> None:
    visit.connection.recv(8)
    visit.reset()


@pytest.mark.parametrize("behaviour", [lambda visit: None, _read_a_little, _read_a_little_and_reset])
def test_a_connection_that_ends_within_the_handshake_is_said(desk: Desk, street: Street, behaviour: Behaviour):
    error = desk.fail(desk.client(street.shop(behaviour)))
    assert isinstance(error, UnreachableError)
    assert "ended the connection within the TLS handshake" in error.what


@pytest.mark.parametrize(
    "behaviour", [lambda visit: None, lambda visit: visit.reset(), lambda visit: visit.say_goodbye()]
)
def test_an_engine_that_hangs_up_without_an_answer_is_said(desk: Desk, street: Street, behaviour: Behaviour):
    error = desk.fail(desk.client(street.engine(behaviour)))
    assert isinstance(error, UnreachableError)
    assert "hung up without an answer" in error.what


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"220 mail.example.com ESMTP\r\n\r\n",
        b"HTTP/1.1 twohundred OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
    ],
    ids=["noise", "mail", "status", "length", "lengths", "long header"],
)
def test_an_answer_that_is_no_http_is_said(desk: Desk, street: Street, answer: bytes):
    def send_and_wait(visit):
        visit.send(answer)
        visit.wait_until_left()

    error = desk.fail(desk.client(street.engine(send_and_wait)))
    assert isinstance(error, UnreachableError)
    assert "no HTTP" in error.what


@pytest.mark.parametrize("endless", [b"X-More: and more\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_a_head_without_an_end_is_given_up(desk: Desk, street: Street, endless: bytes):
    def send_for_ever(visit):
        visit.send(b"" if endless.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n")
        while True:
            visit.send(endless * 1000)

    server = street.engine(send_for_ever)
    error = desk.fail(desk.client(server))
    assert isinstance(error, UnreachableError)
    assert "no HTTP" in error.what


def test_a_few_informational_answers_are_passed_over(desk: Desk, street: Street):
    def hold_on(visit):
        visit.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 3)
        visit.answer(BODY)

    desk.client(street.engine(hold_on)).ask(QueryRequest(QUERY), desk.spool)
    assert desk.spool.read_bytes() == BODY


def test_no_proxy_of_the_environment_is_used(
    desk: Desk, street: Street, closed_port: int, monkeypatch: pytest.MonkeyPatch
):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    desk.client(street.engine(BODY)).ask(QueryRequest(QUERY), desk.spool)
    assert desk.spool.read_bytes() == BODY


def test_a_handshake_that_drips_is_given_up(desk: Desk, street: Street):
    def drip(visit):
        visit.connection.recv(65536)
        visit.send(b"\x16\x03\x03\x40\x00")
        while not visit.server.was_left.wait(0.02):
            visit.send(b"\x02")

    server = street.shop(drip)
    error = desk.fail(desk.client(server, connect_timeout=0.5))
    server.was_left.set()
    assert isinstance(error, TimedOutError)
    assert "says nothing for 0.5 seconds" in error.what
    assert error.was_reached
    assert not any("EOF" in line for line in error.details)


def test_tls_within_tls_would_pass_by_the_second_lock_and_is_refused():
    with pytest.raises(ssl.SSLError, match="TLS within TLS"):
        ssl_context(SystemTrust()).wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())


def test_a_connection_that_is_gone_before_tls_begins_is_closed_and_never_used_without_tls():
    with socket.create_server(("127.0.0.1", 0)) as listener, selectors.DefaultSelector() as selector:
        connection = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
        # Closed like this, the other side learns of a reset.
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        accepted.close()
        selector.register(connection, selectors.EVENT_READ)
        assert selector.select(PATIENCE)
        selector.unregister(connection)
        with pytest.raises(ConnectionResetError):
            ssl_context(SystemTrust()).wrap_socket(connection, server_hostname="engine")
    # One that was left open is a ResourceWarning now.
    gc.collect()
