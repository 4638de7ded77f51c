"""Answers nobody waits for are stopped."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from nxql_tui.engine.planner.fragments import Fragment
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.server import EmbeddedEngine, EngineSettings
from nxql_tui.engine.streaming import AnswerDesk
from nxql_tui.wire.cells import Column
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ENDLESS = Plan((Column("n"),), Fragment("SELECT count(*) FROM range(1000000000000000) WHERE hash(range) = 0"))
DEADLINE = 30.0


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < end
        pause.wait(0.01)


def open_question(engine: EmbeddedEngine, query: str) -> ssl.SSLSocket:
    """Send a question and read nothing of its answer."""
    context = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(engine.certificate_der))
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.settimeout(DEADLINE)
    plain.connect(("127.0.0.1", engine.port))
    connection = context.wrap_socket(plain, server_hostname="localhost")
    login = base64.b64encode(b"admin:admin").decode()
    head = f"GET /2/query?query={quote(query)}&format=json HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {login}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


async def test_a_client_that_hangs_up_stops_an_endless_statement(answer_of: Callable[..., Any]) -> None:
    async def receive() -> Mapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        raise AssertionError(message)

    desk = AnswerDesk()
    async with asyncio.timeout(DEADLINE):
        await desk.serve(answer_of(ENDLESS, Format.CSV), receive, send, with_body=True)
    assert desk.count == 0


async def test_an_engine_that_stops_ends_an_endless_statement(answer_of: Callable[..., Any]) -> None:
    async def receive() -> Mapping[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Mapping[str, Any]) -> None:
        raise AssertionError(message)

    desk = AnswerDesk()
    serving = asyncio.create_task(desk.serve(answer_of(ENDLESS, Format.CSV), receive, send, with_body=True))
    async with asyncio.timeout(DEADLINE):
        while not serving.done():
            desk.cancel_all()
            await asyncio.sleep(0)
        await serving
    assert desk.count == 0


def test_a_client_that_hangs_up_in_mid_answer_ends_it(engine: EmbeddedEngine) -> None:
    connection = open_question(engine, f"(select ({'* ' * 10}) (from device))")
    assert connection.recv(12) == b"HTTP/1.1 200"
    assert engine.answers_under_way == 1
    connection.close()
    wait_until(lambda: engine.answers_under_way == 0)


def test_an_engine_stops_in_spite_of_a_client_that_does_not_read(tmp_path: Path) -> None:
    engine = EmbeddedEngine(EngineSettings(certificate_folder=tmp_path))
    engine.start()
    with open_question(engine, f"(select ({'* ' * 10}) (from device))") as connection:
        assert connection.recv(12) == b"HTTP/1.1 200"
        engine.stop()
    assert engine.answers_under_way == 0
