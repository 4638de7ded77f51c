"""The way of an answer into the database: as DuckDB reads it, or rewritten when only our own reader can.

Of an answer that is not whole only whole rows are stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.native_csv import load_natively
from nxql_tui.results.rewriting import load_rewritten
from nxql_tui.results.spool_reading import batches, batches_of_part, cut_behind_last_line, read_header, reading
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.storage import Storage


def load_whole(storage: Storage, spool: Path, answer_format: Format, stop: Stop) -> tuple[str, ...]:
    """Fill the table with a complete answer; returns the names of its columns.

    Raises:
        ResultError: The answer cannot be read or not be stored.
    """
    if answer_format is Format.CSV:
        names = read_header(spool, answer_format)
        if names and load_natively(storage, spool, len(names), stop):
            return names
    return load_rewritten(storage, spool, answer_format, batches, stop)


def load_part(storage: Storage, spool: Path, answer_format: Format, stop: Stop) -> tuple[str, ...]:
    """Fill the table with the whole rows of an answer that broke off; returns the names of its columns.

    A spool of lines is shortened by the one that has no end.

    Raises:
        ResultError: Nothing in it can be read, or it cannot be stored.
    """
    if answer_format is Format.CSV:
        with reading(spool, answer_format):
            cut_behind_last_line(spool)
        names = read_header(spool, answer_format)
        # One cut in a cell of several lines is never taken for whole: its quote has no other.
        if names and load_natively(storage, spool, len(names), stop):
            return names
    return load_rewritten(storage, spool, answer_format, batches_of_part, stop)
