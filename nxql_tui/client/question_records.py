"""What the log hears of a question: where it went, how it ended and how much came; never what was asked."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, TypeVar

from nxql_tui.client.errors import QuestionCancelled, WrongQueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.http import Response
    from nxql_tui.client.transfer import Transfer
    from nxql_tui.wire.request import Format

Received = TypeVar("Received")

_log = logging.getLogger(__name__)
# Where no log is kept, nothing goes to the screen in its place.
_log.addHandler(logging.NullHandler())

_EVERYDAY = (QuestionCancelled, WrongQueryError)
"""What somebody who writes queries causes all day."""


class QuestionRecord:
    """Logs one question as long as the block runs."""

    def __init__(self, address: EngineAddress, answer_format: Format) -> None:
        self._address = address
        self._format = answer_format
        self._status = "no status"
        self._transfer: Transfer | None = None
        self._started = time.monotonic()

    def watch(self, receive: Callable[[Transfer, Response], Received]) -> Callable[[Transfer, Response], Received]:
        """The same reception, seen by the record."""

        def receive_and_note(transfer: Transfer, response: Response) -> Received:
            self._status = f"status {response.status}"
            self._transfer = transfer
            return receive(transfer, response)

        return receive_and_note

    def __enter__(self) -> QuestionRecord:
        _log.debug("asking %s for %s", self._address.query_url, self._format.value)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        milliseconds = round((time.monotonic() - self._started) * 1000)
        size = self._transfer.bytes_received if self._transfer is not None else 0
        facts = f"{self._status}, {self._format.value}, {size} bytes, {milliseconds} ms"
        if error is None:
            _log.info("%s answered: %s", self._address, facts)
        else:
            level = logging.INFO if isinstance(error, _EVERYDAY) else logging.WARNING
            _log.log(level, "%s gave no answer: %s, %s", self._address, type(error).__name__, facts)
