"""The file that an answer goes to as it comes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nxql_tui.client.errors import SpoolError
from nxql_tui.private_files import FILE_MODE
from nxql_tui.target_files import NO_ROOM

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path
    from types import TracebackType


class Spool:
    """Written without a buffer: whoever reads along sees everything that has come.

    A file that is made is for its owner only; what stands in an older one is gone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None

    def __enter__(self) -> Spool:
        try:
            self._file = open(self._path, "wb", buffering=0, opener=_open_private)
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
            SpoolError: The disk does not take it.
        """
        assert self._file is not None  # noqa: S101  it is written inside the with block
        try:
            written = self._file.write(piece)
            while written < len(piece):
                written += self._file.write(memoryview(piece)[written:])
        except OSError as error:
            raise _failed(error) from None


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE_MODE)


def _failed(error: OSError | ValueError) -> SpoolError:
    code = error.errno if isinstance(error, OSError) else None
    if code in NO_ROOM:
        return SpoolError("There is no room on the disk for the answer.", "Make some, or ask for less.", is_full=True)
    reason = error.strerror if isinstance(error, OSError) else "its name cannot be used"
    return SpoolError(f"The answer cannot be written to disk: {reason}.", "Look at the folder and its rights.")
