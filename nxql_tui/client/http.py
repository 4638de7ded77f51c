"""HTTP to an Engine: the one place that knows the library, and the border where its errors become ours."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.errors import ClientError, CutShortError, QuestionCancelled, TimedOutError, UnreachableError
from nxql_tui.client.failures import (
    does_not_answer,
    explain_client_certificate,
    explain_connecting,
    explain_handshake,
    lets_in_and_says_nothing,
)
from nxql_tui.client.proxy_failures import explain_reaching_proxy, explain_tunnel, proxy_does_not_answer
from nxql_tui.client.tls import ProbeEnded
from nxql_tui.client.transfer import EndlessHeadError, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nxql_tui.client.transfer import Transfer
    from nxql_tui.wire.credentials import Secret

Received = TypeVar("Received")

WRITE_TIMEOUT = 30.0
"""Seconds that an Engine may take to accept a piece of the question."""

_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "nxql-tui"}
"""Sent with every question; nothing compressed is taken, so nothing can swell on its way to disk."""

_FOREIGN = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)
"""What the library raises."""


class CertificateSeen(Exception):  # noqa: N818  the end that a probe is made for
    """A probe has ended as it should."""

    def __init__(self, der: bytes) -> None:
        super().__init__("the certificate has been seen")
        self.der = der


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it leaves us, but for who asks."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer whose head is here; it holds nothing of the question."""

    status: int
    headers: Mapping[str, str]
    """Names in any case."""
    body: Iterator[bytes]
    """Pieces as they come."""


def exchange(
    transfer: Transfer,
    outgoing: Outgoing,
    receive: Callable[[Response], Received],
    authorization: Secret | None = None,
) -> Received:
    """Send a request and return what `receive` makes of the answer.

    Raises:
        ClientError: There is no answer, it broke off, or `receive` does not like it.
        CertificateSeen: The context is a probe's.
    """
    failure: Exception
    details: tuple[str, ...] = ()
    try:
        with transfer.limited():
            return _perform(transfer, outgoing, receive, authorization)
    except ClientError as error:
        failure = error
    except _FOREIGN as error:
        failure = _explained(transfer, error)
        # Whoever was hung up on by us has not ended anything.
        details = () if transfer.is_out_of_patience else tuple(dict.fromkeys(_what_happened(error)))
    if isinstance(failure, ClientError):
        failure.may_have_arrived = transfer.has_trusted
        failure.was_reached = transfer.stage >= Stage.SHAKING_HANDS
        failure.details = (*_way(transfer, outgoing), *failure.details, *details)
    # Raised afresh: the other's chain and frames hold the request, and its head the password.
    failure.__cause__ = failure.__context__ = None
    raise failure.with_traceback(None)


def _perform(
    transfer: Transfer,
    outgoing: Outgoing,
    receive: Callable[[Response], Received],
    authorization: Secret | None,
) -> Received:
    if transfer.is_cancelled:
        raise QuestionCancelled
    with _transport(transfer) as transport:
        answer = _answer(transport, transfer, _request(transfer, outgoing, authorization))
        try:
            transfer.answer()
            return receive(Response(answer.status_code, answer.headers, _pieces(transfer, answer)))
        finally:
            answer.close()


def _request(transfer: Transfer, outgoing: Outgoing, authorization: Secret | None) -> httpx.Request:
    patience = transfer.connect_timeout
    request = httpx.Request(
        outgoing.method,
        f"{transfer.address.base_url}{outgoing.path}",
        headers={"Host": _host_header(transfer), **_HEADERS, **outgoing.headers},
        content=outgoing.body,
        extensions={
            "timeout": {"connect": patience, "pool": patience, "read": None, "write": WRITE_TIMEOUT},
            "trace": lambda event, facts: _follow(transfer, event, facts),
        },
    )
    if authorization is not None:
        request.headers["Authorization"] = authorization.reveal()
    return request


def _transport(transfer: Transfer) -> httpx.HTTPTransport:
    proxy = transfer.route.proxy
    way = None
    if proxy is not None:
        who = proxy.credential
        way = httpx.Proxy(
            f"{proxy.scheme}://{proxy.authority}", auth=None if who is None else (who.user, who.password.reveal())
        )
    return httpx.HTTPTransport(verify=transfer.context, trust_env=False, http1=True, http2=False, proxy=way)


