"""A process that answers every question with the bytes of a file, as fast as TLS goes, at a port for each file.

`python spool_server.py FOLDER FILE…` prints the ports; the certificate of all is kept in the folder.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.engine.certificate import find_certificate
from nxql_tui.wire.credentials import Credential, Secret

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Sequence

HOST = "127.0.0.1"
PIECE = 1 << 18


@contextmanager
def serving(spool: Path, folder: Path) -> Iterator[EngineClient]:
    """A client of such a server."""
    with serving_all([spool], folder) as (client,):
        yield client


@contextmanager
def serving_all(spools: Sequence[Path], folder: Path) -> Iterator[list[EngineClient]]:
    """A client for each file."""
    certificate = find_certificate(folder, HOST)
    child = subprocess.Popen(
        [sys.executable, __file__, str(folder), *map(str, spools)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    if sys.platform == "linux":
        # In life they have machines of their own.
        os.setpriority(os.PRIO_PROCESS, child.pid, 19)
    try:
        ports = [int(child.stdout.readline()) for _ in spools]
        yield [client_at(port, certificate.der) for port in ports]
    finally:
        child.kill()
        child.wait()


def client_at(port: int, certificate: bytes, password: str = "admin") -> EngineClient:
    return EngineClient(EngineAddress(HOST, port), Credential("admin", Secret(password)), PinnedTrust(certificate))


def serve(folder: Path, spools: Sequence[Path]) -> None:
    context = find_certificate(folder, HOST).context
    threads = []
    for spool in spools:
        listener = socket.create_server((HOST, 0))
        print(listener.getsockname()[1], flush=True)
        threads.append(threading.Thread(target=listen, args=(listener, context, spool), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join()


def listen(listener: socket.socket, context: ssl.SSLContext, spool: Path) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=treat, args=(connection, context, spool), daemon=True).start()


def treat(connection: socket.socket, context: ssl.SSLContext, spool: Path) -> None:
    with suppress(OSError), context.wrap_socket(connection, server_side=True) as stream, spool.open("rb") as file:
        received = b""
        while not re.search(rb"\r\n\r\n.*query=", received, re.DOTALL):
            received += stream.recv(65536)
        size = os.fstat(file.fileno()).st_size
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n" % size)
        while piece := file.read(PIECE):
            stream.sendall(piece)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
