"""A server in a process of its own that answers every question with the bytes of a file, as fast as TLS goes.

`python spool_server.py FILE FOLDER` prints its port; its certificate is kept in the folder.
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
    from collections.abc import Iterator

HOST = "127.0.0.1"
PIECE = 1 << 18


@contextmanager
def serving(spool: Path, folder: Path) -> Iterator[EngineClient]:
    """A client of such a server."""
    certificate = find_certificate(folder, HOST)
    child = subprocess.Popen([sys.executable, __file__, str(spool), str(folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        address = EngineAddress(HOST, int(child.stdout.readline()))
        yield EngineClient(address, Credential("admin", Secret("admin")), PinnedTrust(certificate.der))
    finally:
        child.kill()
        child.wait()


def serve(spool: Path, folder: Path) -> None:
    context = find_certificate(folder, HOST).context
    with socket.create_server((HOST, 0)) as listener:
        print(listener.getsockname()[1], flush=True)
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
    serve(Path(sys.argv[1]), Path(sys.argv[2]))
