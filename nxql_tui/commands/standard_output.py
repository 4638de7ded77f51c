"""Standard output: data and nothing else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

from nxql_tui.commands.errors import OutputFailed
from nxql_tui.visible_text import VisibleBytes

if TYPE_CHECKING:
    from pathlib import Path

_PIECE = 1 << 18
"""Bytes copied at once."""


class StandardOutput:
    """Takes bytes unchanged, except for a terminal, which would obey those that are control sequences.

    Raises:
        OutputFailed: There is no standard output.
    """

    def __init__(self) -> None:
        # The shell may have closed it.
        if sys.stdout is None:
            raise OutputFailed("Standard output is closed.")
        self._target = sys.stdout.buffer
        self._visible = VisibleBytes() if sys.stdout.isatty() else None

    def write(self, piece: bytes) -> None:
        """Write and do not wait for more.

        Raises:
            BrokenPipeError: The reader has left.
            OutputFailed: It cannot be written for another reason.
        """
        self._write(piece if self._visible is None else self._visible.feed(piece))

    def finish(self) -> None:
        """Write what was held back because more could have made another character of it."""
        if self._visible is not None:
            self._write(self._visible.feed(b"", final=True))

    def _write(self, piece: bytes) -> None:
        try:
            self._target.write(piece)
            self._target.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputFailed(f"Standard output cannot be written: {error.strerror}.") from error


def print_text(text: str) -> None:
    """Write a text and the end of its last line.

    Raises:
        BrokenPipeError: The reader has left.
        OutputFailed: It cannot be written for another reason.
    """
    # As bytes: a text may hold what the encoding of this terminal does not.
    print_bytes(text.encode())


def print_bytes(text: bytes) -> None:
    """Write a text that may be no UTF-8, as a path, and the end of its last line.

    Raises:
        BrokenPipeError: The reader has left.
        OutputFailed: It cannot be written for another reason.
    """
    output = StandardOutput()
    output.write(text + b"\n")
    output.finish()


class SpoolCopy:
    """Copies a spool that is still growing to standard output."""

    def __init__(self, spool: Path) -> None:
        self._output = StandardOutput()
        self._spool = spool
        self._source: BinaryIO | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anything of the spool has been looked at."""
        return self._source is not None

    def catch_up(self) -> None:
        """Copy what has arrived since the last time.

        Raises:
            BrokenPipeError: The reader has left.
            OutputFailed: It cannot be written for another reason.
        """
        if self._source is None:
            if not self._spool.exists():
                return
            self._source = self._spool.open("rb")
        while piece := self._source.read(_PIECE):
            self._output.write(piece)

    def finish(self) -> None:
        """Copy the rest."""
        self.catch_up()
        self._output.finish()

    def close(self) -> None:
        """Let go of the spool."""
        if self._source is not None:
            self._source.close()
