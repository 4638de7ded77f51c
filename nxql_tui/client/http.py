"""HTTP to an Engine: the one place that knows the library, and the border where its errors become ours."""

from __future__ import annotations

import re
import socket
import ssl
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Lock, Timer
from typing import TYPE_CHECKING, TypeVar

import httpx

from nxql_tui.client.errors import ClientError, CutShortError, QuestionCancelled, TimedOutError, UnreachableError
from nxql_tui.client.failures import does_not_answer, explain_connecting, explain_handshake
from nxql_tui.client.tls import ProbeEnded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.tls import EngineContext
    from nxql_tui.wire.credentials import Secret

Received = TypeVar("Received")

WRITE_TIMEOUT = 30.0
"""Seconds that an Engine may take to accept a piece of the question."""

LARGEST_HEAD = 256 * 1024
"""Bytes that may come before the head of an answer is complete: `100 Continue` could go on for ever."""

_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "nxql-tui"}
"""Sent with every question; nothing compressed is taken, so nothing can swell on its way to disk."""

_FOREIGN = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)
"""What the library raises."""


class CertificateSeen(Exception):  # noqa: N818  the end that a probe is made for
    """A probe has ended as it should."""

    def __init__(self, der: bytes) -> None:
        super().__init__("the certificate has been seen")
        self.der = der


class _EndlessHeadError(OSError):
    """More has come than any head is long."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer whose head is here; it holds nothing of the question."""

    status: int
    headers: Mapping[str, str]
    """Names in any case."""
    body: Iterator[bytes]
    """Pieces as they come."""


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

    def forget(self, connection: socket.socket) -> None:
        """That connection is over; there is nothing left to hang up."""
        with self._lock, suppress(ValueError):
            self._sockets.remove(connection)


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
        self.bytes_received = 0
        """Of the body."""
        self.has_answered = False
        """Whether the head of an answer has come."""
        self.started = time.monotonic()
        self._head_bytes = 0
        self._cancellation = cancellation or Cancellation()
        self._deadline = Cancellation()
        self._connections: list[socket.socket] = []
        context.on_socket = self._watch
        context.on_received = self._count_head

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled."""
        return self._cancellation.is_cancelled

    @property
    def is_overdue(self) -> bool:
        """Whether the time for all of it is over."""
        return self._deadline.is_cancelled

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Within the block the connection is hung up when somebody cancels or the time is over."""
        timer = Timer(self.overall_timeout or 0.0, self._deadline.cancel)
        timer.daemon = True
        if self.overall_timeout is not None:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()
            for connection in self._connections:
                self._cancellation.forget(connection)
                self._deadline.forget(connection)

    def _watch(self, connection: socket.socket) -> None:
        self._connections.append(connection)
        self._cancellation.watch(connection)
        self._deadline.watch(connection)

    def _count_head(self, count: int) -> None:
        if self.has_answered:
            return
        self._head_bytes += count
        if self._head_bytes > LARGEST_HEAD:
            raise _EndlessHeadError


def exchange(
    transfer: Transfer,
    body: bytes,
    headers: Mapping[str, str],
    receive: Callable[[Response], Received],
    authorization: Secret | None = None,
) -> Received:
    """Send a question and return what `receive` makes of the answer.

    Raises:
        ClientError: There is no answer, it broke off, or `receive` does not like it.
        CertificateSeen: The context is a probe's.
    """
    failure: Exception
    try:
        with transfer.limited():
            return _perform(transfer, body, headers, receive, authorization)
    except ClientError as error:
        failure = error
    except _FOREIGN as error:
        failure = _explained(transfer, error)
    if isinstance(failure, ClientError):
        failure.may_have_arrived = transfer.context.has_trusted
    # Raised afresh: the other's chain and frames hold the request, and its head the password.
    failure.__cause__ = failure.__context__ = None
    raise failure.with_traceback(None)


