"""Asking one Engine: the question goes out by POST, the answer into a spool file.

The calls block and are made on threads; a `Cancellation` stops them from any other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from nxql_tui.client.account import ANSWER_TIMEOUT, CONNECT_TIMEOUT, Account
from nxql_tui.client.certificate import SeenCertificate
from nxql_tui.client.errors import UnexpectedStatusError, UnreachableError, UpdateWithheldError, WrongQueryError
from nxql_tui.client.http import Outgoing, Response
from nxql_tui.client.question_records import QuestionRecord
from nxql_tui.client.refusals import read_page, refuse_all_but_an_answer
from nxql_tui.client.route import DIRECT, Route
from nxql_tui.client.spool import Spool, SpoolRoom
from nxql_tui.client.transfer import Cancellation, Transfer
from nxql_tui.nxql.update_recognition import may_be_update
from nxql_tui.wire.answers import looks_like_html
from nxql_tui.wire.error_page import ErrorPage
from nxql_tui.wire.request import (
    EXECUTION_TIME_HEADER,
    FORM_CONTENT_TYPE,
    QUERY_PATH,
    Format,
    QueryRequest,
    to_form_body,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.trust import Trust
    from nxql_tui.wire.credentials import Credential

__all__ = ["Answer", "Cancellation", "EngineClient", "Progress"]

Received = TypeVar("Received")

PROGRESS_INTERVAL = 0.1
"""Seconds between two reports of progress."""
FIRST_BYTES = 64 * 1024
"""What holds the first page of most answers: until then every piece is reported, for the next may be long in coming."""

LOGIN_QUERY = "(select (id) (from device) (limit 0))"
"""The cheapest question: a header (`reference/nxql.md` §10 [client])."""

ANY_SIZE = SpoolRoom()
"""For files that somebody wants whole, whatever they take."""

_ROW_MARKS = {Format.CSV: b"\n", Format.XML: b"<r>", Format.HTML: b"<tr>", Format.JSON: b"{"}
"""What each row holds once, more or less: good enough to say how many have come."""
_HEADER_MARKS = {Format.CSV: 1, Format.XML: 0, Format.HTML: 1, Format.JSON: 0}
_LONGEST_NUMBER = 15
_PAGE_IS_NONE = {Format.CSV: "csv", Format.JSON: "a json array"}
"""Formats that no page is, in words."""
_HEAD = 256
"""Bytes that tell a page."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer has come."""

    bytes_received: int
    rows_received: int
    """Counted by a mark in the bytes, so a little wrong where cells hold line ends."""
    seconds: float
    """Since the question was sent."""
    engine_milliseconds: int | None
    """The Engine's own time; None when it does not say."""


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
        route: Route = DIRECT,
        connect_timeout: float = CONNECT_TIMEOUT,
        overall_timeout: float | None = None,
    ) -> None:
        self._account = Account(address, credential, trust, route, connect_timeout, overall_timeout)

    @classmethod
    def of(cls, account: Account) -> EngineClient:
        """The client of an account."""
        client = cls(account.address, account.credential, account.trust)
        client._account = account
        return client

    def within(self, seconds: float) -> EngineClient:
        """The same, given up after so many seconds at the latest."""
        return self.of(self._account.within(seconds))

    @property
    def address(self) -> EngineAddress:
        """Where the Engine is."""
        return self._account.address

    @property
    def trust(self) -> Trust:
        """Whose certificate it may show."""
        return self._account.trust

    @property
    def route(self) -> Route:
        """The way to it."""
        return self._account.route

    @property
    def credential(self) -> Credential:
        """Who asks, and with which password."""
        return self._account.credential

    @property
    def user(self) -> str:
        """Who asks."""
        return self._account.credential.user

    def ask(
        self,
        request: QueryRequest,
        spool: Path,
        *,
        on_progress: Callable[[Progress], object] | None = None,
        cancellation: Cancellation | None = None,
        room: SpoolRoom = ANY_SIZE,
    ) -> Answer:
        """Ask and write the answer to the spool as it comes; others may read its head meanwhile.

        The spool is the caller's, also when it stays empty or holds an answer that broke off: what is in it was sent
        as an answer, never as a page that refuses one.

        Raises:
            UpdateWithheldError: It could be an update, which `update` alone sends.
            ClientError: There is no complete answer.
        """
        if may_be_update(request.query, request.parameters):
            raise UpdateWithheldError
        try:
            return self._ask(request, Spool(spool, room), on_progress, cancellation)
        except UnreachableError as error:
            # An Engine that restarts hangs up on the first attempt; nothing of the question has been sent.
            if not error.is_passing or error.may_have_arrived:
                raise
        return self._ask(request, Spool(spool, room), on_progress, cancellation)

    def update(self, request: QueryRequest, spool: Path, *, cancellation: Cancellation | None = None) -> Answer:
        """Send an update that somebody has confirmed; it goes out once, by POST, and is never sent again.

        Raises:
            ClientError: There is no complete answer; `may_have_arrived` says whether it may be done all the same.
        """
        return self._ask(request, Spool(spool, ANY_SIZE), None, cancellation)

    def _ask(
        self,
        request: QueryRequest,
        spool: Spool,
        on_progress: Callable[[Progress], object] | None,
        cancellation: Cancellation | None,
    ) -> Answer:
        # An Engine is not troubled with a question whose answer has no place.
        with spool as file:

            def receive(transfer: Transfer, response: Response) -> Answer:
                refuse_all_but_an_answer(self.address, response)
                reception = _Reception(transfer, response, request.format, on_progress)
                reception.write_to(file)
                return reception.answer(spool.path)

            return self._exchange(request, receive, cancellation)

    def check_login(self, *, cancellation: Cancellation | None = None) -> SeenCertificate:
        """Prove address, trust, user, password and licence by the cheapest question.

        Returns:
            The certificate that the Engine showed and that was let through.

        Raises:
            ClientError: One of them is wrong.
        """
        client = self.within(ANSWER_TIMEOUT)
        return client._exchange(QueryRequest(LOGIN_QUERY), client._receive_login, cancellation)

    def _receive_login(self, transfer: Transfer, response: Response) -> SeenCertificate:
        refuse_all_but_an_answer(self.address, response)
        if read_page(response).lstrip().startswith(b"<"):
            raise UnexpectedStatusError(
                response.status,
                f"{self.address} answers with a page where an Engine sends rows.",
                "Is this an Engine, and its Web API port? One that is starting up does so too.",
            )
        return SeenCertificate(transfer.context.seen)

    def _exchange(
        self,
        request: QueryRequest,
        receive: Callable[[Transfer, Response], Received],
        cancellation: Cancellation | None,
    ) -> Received:
        outgoing = Outgoing("POST", QUERY_PATH, {"Content-Type": FORM_CONTENT_TYPE}, _form_body(request))
        with QuestionRecord(self.address, request.format) as record:
            return self._account.exchange(outgoing, record.watch(receive), cancellation)


