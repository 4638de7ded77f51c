"""Relays between a client and a server: they pass bytes on, or cut, or stay silent, as they are told from outside."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

PIECE = 16 * 1024


class Relay:
    """Listens on 127.0.0.1; what it does holds for the connections that come from then on."""

    def __init__(self, port: int) -> None:
        self.target = port
        """The port that is led to."""
        self.cut_after: int | None = None
        """Bytes from the server after which the connection ends; None never."""
        self.is_silent = False
        """Whether the server's answers are kept back once the handshake is over."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def close(self) -> None:
        for one in (self._listener, *self._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            self._sockets += [client, server]
            asked = threading.Event()
            threading.Thread(target=self._forth, args=(client, server, asked), daemon=True).start()
            back = (server, client, asked, self.cut_after, self.is_silent)
            threading.Thread(target=self._back, args=back, daemon=True).start()

    def _forth(self, client: socket.socket, server: socket.socket, asked: threading.Event) -> None:
        """What the client sends; its third flight is the question, behind hello and the end of the handshake."""
        with suppress(OSError):
            flights = 0
            while piece := client.recv(PIECE):
                flights += 1
                if flights > 1:
                    asked.set()
                server.sendall(piece)
            server.shutdown(socket.SHUT_WR)

    def _back(
        self,
        server: socket.socket,
        client: socket.socket,
        asked: threading.Event,
        cut_after: int | None,
        is_silent: bool,
    ) -> None:
        sent = 0
        with suppress(OSError):
            while piece := server.recv(PIECE):
                if is_silent and asked.is_set():
                    continue
                if cut_after is not None and sent + len(piece) > cut_after:
                    client.sendall(piece[: cut_after - sent])
                    break
                client.sendall(piece)
                sent += len(piece)
            client.shutdown(socket.SHUT_RDWR)