def _perform(
    transfer: Transfer,
    body: bytes,
    headers: Mapping[str, str],
    receive: Callable[[Response], Received],
    authorization: Secret | None,
) -> Received:
    if transfer.is_cancelled:
        raise QuestionCancelled
    patience = transfer.connect_timeout
    request = httpx.Request(
        "POST",
        transfer.address.query_url,
        headers={"Host": _host_header(transfer.address), **_HEADERS, **headers},
        content=body,
        extensions={"timeout": {"connect": patience, "pool": patience, "read": None, "write": WRITE_TIMEOUT}},
    )
    if authorization is not None:
        request.headers["Authorization"] = authorization.reveal()
    with httpx.HTTPTransport(verify=transfer.context, trust_env=False, http1=True, http2=False) as transport:
        answer = transport.handle_request(request)
        try:
            transfer.has_answered = True
            return receive(Response(answer.status_code, answer.headers, _pieces(transfer, answer)))
        finally:
            answer.close()


def _host_header(address: EngineAddress) -> str:
    # Left to the library, it would decode an international name by stricter rules than it was encoded by, and fail.
    # The zone of an IPv6 address means something on this machine only.
    return re.sub(r"%[^\]]*", "", str(address))


def _pieces(transfer: Transfer, answer: httpx.Response) -> Iterator[bytes]:
    assert isinstance(answer.stream, httpx.SyncByteStream)  # noqa: S101  the transport is a synchronous one
    for piece in answer.stream:
        if transfer.is_cancelled or transfer.is_overdue:
            raise _stopped(transfer)
        transfer.bytes_received += len(piece)
        yield piece


def _stopped(transfer: Transfer) -> ClientError:
    if transfer.is_cancelled:
        return QuestionCancelled()
    return TimedOutError(
        f"{transfer.address} did not finish within {transfer.overall_timeout:g} seconds.",
        "Ask for less with (limit …) or a shorter period, or allow more time.",
    )


def _explained(transfer: Transfer, error: Exception) -> ClientError | CertificateSeen:
    """What a failure of the library means at the place where it happened."""
    if transfer.is_cancelled or transfer.is_overdue:
        return _stopped(transfer)
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ProbeEnded):
            return CertificateSeen(cause.der)
    if transfer.has_answered:
        return _cut_short(transfer, causes)
    if transfer.context.has_trusted:
        return _no_answer(transfer, error, causes)
    address, patience = transfer.address, transfer.connect_timeout
    if isinstance(error, httpx.TimeoutException):
        return does_not_answer(address, patience)
    in_handshake = explain_handshake(address, causes, transfer.context.pin)
    return in_handshake or explain_connecting(address, causes, patience)


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if current is not None and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__]


def _cut_short(transfer: Transfer, causes: tuple[BaseException, ...]) -> ClientError:
    what = f"The answer of {transfer.address} broke off after {transfer.bytes_received:,} bytes; it is incomplete."
    advice = "Ask again."
    if any(isinstance(cause, ssl.SSLEOFError) for cause in causes):
        advice = "Ask again. If it always ends like this, something on the way cuts connections: a proxy, a firewall?"
    return CutShortError(what, advice, bytes_received=transfer.bytes_received)


def _no_answer(transfer: Transfer, error: Exception, causes: tuple[BaseException, ...]) -> ClientError:
    address = transfer.address
    if isinstance(error, httpx.TimeoutException):
        return TimedOutError(
            f"{address} did not take the question within {WRITE_TIMEOUT:g} seconds.", "Ask again in a minute."
        )
    is_endless = any(isinstance(cause, _EndlessHeadError) for cause in causes)
    if is_endless or (isinstance(error, httpx.RemoteProtocolError) and "disconnected" not in str(error)):
        return UnreachableError(
            f"{address} answers with something that is no HTTP.", "Is this the port of the Web API (usually 1671)?"
        )
    return UnreachableError(
        f"{address} took the question and hung up without an answer.",
        "The Engine may be restarting; ask again in a minute.",
    )
