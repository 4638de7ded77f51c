"""Crash reports: where it happened and what was said, never the values of variables."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from nxql_tui.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path


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
        f"Python {sys.version.split()[0]} on {platform.platform()}\n"
        f"{moment:%Y-%m-%dT%H:%M:%SZ}\n\n"
    )
    return head + "\n".join(_causes(error))


def _causes(error: BaseException) -> list[str]:
    sections: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = "".join(traceback.format_tb(current.__traceback__))
        kind = f"{type(current).__module__}.{type(current).__qualname__}"
        sections.append(f"{frames}{kind}\n")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return sections


def tell_crash(folder: Path, error: BaseException | None) -> str:
    """Write a report if there is anything to report; returns what to tell the user."""
    sentence = "nxql-tui stopped on a fault of its own."
    if error is None:
        return sentence
    try:
        return f"{sentence} The report is in {write_crash_report(folder, error)}."
    except OSError as failure:
        return f"{sentence} No report could be written: {failure.strerror}."
