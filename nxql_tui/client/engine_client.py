"""Asking one Engine: the question goes out by POST, the answer into a spool file.

The calls block and are made on threads; a `Cancellation` stops them from any other.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from nxql_tui.client.errors import (
    CredentialError,
    NotLicensedError,
    RefusedError,
    SpoolError,
    UnexpectedStatusError,
    WrongQueryError,
)
from nxql_tui.client.http import Cancellation, Response, Transfer, exchange
from nxql_tui.client.trust import Trust, trusting_context
from nxql_tui.private_files import FILE_MODE
from nxql_tui.wire.basic_authentication import to_header
from nxql_tui.wire.error_page import LARGEST_PAGE, ErrorPage, read_error_page
from nxql_tui.wire.request import EXECUTION_TIME_HEADER, FORM_CONTENT_TYPE, Format, QueryRequest, to_form_body

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.wire.credentials import Credential

__all__ = ["Answer", "Cancellation", "EngineClient", "Progress"]

CONNECT_TIMEOUT = 10.0
"""Seconds that reaching an Engine may take."""

PROGRESS_INTERVAL = 0.1
"""Seconds between two reports of progress."""

LOGIN_QUERY = "(select (id) (from device) (limit 0))"
"""The cheapest question: a header (`reference/nxql.md` §10 [client])."""

_CHUNK = 128 * 1024
_ROW_MARKS = {Format.CSV: b"\n", Format.XML: b"<r>", Format.HTML: b"<tr>", Format.JSON: b"{"}
"""What each row holds once, more or less: good enough to say how many have come."""
_HEADER_MARKS = {Format.CSV: 1, Format.XML: 0, Format.HTML: 1, Format.JSON: 0}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer has come."""

    bytes_received: int
    rows_received: int
    """Counted by a mark in the bytes, so a little wrong where cells hold line ends."""
    seconds: float
    """Since the question was sent."""
    engine_milliseconds: int | None
    """The Engine's own time; None before its head has come, or when it does not say."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer."""

    spool: Path
    """The bytes as the Engine sent them."""
    format: Format
    size: int
    """In bytes."""
    row_count: int
    """As `Progress.rows_received`."""
    engine_milliseconds: int | None
    seconds: float
    content_type: str


class EngineClient:
    """Asks one Engine as one user."""

    def __init__(
        self,
        address: EngineAddress,
        credential: Credential,
        trust: Trust,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        overall_timeout: float | None = None,
    ) -> None:
        self.address = address
        self.trust = trust
        self._credential = credential
        self._connect_timeout = connect_timeout
        self._overall_timeout = overall_timeout

    def ask(
        self,
        request: QueryRequest,
        spool: Path,
        *,
        on_progress: Callable[[Progress], object] | None = None,
        cancellation: Cancellation | None = None,
    ) -> Answer:
        """Ask and write the answer to the spool as it comes; others may read its head meanwhile.

        What has come of an answer that broke off stays in the spool, which is the caller's.

        Raises:
            ClientError: There is no complete answer.
        """
        transfer = self._transfer(cancellation)
        with exchange(transfer, to_form_body(request), self._headers()) as response:
            _check_status(self.address, response)
            _check_encoding(self.address, response)
            with _open_spool(spool) as file:
                reception = _Reception(transfer, response, request.format, on_progress)
                reception.write_to(file)
        return reception.answer(spool)

    def check_login(self) -> None:
        """Prove address, trust, user, password and licence by the cheapest question.

        Raises:
            ClientError: One of them is wrong.
        """
        request = QueryRequest(LOGIN_QUERY)
        with exchange(self._transfer(None), to_form_body(request), self._headers()) as response:
            _check_status(self.address, response)
            _read_bounded(response)

    def _transfer(self, cancellation: Cancellation | None) -> Transfer:
        return Transfer(
            self.address,
            trusting_context(self.trust),
            connect_timeout=self._connect_timeout,
            overall_timeout=self._overall_timeout,
            cancellation=cancellation,
        )

    def _headers(self) -> dict[str, str]:
        try:
            authorization = to_header(self._credential)
        except ValueError:
            raise CredentialError(
                "The user name holds a colon.", "HTTP ends a user name there; no account has one."
            ) from None
        return {"Authorization": authorization, "Content-Type": FORM_CONTENT_TYPE}


