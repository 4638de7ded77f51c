"""Real proxies on this machine: they pass bytes on and keep what they saw."""

from __future__ import annotations

import base64
import re
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hostile_servers import Behaviour, Server, Street, Visit

KNOWN_USER = "paul"
KNOWN_PASSWORD = "proxy-wort-77"


@dataclass
class Passage:
    """What a proxy was asked for and saw."""

    targets: list[str] = field(default_factory=list)
    """`HOST:PORT` as asked for."""
    heads: list[bytes] = field(default_factory=list)
    seen: bytes = b""
    """Everything that went through, in both directions."""


def connect_proxy(street: Street, passage: Passage, *, is_closed: bool = False) -> Server:
    """An HTTP proxy that knows CONNECT; a closed one wants its user."""

    def treat(visit: Visit) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = visit.connection.recv(65536)
            if not piece:
                return
            head += piece
        passage.heads.append(head)
        wanted = base64.b64encode(f"{KNOWN_USER}:{KNOWN_PASSWORD}".encode())
        if is_closed and b"Proxy-Authorization: Basic " + wanted not in head:
            visit.answer(b"", 'Proxy-Authenticate: Basic realm="way out"', status="407 Proxy Authentication Required")
            return
        target = head.split(b" ")[1].decode()
        passage.targets.append(target)
        host, _, port = target.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port))) as engine:
            visit.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            _pass_on(visit.connection, engine, passage)

    return street.shop(treat)


def socks_proxy(street: Street, passage: Passage, *, is_closed: bool = False, reply: int = 0) -> Server:
    """A SOCKS 5 proxy; a closed one wants its user, another reply than 0 sends everybody away."""

    def treat(visit: Visit) -> None:
        connection = visit.connection
        _, count = connection.recv(2)
        methods = connection.recv(count)
        wanted = 2 if is_closed else 0
        if wanted not in methods:
            connection.sendall(b"\x05\xff")
            return
        connection.sendall(bytes([5, wanted]))
        if is_closed:
            said = connection.recv(1024)
            length = said[1]
            user, password = said[2 : 2 + length], said[3 + length :]
            is_known = (user, password) == (KNOWN_USER.encode(), KNOWN_PASSWORD.encode())
            connection.sendall(b"\x01\x00" if is_known else b"\x01\x01")
            if not is_known:
                return
        target = connection.recv(1024)
        host, rest = _socks_target(target[3:])
        (port,) = struct.unpack(">H", rest)
        passage.targets.append(f"{host}:{port}")
        if reply:
            connection.sendall(bytes([5, reply, 0, 1]) + bytes(6))
            return
        with socket.create_connection((host, port)) as engine:
            connection.sendall(b"\x05\x00\x00\x01" + bytes(6))
            _pass_on(connection, engine, passage)

    return street.shop(treat)


def _socks_target(data: bytes) -> tuple[str, bytes]:
    if data[0] == 1:
        return socket.inet_ntoa(data[1:5]), data[5:7]
    if data[0] == 4:
        return socket.inet_ntop(socket.AF_INET6, data[1:17]), data[17:19]
    length = data[1]
    return data[2 : 2 + length].decode(), data[2 + length : 4 + length]


def refusing_proxy(street: Street, status: str) -> Server:
    """Answers every CONNECT with this status."""

    def treat(visit: Visit) -> None:
        visit.connection.recv(65536)
        visit.answer(b"<html>No.</html>", status=status)

    return street.shop(treat)


def answering(street: Street, *pieces: bytes) -> Server:
    """Says this to whoever comes, whatever they want, and waits until they leave."""

    def treat(visit: Visit) -> None:
        visit.connection.recv(65536)
        visit.send(*pieces)
        visit.wait_until_left()

    return street.shop(treat)


def silent(street: Street) -> Server:
    """Lets everybody in and says nothing."""
    behaviour: Behaviour = lambda visit: visit.wait_until_left()  # noqa: E731
    return street.shop(behaviour)


def _pass_on(client: socket.socket, engine: socket.socket, passage: Passage) -> None:
    def copy(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                passage.seen += piece
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    back = threading.Thread(target=copy, args=(engine, client), daemon=True)
    back.start()
    copy(client, engine)
    back.join(30)


def host_headers(heads: list[bytes]) -> list[str]:
    """The Host header of each head."""
    return [found[1].decode() for head in heads if (found := re.search(rb"(?im)^Host: (.*?)\r$", head))]