def _form_body(request: QueryRequest) -> bytes:
    try:
        return to_form_body(request)
    except UnicodeError:
        raise WrongQueryError(
            ErrorPage("The query or a parameter holds a character that cannot be sent; is it UTF-8?")
        ) from None


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
        self._head = b""

    def write_to(self, file: Spool) -> None:
        """Write the body as it comes; the pieces of the first page, the last and about ten a second are reported."""
        mark = _ROW_MARKS[self._format]
        next_report = 0.0
        for piece in self._response.body:
            self._refuse_page(piece)
            file.write(piece)
            self._marks += piece.count(mark)
            now = time.monotonic()
            if now >= next_report or self._transfer.bytes_received <= FIRST_BYTES:
                self._report()
                next_report = now + PROGRESS_INTERVAL
        self._report()

    def _refuse_page(self, piece: bytes) -> None:
        """See that a proxy, or somebody who wants a login, has not sent a page of theirs with a good status."""
        asked = _PAGE_IS_NONE.get(self._format)
        if asked is None or len(self._head) >= _HEAD:
            return
        self._head += piece[:_HEAD]
        if looks_like_html(self._head.decode(errors="replace").removeprefix("\ufeff")):
            raise UnexpectedStatusError(
                self._response.status,
                f"An html page came where {asked} was asked.",
                "Does a proxy or a page to log in stand between? Is this an Engine, and its Web API port?",
            )

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

    def _report(self) -> None:
        if self._on_progress is not None:
            seconds = time.monotonic() - self._transfer.started
            self._on_progress(Progress(self._transfer.bytes_received, self._rows, seconds, self._engine_milliseconds))


def _engine_milliseconds(response: Response) -> int | None:
    text = response.headers.get(EXECUTION_TIME_HEADER, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