def _follow(transfer: Transfer, event: str, facts: Mapping[str, Any]) -> None:
    """Learn from the library's own trace that the first host on the way has let us in."""
    if event.endswith("connect_tcp.complete"):
        connection = facts["return_value"].get_extra_info("socket")
        if connection is not None:
            transfer.reach(connection)


def _answer(transport: httpx.HTTPTransport, transfer: Transfer, request: httpx.Request) -> httpx.Response:
    try:
        return transport.handle_request(request)
    except _FOREIGN:
        raise
    except Exception as error:
        if transfer.route.proxy is None or transfer.has_trusted:
            raise
        # What a proxy says out of turn meets the library's assertions, and errors of a library below it.
        raise httpx.ProxyError(type(error).__name__) from None


def _host_header(transfer: Transfer) -> str:
    # Left to the library, it would decode an international name by stricter rules than it was encoded by, and fail.
    # The zone of an IPv6 address means something on this machine only.
    name = transfer.route.server_name
    authority = str(transfer.address if name is None else EngineAddress(name, transfer.address.port))
    return re.sub(r"%[^\]]*", "", authority)


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
    if transfer.has_trusted:
        return _no_answer(transfer, error, causes)
    is_silent = transfer.is_out_of_patience or isinstance(error, httpx.TimeoutException)
    proxy, patience = transfer.route.proxy, transfer.connect_timeout
    if proxy is not None and transfer.stage < Stage.SHAKING_HANDS:
        if is_silent:
            return proxy_does_not_answer(proxy, patience)
        if transfer.stage is Stage.TUNNELLING:
            return explain_tunnel(proxy, transfer.address, str(error) if isinstance(error, httpx.ProxyError) else "")
        return explain_reaching_proxy(proxy, causes, patience)
    return _explained_without_trust(transfer, causes, is_silent=is_silent)


def _explained_without_trust(transfer: Transfer, causes: tuple[BaseException, ...], *, is_silent: bool) -> ClientError:
    address, patience = transfer.address, transfer.connect_timeout
    if is_silent and transfer.stage is Stage.REACHING:
        return does_not_answer(address, patience)
    if is_silent:
        return lets_in_and_says_nothing(address, patience)
    name = transfer.route.server_name or address.host
    in_handshake = explain_handshake(address, name, causes, transfer.context.pin)
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
    for cause in causes:
        about_us = explain_client_certificate(address, cause) if isinstance(cause, ssl.SSLError) else None
        if about_us is not None:
            return about_us
    is_endless = any(isinstance(cause, EndlessHeadError) for cause in causes)
    if is_endless or (isinstance(error, httpx.RemoteProtocolError) and "disconnected" not in str(error)):
        return UnreachableError(
            f"{address} answers with something that is no HTTP.", "Is this the port of the Web API (usually 1671)?"
        )
    return UnreachableError(
        f"{address} took the question and hung up without an answer.",
        "The Engine may be restarting; ask again in a minute.",
    )


_STAGES = {
    Stage.REACHING: "no connection yet",
    Stage.TUNNELLING: "connected to the proxy, no way through it yet",
    Stage.SHAKING_HANDS: "connected, TLS handshake not finished, nothing sent",
    Stage.TRUSTED: "certificate trusted, question sent, no answer yet",
    Stage.ANSWERED: "answer begun",
}


def _way(transfer: Transfer, outgoing: Outgoing) -> Iterator[str]:
    """What was tried and how far it came; no query, no user, no password."""
    yield f"at {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    yield f"{outgoing.method} {transfer.address.base_url}{outgoing.path}"
    if transfer.route.proxy is not None:
        yield f"through the proxy {transfer.route.proxy}"
    if transfer.route.server_name is not None:
        yield f"under the TLS name {transfer.route.server_name}"
    yield f"came as far as: {_STAGES[transfer.stage]}"


def _what_happened(error: BaseException) -> Iterator[str]:
    """The kinds of the errors; of texts only those of the system and of OpenSSL, for others may hold what was sent."""
    for cause in _causes(error):
        said = ""
        if isinstance(cause, ssl.SSLError):
            said = getattr(cause, "verify_message", None) or getattr(cause, "reason", None) or ""
        elif isinstance(cause, OSError):
            said = f"{cause.errno} {cause.strerror}" if cause.errno else ""
        yield f"{type(cause).__name__}{f': {said}' if said else ''}"
