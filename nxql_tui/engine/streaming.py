"""Sending an answer while it is made, and stopping it when nobody listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
from anyio.to_thread import run_sync

from nxql_tui.engine.errors import AnswerCancelled
from nxql_tui.wire.formats import content_type
from nxql_tui.wire.request import EXECUTION_TIME_HEADER

if TYPE_CHECKING:
    from starlette.types import Receive, Send

    from nxql_tui.engine.answers import Answer

INTERRUPT_PAUSE = 0.05
"""Seconds between two attempts to stop a statement: one that had not begun at the first ends at the second."""


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
    """Send everything; a cancelled answer ends in the middle, which the client sees as cut short."""
    try:
        await run_sync(answer.start)
        await send({"type": "http.response.start", "status": 200, "headers": _headers(answer)})
        chunks = answer.chunks() if with_body else iter(())
        while (chunk := await run_sync(next, chunks, None)) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except AnswerCancelled:
        return


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    # Written as the vendor writes it: HTTP/1.1 keeps the case, though no client may care.
    return [
        (b"content-type", content_type(answer.format).encode("ascii")),
        (EXECUTION_TIME_HEADER.encode("ascii"), str(answer.milliseconds).encode("ascii")),
    ]
