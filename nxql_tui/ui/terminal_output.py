"""Writing to a terminal: what it cannot show goes as something else, and one that is gone keeps nobody waiting."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO, cast

from nxql_tui.ascii_characters import ascii_text
from nxql_tui.terminals import given_environment, shows_unicode


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


class _AsciiFile(_LastingFile):
    """A file for a terminal that shows ASCII alone."""

    def write(self, text: str) -> None:
        """Write, cell for cell, what can be shown."""
        super().write(ascii_text(text))


def write_what_is_shown() -> None:
    """Let Textual's writer send what the terminal shows, and stay alive when the terminal is closed.

    A terminal whose locale is not UTF-8 gets ASCII. Without a writer that stays the program waits for it for ever.
    The driver takes its writer by name from its own module (Textual 8.2), which is the one place to change it.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import _writer_thread, linux_driver

    kind = _LastingFile if shows_unicode(given_environment()) else _AsciiFile

    class LastingWriter(_writer_thread.WriterThread):
        """Goes on taking text when the terminal is gone."""

        def __init__(self, file: IO[str]) -> None:
            super().__init__(cast("IO[str]", kind(file)))

    linux_driver.WriterThread = LastingWriter  # type: ignore[attr-defined]
