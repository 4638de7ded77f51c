"""The file that an answer goes to as it comes."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.errors import SpoolError, SpoolLimitError
from nxql_tui.private_files import FILE_MODE
from nxql_tui.sizes import size_text
from nxql_tui.target_files import NO_ROOM

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class SpoolRoom:
    """How much of a disk an answer may take."""

    size_limit: int | None = None
    """Bytes of one answer; None is as many as the disk holds."""
    kept_free: int = 500 * 10**6
    """Bytes that are left to others: a full disk harms more than this answer."""
    looked_at_every: int = 16 * 10**6
    """Bytes between two looks at the disk; an answer that is smaller is taken wherever it fits."""


class Spool:
    """Written without a buffer: whoever reads along sees everything that has come.

    A file that is made is for its owner only; what stands in an older one is gone.
    """

    def __init__(self, path: Path, room: SpoolRoom) -> None:
        self.path = path
        self._room = room
        self._size = 0
        self._next_look = room.looked_at_every
        self._file: FileIO | None = None

    def __enter__(self) -> Spool:
        try:
            self._file = open(self.path, "wb", buffering=0, opener=_open_private)
        except (OSError, ValueError) as error:
            raise _failed(error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is None:
            return
        try:
            self._file.close()
        except OSError as closing_error:
            if error is None:
                failure = _failed(closing_error)
                # The answer had come.
                failure.may_have_arrived = True
                raise failure from None

    def write(self, piece: bytes) -> None:
        """Append a piece.

        Raises:
            SpoolLimitError: It is more than there may be; as much as may be is written.
            SpoolError: The disk does not take it, or would be full.
        """
        limit = self._room.size_limit
        if limit is not None and self._size + len(piece) > limit:
            self._append(piece[: limit - self._size])
            raise SpoolLimitError(limit)
        self._append(piece)
        if self._size >= self._next_look:
            self._look_at_disk()

    def _append(self, piece: bytes) -> None:
        assert self._file is not None  # noqa: S101  it is written inside the with block
        try:
            written = self._file.write(piece)
            while written < len(piece):
                written += self._file.write(memoryview(piece)[written:])
        except OSError as error:
            raise _failed(error) from None
        self._size += written

    def _look_at_disk(self) -> None:
        self._next_look = self._size + self._room.looked_at_every
        try:
            free = shutil.disk_usage(self.path.parent).free
        except OSError:
            return  # What it cannot say it will say when it is full.
        if free < self._room.kept_free:
            raise SpoolError(
                f"The disk with {self.path.parent} is nearly full: {size_text(free)} are left."
                " The answer was stopped before the rest is gone too.",
                "Free some space there, or ask for less.",
                is_full=True,
            )


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE_MODE)


def _failed(error: OSError | ValueError) -> SpoolError:
    code = error.errno if isinstance(error, OSError) else None
    if code in NO_ROOM:
        return SpoolError("There is no room on the disk for the answer.", "Make some, or ask for less.", is_full=True)
    reason = error.strerror if isinstance(error, OSError) else "its name cannot be used"
    return SpoolError(f"The answer cannot be written to disk: {reason}.", "Look at the folder and its rights.")
