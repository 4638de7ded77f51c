"""Several plain csv answers in one go, as fast as one that holds all their rows.

What is plain has no quote and no carriage return, and as many TABs in every line as in the header, which is the same in
all of them. Whatever is not is left to who loads answers one by one.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.results.errors import ResultError
from nxql_tui.results.native_csv import literal_path, measure, read_options
from nxql_tui.results.spool_reading import read_header, reading
from nxql_tui.results.table import ANSWER, cell
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nxql_tui.results.native_csv import SpoolShape
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.storage import Staging


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """An answer that has been measured."""

    engine: str
    spool: Path
    names: tuple[str, ...]
    """Of its columns."""
    row_count: int
    longest_line: int


def plain_answer(engine: str, spool: Path) -> PlainAnswer | None:
    """The answer in a spool, if it is plain."""
    try:
        with reading(spool, Format.CSV):
            shape = measure(spool)
        names = read_header(spool, Format.CSV)
    except ResultError:
        # What is wrong with it is said where it is loaded by itself.
        return None
    return PlainAnswer(engine, spool, names, shape.lines - 1, shape.longest_line) if _is_plain(shape, names) else None


def _is_plain(shape: SpoolShape, names: tuple[str, ...]) -> bool:
    is_even = shape.tabs == (shape.lines - 1) * (len(names) - 1)
    return is_even and shape.header_cells == len(names) > 0 and not (shape.has_quotes or shape.has_returns)


def append_plain(
    staging: Staging, answers: Sequence[PlainAnswer], table: str, places: Sequence[int | None], stop: Stop
) -> bool:
    """Append the rows of answers with the same columns, the name of the Engine in front of each, in their order.

    Runs within a transaction of the staging, which the caller ends; the new rows are then `answer` there, as an answer
    that is loaded by itself is.

    Args:
        staging: The way to the database.
        answers: At least one.
        table: Where they go: a column for the Engine and one for each of the places.
        places: Of each column of the table behind that of the Engine, its place in the answers; None where they have
            none for it.
        stop: Stops it.

    Returns:
        Whether DuckDB has read all of them, each in its place; if not, the transaction is to be taken back.

    Raises:
        ResultError: There is no room, or nobody wants them any more.
    """
    count = len(answers[0].names)
    shown = {place: cell(number) for number, place in enumerate(places, start=1) if place is not None}
    options = read_options(count, max(answer.longest_line for answer in answers))
    paths = [str(answer.spool) for answer in answers]
    cells = ", ".join("NULL" if place is None else cell(place) for place in places)
    with staging.cursor(stop) as cursor:
        (before,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
        try:
            cursor.execute(
                f"INSERT INTO {table} SELECT ?[list_position(?, filename)], {cells}"
                f" FROM read_csv(?, {options}, filename=true)",
                [[answer.engine for answer in answers], paths, [literal_path(answer.spool) for answer in answers]],
            )
        except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise
        except duckdb.Error:
            return False
        # Until they are there for all, the new rows have places far behind all others.
        found = cursor.execute(
            f"SELECT c0, count(*), min(rowid), max(rowid) FROM {table} WHERE rowid >= {before} GROUP BY c0 ORDER BY 3"
        ).fetchall()
        first = found[0][2] if found else 0
        theirs = ", ".join(f"{shown[place]} AS {cell(place)}" for place in range(count))
        cursor.execute(
            f"CREATE VIEW {ANSWER} AS SELECT {theirs}, rowid - {first} AS rowid FROM {table} WHERE rowid >= {first}"
        )
    expected = [(answer.engine, answer.row_count) for answer in answers if answer.row_count]
    stands_together = all(last - start + 1 == rows for _, rows, start, last in found)
    return stands_together and [(engine, rows) for engine, rows, _, _ in found] == expected
