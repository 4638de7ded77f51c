"""Asking an Engine which objects an update would change."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.errors import ClientError, SpoolError
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.private_files import private_folder
from nxql_tui.wire.formats import AnswerError, open_reader
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nxql_tui.client.engine_client import Cancellation
    from nxql_tui.client.export import Asker
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.request import QueryRequest

_PIECE = 1 << 16
"""Bytes read at once."""


@dataclass(frozen=True, slots=True)
class MatchingObjects:
    """The objects that an update would change, a moment before it."""

    count: int
    columns: tuple[str, ...]
    """Of the sample."""
    sample: tuple[Row, ...]
    """The first of them."""


def find_matching_objects(
    client: Asker,
    update: QueryRequest,
    selects: MatchingSelects,
    folder: Path,
    cancellation: Cancellation | None = None,
) -> MatchingObjects:
    """Ask for the sample, then count; the answers go through files under `folder` and leave none behind.

    Raises:
        ClientError: One of the questions has no answer, or none that can be read.
    """
    columns: tuple[str, ...] = ()
    sample: list[Row] = []
    with _spool(folder) as spool:
        question = _question(update, selects.sample)
        client.ask(question, spool, cancellation=cancellation)
        for names, rows in _read(spool, question):
            columns = names
            sample += rows
    return MatchingObjects(
        count_matching_objects(client, update, selects, folder, cancellation), columns, tuple(sample)
    )


def count_matching_objects(
    client: Asker,
    update: QueryRequest,
    selects: MatchingSelects,
    folder: Path,
    cancellation: Cancellation | None = None,
) -> int:
    """How many objects an update would change; goes through a file under `folder` and leaves none behind.

    Raises:
        ClientError: The question has no answer, or none that can be read.
    """
    question = count_question(update, selects)
    with _spool(folder) as spool:
        client.ask(question, spool, cancellation=cancellation)
        return counted_objects(spool, question)


def count_question(update: QueryRequest, selects: MatchingSelects) -> QueryRequest:
    """What an Engine is asked to count the objects."""
    return _question(update, selects.count)


def counted_objects(spool: Path, question: QueryRequest) -> int:
    """How many objects its answer names.

    Raises:
        ClientError: It cannot be read.
    """
    # An empty line at the end is no object.
    return sum(row[0] is not None for _, rows in _read(spool, question) for row in rows)


@contextmanager
def _spool(folder: Path) -> Iterator[Path]:
    try:
        spools = tempfile.TemporaryDirectory(prefix="update-", dir=private_folder(folder))
    except OSError as error:
        raise SpoolError(f"{folder} cannot be used for spool files: {error.strerror}.") from None
    with spools as name:
        yield Path(name) / "answer.csv"


def _question(update: QueryRequest, query: str) -> QueryRequest:
    """A select under the same circumstances; a value that it has no place for is not sent."""
    wanted = find_placeholders(query)
    values = {number: value for number, value in update.parameters.items() if number in wanted}
    return replace(update, query=query, parameters=values, format=Format.CSV, human_readable=False)


def _read(spool: Path, question: QueryRequest) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """The rows of an answer in pieces, each with the names of the columns."""
    reader = open_reader(question.format)
    try:
        with spool.open("rb") as file:
            while piece := file.read(_PIECE):
                rows = reader.feed(piece)
                yield reader.columns or (), rows
        rows = reader.finish()
    except AnswerError as error:
        raise ClientError("The Engine's answer on the objects is not understood.", str(error)) from None
    except OSError as error:
        raise SpoolError(f"The Engine's answer cannot be read back: {error.strerror}.") from None
    if not reader.columns:
        # Nothing is not the same as no objects.
        raise ClientError("The Engine does not say which objects the update would change.", "Its answer is empty.")
    yield reader.columns, rows
