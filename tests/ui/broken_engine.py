"""A server with an Engine's certificate that answers over real TLS as it is told to, never as an Engine does."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
PATIENCE = 30.0

Behaviour = Callable[[ssl.SSLSocket], object]


class BrokenEngine:
    """Answers one question after the other, each as `behaviour` says at that time."""

    def __init__(self, certificate: Path, der: bytes, behaviour: Behaviour) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._der = der
        self.behaviour = behaviour
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.saw_hang_up = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def client(self) -> EngineClient:
        address = EngineAddress("127.0.0.1", self._listener.getsockname()[1])
        return EngineClient(address, Credential("a", Secret("b")), PinnedTrust(self._der))

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._treat, args=(connection,), daemon=True).start()

    def _treat(self, connection: socket.socket) -> None:
        with suppress(OSError), self._context.wrap_socket(connection, server_side=True) as stream:
            _read_question(stream)
            self.behaviour(stream)
            stream.settimeout(PATIENCE)
            with suppress(OSError):
                while stream.recv(1024):
                    pass
            self.saw_hang_up.set()

    def close(self) -> None:
        # One that is only closed leaves its thread in accept.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def _read_question(stream: ssl.SSLSocket) -> None:
    received = b""
    while (length := re.search(rb"(?is)content-length: (\d+).*?\r\n\r\n", received)) is None:
        received += stream.recv(65536) or b"\r\ncontent-length: 0\r\n\r\n"
    while len(received) < length.end() + int(length[1]):
        received += stream.recv(65536)


def whole(body: bytes) -> Behaviour:
    """This answer, in good order."""
    return lambda stream: stream.sendall(HEAD % len(body) + body)


def cut(body: bytes) -> Behaviour:
    """The beginning of an answer, then the end of the connection."""

    def behave(stream: ssl.SSLSocket) -> None:
        stream.sendall(HEAD % (len(body) + 1_000_000) + body)
        stream.shutdown(socket.SHUT_RDWR)

    return behave


def unfinished(body: bytes) -> Behaviour:
    """The beginning of an answer; the rest never comes."""
    return lambda stream: stream.sendall(HEAD % (len(body) + 1_000_000) + body)
