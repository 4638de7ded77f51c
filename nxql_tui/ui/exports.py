"""Exporting beside the screen: the Engine is asked again and its bytes go to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.errors import ClientError
from nxql_tui.client.export import ExportError, export_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.client.engine_client import Answer, Cancellation, EngineClient, Progress
    from nxql_tui.wire.request import QueryRequest


@dataclass
class ExportProgressed(Message):
    """More of the file has been written."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Only the newest progress matters."""
        return isinstance(message, ExportProgressed)


@dataclass
class ExportFinished(Message):
    """The file is complete and in its place."""

    path: Path
    answer: Answer


@dataclass
class ExportFailed(Message):
    """There is no file; an older one of that name still stands."""

    error: ClientError | ExportError


def export(
    client: EngineClient,
    request: QueryRequest,
    path: Path,
    cancellation: Cancellation,
    post: Callable[[Message], object],
    *,
    overwrite: bool,
) -> None:
    """Write the answer to a file and tell each step; blocks until the last message is posted."""
    try:
        answer = export_answer(
            client,
            request,
            path,
            overwrite=overwrite,
            on_progress=lambda progress: post(ExportProgressed(progress)),
            cancellation=cancellation,
        )
    except (ClientError, ExportError) as error:
        post(ExportFailed(error))
    else:
        post(ExportFinished(path, answer))
