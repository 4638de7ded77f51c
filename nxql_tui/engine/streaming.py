"""Sending an answer while it is made, and stopping it when nobody listens."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import anyio
from anyio.to_thread import run_sync

from nxql_tui.engine.errors import AnswerCancelled, AnswerFailed
from nxql_tui.wire.error_page import short_page
from nxql_tui.wire.formats import content_type
from nxql_tui.wire.request import EXECUTION_TIME_HEADER, Format

if TYPE_CHECKING:
    from anyio.streams.memory import MemoryObjectSendStream
    from starlette.types import Receive, Send

    from nxql_tui.engine.answers import Answer

INTERRUPT_PAUSE = 0.05
"""Seconds between two attempts to stop a statement: one that had not begun at the first ends at the second."""
CHUNKS_AHEAD = 2
"""Chunks that are made while an earlier one is sent; a client that does not read holds up the statement."""
END = b""
"""What comes behind the last chunk of an answer that is whole."""

_log = logging.getLogger(__name__)


class AnswerDesk:
    """The answers under way; used on the event loop's thread only."""

    def __init__(self) -> None:
        self._under_way: set[Answer] = set()

    @property
    def count(self) -> int:
        """How many answers are under way."""
        return len(self._under_way)

    def cancel_all(self) -> None:
        """Stop every answer, so that none keeps the Engine from ending."""
        for answer in self._under_way:
            answer.cancel()

    async def serve(self, answer: Answer, receive: Receive, send: Send, *, with_body: bool) -> None:
        """Run an answer and send it; a client that hangs up stops it.

        Args:
            answer: Not started yet; closed at the end.
            receive: Has nothing left to tell but that the client hung up.
            send: Takes the response.
            with_body: False for a HEAD request.
        """
        self._under_way.add(answer)
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_cancel_on_hang_up, answer, receive)
                await _send(answer, send, with_body=with_body)
                tasks.cancel_scope.cancel()
        finally:
            self._under_way.discard(answer)
            answer.close()


async def _cancel_on_hang_up(answer: Answer, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    while True:
        answer.cancel()
        await anyio.sleep(INTERRUPT_PAUSE)


async def _send(answer: Answer, send: Send, *, with_body: bool) -> None:
    """Send everything; an answer that is stopped ends in the middle, which the client sees as cut short."""
    try:
        await run_sync(answer.start)
    except AnswerCancelled:
        return
    except AnswerFailed as error:
        _log.warning("the database failed at a question", exc_info=error)
        await _send_failure(send)
        return
    await send({"type": "http.response.start", "status": 200, "headers": _headers(answer)})
    if not with_body:
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    making, made = anyio.create_memory_object_stream[bytes](CHUNKS_AHEAD)
    async with making, made, anyio.create_task_group() as tasks:
        tasks.start_soon(_make_chunks, answer, making)
        async for chunk in made:
            await send({"type": "http.response.body", "body": chunk, "more_body": chunk != END})


async def _make_chunks(answer: Answer, making: MemoryObjectSendStream[bytes]) -> None:
    chunks = answer.chunks()
    async with making:
        try:
            while (chunk := await run_sync(next, chunks, None)) is not None:
                await making.send(chunk)
            await making.send(END)
        except AnswerCancelled:
            return
        except AnswerFailed as error:
            _log.warning("the database failed in mid-answer", exc_info=error)


async def _send_failure(send: Send) -> None:
    page = short_page("Internal error", "The embedded Engine failed at this question.")
    headers = [(b"content-type", content_type(Format.HTML).encode("ascii"))]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": page, "more_body": False})


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    # Written as the vendor writes it: HTTP/1.1 keeps the case, though no client may care.
    return [
        (b"content-type", content_type(answer.format).encode("ascii")),
        (EXECUTION_TIME_HEADER.encode("ascii"), str(answer.milliseconds).encode("ascii")),
    ]
