"""Reading a spool through the readers of the wire, with their errors as ours."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from nxql_tui.results.errors import EmptyAnswerError, SpoolError, TruncatedAnswerError, UnreadableAnswerError
from nxql_tui.wire.formats import AnswerError, TruncatedAnswer, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.wire.cells import TextCell
    from nxql_tui.wire.formats import AnswerReader
    from nxql_tui.wire.request import Format

CHUNK = 256 * 1024
"""Bytes read at once."""
STEP = 32 * 1024
"""Bytes fed to a reader at once: what it cannot read takes no more than these with it."""


@contextmanager
def reading(spool: Path, answer_format: Format) -> Iterator[None]:
    """Turn what goes wrong while a spool is read into a `ResultError`."""
    try:
        yield
    except AnswerError as error:
        kind = TruncatedAnswerError if isinstance(error, TruncatedAnswer) else UnreadableAnswerError
        raise kind(
            f"The answer is not readable as {answer_format}: {error}",
            "Ask the Engine again; if it stays so, choose another format.",
        ) from error
    except OSError as error:
        raise SpoolError(f"{spool} cannot be read: {error.strerror}.", "Ask the Engine again.") from error


def chunks(spool: Path, size: int = CHUNK) -> Iterator[bytes]:
    """The bytes of a spool in pieces."""
    with spool.open("rb") as file:
        while chunk := file.read(size):
            yield chunk


def batches(reader: AnswerReader, spool: Path) -> Iterator[list[tuple[TextCell, ...]]]:
    """All rows of a complete spool, a batch for every step."""
    for chunk in chunks(spool, STEP):
        yield reader.feed(chunk)
    yield reader.finish()


def batches_of_part(reader: AnswerReader, spool: Path) -> Iterator[list[tuple[TextCell, ...]]]:
    """The whole rows up to where a spool breaks off, or stops being readable."""
    with suppress(AnswerError):
        for chunk in chunks(spool, STEP):
            yield reader.feed(chunk)


def cut_behind_last_line(spool: Path) -> None:
    """Shorten a spool of lines by the one that has no end."""
    with spool.open("rb+") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - CHUNK)
            file.seek(start)
            place = file.read(end - start).rfind(b"\n")
            if place >= 0:
                file.truncate(start + place + 1)
                return
            end = start
        file.truncate(0)


def read_header(spool: Path, answer_format: Format) -> tuple[str, ...]:
    """The names of the columns, from the head of a complete spool.

    Raises:
        EmptyAnswerError: The spool holds no byte.
        UnreadableAnswerError: It is not of that format.
        SpoolError: It cannot be read.
    """
    reader = open_reader(answer_format)
    with reading(spool, answer_format):
        if spool.stat().st_size == 0:
            raise EmptyAnswerError
        for _ in batches(reader, spool):
            if reader.columns is not None:
                return reader.columns
    return reader.columns or ()
