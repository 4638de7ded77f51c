"""Writing to a terminal that may be gone: what it can no longer take is dropped, and the program ends all the same."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO, cast


class _LastingFile:
    """A file whose failures nobody hears of."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, while there is somebody to read."""
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Hand on what was written, while there is somebody to read."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The terminal's own number."""
        return self._file.fileno()


def outlast_terminal() -> None:
    """Keep Textual's writer alive when the terminal is closed: without it the program waits for it for ever.

    The driver takes its writer by name from its own module (Textual 8.2), which is the one place to change it.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import _writer_thread, linux_driver

    class LastingWriter(_writer_thread.WriterThread):
        """Goes on taking text when the terminal is gone."""

        def __init__(self, file: IO[str]) -> None:
            super().__init__(cast("IO[str]", _LastingFile(file)))

    linux_driver.WriterThread = LastingWriter  # type: ignore[attr-defined]
