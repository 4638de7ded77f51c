"""The socket an embedded Engine listens on."""

from __future__ import annotations

import os
import socket

from nxql_tui.engine.errors import StartError


def listen_on(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes a free one.

    Raises:
        StartError: There is no such address here, or the port is taken.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise StartError(f"There is no address {host} to listen on: {error.strerror or error}.") from error
    try:
        if os.name == "posix":
            # Lets an Engine start again at once on the port it has just left; elsewhere it would share a port in use.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise StartError(
            f"Nothing can listen on port {port} of {host}: {error.strerror or error}. Choose another port, or 0."
        ) from error
    return listener
