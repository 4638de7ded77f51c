"""The log: a file of what the program did, for when something went wrong.

One line each, with the time in UTC: `2026-11-23T10:15:00.123Z WARNING nxql_tui.client.question_records …`. All pass one
formatter, which takes out secrets, control characters and the texts of errors.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from nxql_tui.crash_report import error_kind, error_place
from nxql_tui.private_files import FILE_MODE, private_folder
from nxql_tui.redaction import redacted
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

OUR_LOGGERS = "nxql_tui"
"""What the level is for: other libraries are heard from warnings on."""
LARGEST_FILE = 1_000_000
"""Bytes of a file, after which a new one is begun."""
OLDER_FILES = 2
"""How many are kept beside the one that is written."""
LONGEST_MESSAGE = 4_000
"""Characters of one message."""


class LogLevel(StrEnum):
    """What is written down: this, and whatever is graver."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def number(self) -> int:
        """As the logging library counts."""
        return logging.getLevelNamesMapping()[self.name]


def start_logging(path: Path, level: LogLevel = LogLevel.WARNING) -> None:
    """Write what is logged from now on; the file is made with the first line, and one that fails is nobody's trouble.

    Nothing is logged to standard error any more, which may be the screen.
    """
    stop_logging()
    handler = _LogFile(path)
    handler.setFormatter(EventFormatter())
    handler.setLevel(level.number)
    handler.addFilter(_is_wanted)
    logging.getLogger().addHandler(handler)
    logging.getLogger(OUR_LOGGERS).setLevel(level.number)


def stop_logging() -> None:
    """Close the file of an earlier `start_logging`, if there was one."""
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, _LogFile):
            root.removeHandler(handler)
            handler.close()
            logging.getLogger(OUR_LOGGERS).setLevel(logging.NOTSET)


def _is_wanted(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] == OUR_LOGGERS


class EventFormatter(logging.Formatter):
    """Makes the one line of a record."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger and message; of an error its kind and the places it passed."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        # Levels and loggers are words of programs: a mask among them would tell a password that is such a word.
        head = f"{moment.removesuffix('+00:00')}Z {record.levelname} {record.name}"
        message = visible_line(redacted(_message(record)))
        return f"{head} {message if len(message) <= LONGEST_MESSAGE else message[:LONGEST_MESSAGE] + '…'}"


def _message(record: logging.LogRecord) -> str:
    template, arguments = _without_text(record.msg), record.args
    if isinstance(arguments, tuple):
        arguments = tuple(_without_text(argument) for argument in arguments)
    elif arguments:
        arguments = {name: _without_text(argument) for name, argument in arguments.items()}
    message = str(template) % arguments if arguments else str(template)
    error = record.exc_info[1] if record.exc_info else None
    return message if error is None else f"{message} ({error_kind(error)} at {error_place(error)})"


def _without_text(value: object) -> object:
    """Of an error only its kind: a foreign library may have put a value into its text."""
    return error_kind(value) if isinstance(value, BaseException) else value


class _LogFile(RotatingFileHandler):
    """A file that only its owner may read; several programs may add lines to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            maxBytes=LARGEST_FILE,
            backupCount=OLDER_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self._path = path

    def _open(self) -> TextIOWrapper:
        private_folder(self._path.parent)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, FILE_MODE)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, FILE_MODE)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the library's name
        """Do without the line: the library would print a traceback on the screen."""
