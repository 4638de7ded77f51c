"""An answer as a file: the Engine's own bytes, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Protocol

from nxql_tui.client.errors import QuestionCancelled, SpoolError
from nxql_tui.target_files import DiskFull, TargetNotWritable, target_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.client.engine_client import Answer, Cancellation, Progress
    from nxql_tui.wire.request import QueryRequest


_PIECE = 1 << 20
"""Bytes copied at once."""


class Asker(Protocol):
    """Whoever brings an answer."""

    def ask(
        self,
        request: QueryRequest,
        spool: Path,
        *,
        on_progress: Callable[[Progress], object] | None = None,
        cancellation: Cancellation | None = None,
    ) -> Answer:
        """Ask and write the answer to the spool as it comes."""


def export_answer(
    client: Asker,
    request: QueryRequest,
    path: Path,
    *,
    overwrite: bool,
    on_progress: Callable[[Progress], object] | None = None,
    cancellation: Cancellation | None = None,
) -> Answer:
    """Ask the Engine and put its bytes, unchanged, in a file that only its owner may read.

    Raises:
        TargetError: The file cannot be written; found out before asking where possible.
        ClientError: There is no complete answer.
    """
    with target_file(path, overwrite=overwrite) as temporary:
        try:
            answer = client.ask(request, temporary, on_progress=on_progress, cancellation=cancellation)
        except SpoolError as error:
            kind = DiskFull if error.is_full else TargetNotWritable
            raise kind(f"{path.parent}: {error}") from None
    return replace(answer, spool=path)


def export_spool(
    spool: Path,
    path: Path,
    *,
    overwrite: bool,
    on_progress: Callable[[int], object] = lambda _size: None,
    cancellation: Cancellation | None = None,
) -> int:
    """Put the bytes of an answer that has come already in such a file; returns how many.

    Args:
        spool: Where they are kept.
        path: Where they go.
        overwrite: Whether another file may be replaced.
        on_progress: Told how many bytes have been copied.
        cancellation: Stops the copying.

    Raises:
        TargetError: The file cannot be written.
        QuestionCancelled: Somebody cancelled it.
        SpoolError: The bytes are not kept any more.
    """
    with target_file(path, overwrite=overwrite) as temporary, _opened(spool) as source, temporary.open("wb") as target:
        size = 0
        while piece := source.read(_PIECE):
            if cancellation is not None and cancellation.is_cancelled:
                raise QuestionCancelled
            target.write(piece)
            size += len(piece)
            on_progress(size)
        return size


def _opened(spool: Path) -> BinaryIO:
    try:
        return spool.open("rb")
    except OSError:
        raise SpoolError("The answer is not kept any more.", "Ask the Engine again.") from None
