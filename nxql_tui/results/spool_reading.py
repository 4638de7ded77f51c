"""Reading a spool through the readers of the wire, with their errors as ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from nxql_tui.results.errors import EmptyAnswerError, SpoolError, UnreadableAnswerError
from nxql_tui.wire.formats import AnswerError, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.wire.cells import TextCell
    from nxql_tui.wire.formats import AnswerReader
    from nxql_tui.wire.request import Format

CHUNK = 256 * 1024
"""Bytes read at once."""


@contextmanager
def reading(spool: Path, answer_format: Format) -> Iterator[None]:
    """Turn what goes wrong while a spool is read into a `ResultError`."""
    try:
        yield
    except AnswerError as error:
        raise UnreadableAnswerError(
            f"The answer is not readable as {answer_format}: {error}",
            "Ask the Engine again; if it stays so, choose another format.",
        ) from error
    except OSError as error:
        raise SpoolError(f"{spool} cannot be read: {error.strerror}.", "Ask the Engine again.") from error


def chunks(spool: Path) -> Iterator[bytes]:
    """The bytes of a spool in steps."""
    with spool.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def batches(reader: AnswerReader, spool: Path) -> Iterator[list[tuple[TextCell, ...]]]:
    """All rows of a complete spool, a batch for every step."""
    for chunk in chunks(spool):
        yield reader.feed(chunk)
    yield reader.finish()


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
