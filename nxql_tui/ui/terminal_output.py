"""Writing to a terminal: what it cannot show goes as something else, and one that is gone keeps nobody waiting."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

from nxql_tui.ascii_characters import ascii_text
from nxql_tui.terminals import given_environment, knows_xterm, shows_unicode

if TYPE_CHECKING:
    from collections.abc import Callable

_BEYOND_A_VT220 = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[<=>][0-9;]*[a-z]|\[\?[0-9;]*\$p)")
"""Titles and shapes of the pointer, another way of telling keys, questions about modes."""


def plain_sequences(text: str) -> str:
    """The text without what a VT220 or the console of Linux would show as letters."""
    return _BEYOND_A_VT220.sub("", text)


class _LastingFile:
    """A file whose failures nobody hears of."""

    def __init__(self, file: IO[str], *changes: Callable[[str], str]) -> None:
        """Write to a file what becomes of a text by these changes."""
        self._file = file
        self._changes = changes

    def write(self, text: str) -> None:
        """Write what can be shown, while there is somebody to read."""
        for change in self._changes:
            text = change(text)
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Hand on what was written, while there is somebody to read."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The terminal's own number."""
        return self._file.fileno()


def write_what_is_shown() -> None:
    """Let Textual's writer send what the terminal shows, and stay alive when the terminal is closed.

    A terminal whose locale is not UTF-8 gets ASCII, and one unlike xterm nothing that it would show as letters. Without
    a writer that stays the program waits for it for ever.
    The driver takes its writer by name from its own module (Textual 8.2), which is the one place to change it.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import _writer_thread, linux_driver

    environment = given_environment()
    changes = [] if shows_unicode(environment) else [ascii_text]
    if not knows_xterm(environment):
        changes.append(plain_sequences)

    class LastingWriter(_writer_thread.WriterThread):
        """Goes on taking text when the terminal is gone."""

        def __init__(self, file: IO[str]) -> None:
            super().__init__(cast("IO[str]", _LastingFile(file, *changes)))

    linux_driver.WriterThread = LastingWriter  # type: ignore[attr-defined]
