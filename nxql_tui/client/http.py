"""HTTP to an Engine: the one place that knows the library, and the border where its errors become ours."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager, suppress
from threading import Lock, Timer
from typing import TYPE_CHECKING

import httpx

from nxql_tui.client.errors import ClientError, CutShortError, QuestionCancelled, TimedOutError, UnreachableError
from nxql_tui.client.failures import explain_connection, explain_tls
from nxql_tui.client.tls import ProbeEnded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.tls import EngineContext

Response = httpx.Response

WRITE_TIMEOUT = 30.0
"""Seconds that an Engine may take to accept a piece of the question."""


class CertificateSeen(Exception):  # noqa: N818  the end that a probe is made for
    """A probe has ended as it should."""

    def __init__(self, der: bytes) -> None:
        super().__init__("the certificate has been seen")
        self.der = der


class Cancellation:
    """Stops a question from any thread, whatever it is waiting for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sockets: list[socket.socket] = []
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled."""
        return self._is_cancelled

    def cancel(self) -> None:
        """Hang up; the Engine sees it at once."""
        with self._lock:
            self._is_cancelled = True
            for connection in self._sockets:
                _hang_up(connection)

    def watch(self, connection: socket.socket) -> None:
        """Hang up this connection too when somebody cancels, or at once when somebody has."""
        with self._lock:
            self._sockets.append(connection)
            if self._is_cancelled:
                _hang_up(connection)

    def forget(self) -> None:
        """The connections are closed; there is nothing left to hang up."""
        with self._lock:
            self._sockets.clear()


def _hang_up(connection: socket.socket) -> None:
    # One that is closed, or not connected yet, ends by itself.
    with suppress(OSError):
        # The method of the TLS socket would take its state away under the thread that is reading.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


class Transfer:
    """One question's way: where to, how trusted, how long, and how far it has come."""

    def __init__(
        self,
        address: EngineAddress,
        context: EngineContext,
        *,
        connect_timeout: float,
        overall_timeout: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> None:
        self.address = address
        self.context = context
        self.connect_timeout = connect_timeout
        self.overall_timeout = overall_timeout
        self.cancellation = cancellation or Cancellation()
        self.deadline = Cancellation()
        self.bytes_received = 0
        """Of the body; counted by whoever reads it."""
        self.has_answered = False
        """Whether the head of an answer has come."""
        self.started = time.monotonic()
        context.on_socket = self._watch

    def _watch(self, connection: socket.socket) -> None:
        self.cancellation.watch(connection)
        self.deadline.watch(connection)


@contextmanager
def exchange(transfer: Transfer, body: bytes, headers: Mapping[str, str]) -> Iterator[Response]:
    """Send a question and hand out the answer, whose body is still to be read.

    Raises:
        ClientError: There is no answer, or it broke off while it was read.
        CertificateSeen: The context is a probe's.
    """
    timer = Timer(transfer.overall_timeout or 0, transfer.deadline.cancel)
    timer.daemon = True
    if transfer.overall_timeout is not None:
        timer.start()
    try:
        if transfer.cancellation.is_cancelled:
            raise QuestionCancelled
        with (
            _client(transfer) as client,
            client.stream("POST", transfer.address.query_url, content=body, headers=headers) as response,
        ):
            transfer.has_answered = True
            yield response
    except httpx.HTTPError as error:
        # Not chained: the library's errors carry the request, and its head the password.
        raise _explained(transfer, error) from None
    finally:
        timer.cancel()
        transfer.cancellation.forget()
        transfer.deadline.forget()


def _client(transfer: Transfer) -> httpx.Client:
    timeout = httpx.Timeout(
        connect=transfer.connect_timeout, read=None, write=WRITE_TIMEOUT, pool=transfer.connect_timeout
    )
    return httpx.Client(
        verify=transfer.context,
        timeout=timeout,
        trust_env=False,
        follow_redirects=False,
        http2=False,
        headers={"Accept-Encoding": "identity", "User-Agent": "nxql-tui"},
    )


def _explained(transfer: Transfer, error: httpx.HTTPError) -> ClientError | CertificateSeen:
    if transfer.cancellation.is_cancelled:
        return QuestionCancelled()
    if transfer.deadline.is_cancelled:
        return _too_long(transfer)
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ProbeEnded):
            return CertificateSeen(cause.der)
    tls = explain_tls(transfer.address, causes, transfer.context.pin)
    if tls is not None and not transfer.has_answered:
        return tls
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout | httpx.WriteTimeout):
        return TimedOutError(
            f"{transfer.address} does not answer within {transfer.connect_timeout:g} seconds.",
            "Is the address right, and does a firewall let you through?",
        )
    if transfer.has_answered:
        return _cut_short(transfer)
    if isinstance(error, httpx.RemoteProtocolError):
        return _no_http(transfer, error)
    return explain_connection(transfer.address, causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if current is not None and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__]


def _too_long(transfer: Transfer) -> ClientError:
    return TimedOutError(
        f"{transfer.address} did not finish within {transfer.overall_timeout:g} seconds.",
        "Ask for less with (limit …) or a shorter period, or allow more time.",
    )


def _cut_short(transfer: Transfer) -> ClientError:
    return CutShortError(
        f"The answer of {transfer.address} broke off after {transfer.bytes_received:,} bytes; it is incomplete.",
        "Ask again.",
        bytes_received=transfer.bytes_received,
    )


def _no_http(transfer: Transfer, error: httpx.RemoteProtocolError) -> ClientError:
    if "disconnected" in str(error):
        return UnreachableError(
            f"{transfer.address} took the question and hung up without an answer.",
            "The Engine may be restarting; ask again in a minute.",
        )
    return UnreachableError(
        f"{transfer.address} answers with something that is no HTTP.", "Is this the port of the Web API?"
    )