class _Reception:
    """An answer on its way to disk."""

    def __init__(
        self,
        transfer: Transfer,
        response: Response,
        answer_format: Format,
        on_progress: Callable[[Progress], object] | None,
    ) -> None:
        self._transfer = transfer
        self._response = response
        self._format = answer_format
        self._on_progress = on_progress
        self._engine_milliseconds = _engine_milliseconds(response)
        self._marks = 0

    def write_to(self, file: BinaryIO) -> None:
        """Write the body as it comes."""
        mark = _ROW_MARKS[self._format]
        next_report = 0.0
        for chunk in self._response.iter_raw(_CHUNK):
            try:
                file.write(chunk)
            except OSError as error:
                raise _spool_error(error) from None
            self._transfer.bytes_received += len(chunk)
            self._marks += chunk.count(mark)
            now = time.monotonic()
            if self._on_progress is not None and now >= next_report:
                self._report(file)
                next_report = now + PROGRESS_INTERVAL
        self._report(file)

    def answer(self, spool: Path) -> Answer:
        """What was received."""
        return Answer(
            spool=spool,
            format=self._format,
            size=self._transfer.bytes_received,
            row_count=self._rows,
            engine_milliseconds=self._engine_milliseconds,
            seconds=time.monotonic() - self._transfer.started,
            content_type=self._response.headers.get("Content-Type", ""),
        )

    @property
    def _rows(self) -> int:
        return max(0, self._marks - _HEADER_MARKS[self._format])

    def _report(self, file: BinaryIO) -> None:
        try:
            file.flush()
        except OSError as error:
            raise _spool_error(error) from None
        if self._on_progress is not None:
            seconds = time.monotonic() - self._transfer.started
            self._on_progress(Progress(self._transfer.bytes_received, self._rows, seconds, self._engine_milliseconds))


def _open_spool(spool: Path) -> BinaryIO:
    try:
        descriptor = os.open(spool, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    except OSError as error:
        raise _spool_error(error) from None
    return os.fdopen(descriptor, "wb")


def _spool_error(error: OSError) -> SpoolError:
    return SpoolError(f"The answer cannot be written to disk: {error.strerror}.", "Make room, or look at its rights.")


def _engine_milliseconds(response: Response) -> int | None:
    text = response.headers.get(EXECUTION_TIME_HEADER, "").strip()
    return int(text) if text.isascii() and text.isdigit() else None


def _read_bounded(response: Response) -> bytes:
    body = b""
    for chunk in response.iter_raw(_CHUNK):
        body += chunk
        if len(body) >= LARGEST_PAGE:
            break
    return body


def _check_encoding(address: EngineAddress, response: Response) -> None:
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding != "identity":
        raise UnexpectedStatusError(
            response.status_code,
            f"{address} compressed its answer ({encoding[:20]}) though it was asked not to.",
            "Something between may be doing it: a proxy?",
        )


def _check_status(address: EngineAddress, response: Response) -> None:
    status = response.status_code
    if status == 200:
        return
    if status == 400:
        body = _read_bounded(response)
        raise WrongQueryError(read_error_page(body) or ErrorPage("The Engine refused the query without saying why."))
    if status == 401:
        raise RefusedError(
            f"{address} refused the user or the password (401).",
            'The account needs Finder access and data privacy "none"; a change in the Portal can take up to five '
            "minutes to reach the Engine.",
        )
    if status == 403:
        raise NotLicensedError(
            f"The Web API is not licensed on {address} (403).", "Ask whoever holds the licence of this Engine."
        )
    if 300 <= status < 400:
        raise _redirected(address, response)
    if status == 404:
        raise UnexpectedStatusError(
            status, f"{address} has no Web API at this path (404).", "Is this an Engine, and its Web API port?"
        )
    raise UnexpectedStatusError(
        status, f"{address} answered with the status {status}.", "Ask again later, or look at the Engine's log."
    )


def _redirected(address: EngineAddress, response: Response) -> UnexpectedStatusError:
    try:
        target = urlsplit(response.headers.get("Location", "")).netloc
    except ValueError:
        target = ""
    where = f" to {target[:80]}" if target else ""
    return UnexpectedStatusError(
        response.status_code,
        f"{address} sends us elsewhere{where} ({response.status_code}); the password did not follow.",
        "Use that address itself, if it is the Engine's.",
    )
