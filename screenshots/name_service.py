"""A proxy that leads the names in the pictures to the embedded Engines of this machine."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_PIECE = 65536


class NameService(ThreadingTCPServer):
    """Knows CONNECT, and of that only the names that it was told.

    Ports and addresses of this machine differ from run to run and say nothing to a reader; through this proxy the real
    explorer asks `eu-1.example:1671` over real HTTPS.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, ports: dict[str, int]) -> None:
        """Listen.

        Args:
            ports: Where on this machine a `HOST:PORT` leads.
        """
        super().__init__(("127.0.0.1", 0), _Passage)
        self.ports = ports
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="name-service", daemon=True)

    @property
    def url(self) -> str:
        """What `https_proxy` is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> NameService:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Passage(StreamRequestHandler):
    """One connection from an explorer to an Engine."""

    server: NameService

    def handle(self) -> None:
        """Pass bytes on in both directions until both have ended."""
        target = self.rfile.readline().decode().split(" ")[1]
        while self.rfile.readline() not in (b"\r\n", b""):
            pass
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        port = self.server.ports.get(target)
        if port is None:
            # As a server that is being started: it hangs up at the first word.
            self.connection.recv(_PIECE)
            return
        with socket.create_connection(("127.0.0.1", port)) as engine:
            back = threading.Thread(target=_copy, args=(engine, self.connection), daemon=True)
            back.start()
            _copy(self.connection, engine)
            back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
