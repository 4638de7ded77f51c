"""Crash reports: where it happened and what was said, never the values of variables."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PLACES = 8
"""The last so many calls tell where an error comes from."""

_log = logging.getLogger(__name__)
# Where no log is kept, nothing goes to the screen in its place.
_log.addHandler(logging.NullHandler())


def write_crash_report(folder: Path, error: BaseException) -> Path:
    """Write a report on an error nobody expected and say where it is.

    It holds file names, line numbers, source lines and the type of each error. The texts of errors are left
    out: a foreign library may have put a value into one.

    Raises:
        OSError: The folder cannot be written.
    """
    moment = datetime.now(UTC)
    path = folder / f"crash-{moment:%Y%m%dT%H%M%S%f}.txt"
    write_private(path, _describe(error, moment).encode())
    return path


def _describe(error: BaseException, moment: datetime) -> str:
    head = (
        f"nxql-tui {version('nxql-tui')}\n"
        # Not platform.platform(): it starts another program to find the processor.
        f"Python {sys.version.split()[0]} on {platform.system()} {platform.release()} {platform.machine()}\n"
        f"{moment:%Y-%m-%dT%H:%M:%SZ}\n\n"
    )
    return head + "\n".join(_causes(error))


def _causes(error: BaseException) -> list[str]:
    return [f"{''.join(traceback.format_tb(cause.__traceback__))}{error_kind(cause)}\n" for cause in _chain(error)]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def error_kind(error: BaseException) -> str:
    """What kind of error it is, without its text."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def error_place(error: BaseException) -> str:
    """Where an error comes from, the innermost call first: `read (spool.py:12) < ask (engine_client.py:88)`."""
    calls = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    return " < ".join(f"{call.name} ({Path(call.filename).name}:{call.lineno})" for call in reversed(calls))


def tell_crash(folder: Path, error: BaseException | None, what: str = "nxql-tui") -> str:
    """Write a report if there is anything to report, and a line into the log; returns what to tell the user.

    Args:
        folder: Where reports are kept.
        error: What nobody expected.
        what: What it ended, as the subject of a sentence.
    """
    sentence = f"{what} stopped on a fault of its own."
    if error is None:
        return sentence
    try:
        sentence += f" The report is in {write_crash_report(folder, error)}."
    except OSError as failure:
        sentence += f" No report could be written: {failure.strerror}."
    _log.critical("%s It was %s at %s.", sentence, error, error_place(error))
    return sentence
