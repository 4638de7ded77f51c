"""The way of an answer into the database: as DuckDB reads it, or rewritten when only our own reader can.

Of an answer that is not whole only whole rows are stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.results.native_csv import load_natively
from nxql_tui.results.rewriting import load_rewritten
from nxql_tui.results.spool_reading import batches, batches_of_part, cut_behind_last_line, read_header, reading
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.spooled_rows import RowIndex
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.storage import Tables


@dataclass(frozen=True)
class Loaded:
    """What is known of a table once it is filled."""

    names: tuple[str, ...]
    """Of its columns."""
    row_index: RowIndex | None = None
    """Where each row is in the spool; None where rows are not lines of it."""


def load_whole(storage: Tables, spool: Path, answer_format: Format, stop: Stop) -> Loaded:
    """Fill the table with a complete answer.

    Raises:
        ResultError: The answer cannot be read or not be stored.
    """
    if answer_format is Format.CSV:
        loaded = _load_lines(storage, spool, stop)
        if loaded is not None:
            return loaded
    return Loaded(load_rewritten(storage, spool, answer_format, batches, stop))


def load_part(storage: Tables, spool: Path, answer_format: Format, stop: Stop) -> Loaded:
    """Fill the table with the whole rows of an answer that broke off.

    A spool of lines is shortened by the one that has no end.

    Raises:
        ResultError: Nothing in it can be read, or it cannot be stored.
    """
    if answer_format is Format.CSV:
        with reading(spool, answer_format):
            cut_behind_last_line(spool)
        # One cut in a cell of several lines is never taken for whole: its quote has no other.
        loaded = _load_lines(storage, spool, stop)
        if loaded is not None:
            return loaded
    return Loaded(load_rewritten(storage, spool, answer_format, batches_of_part, stop))


def _load_lines(storage: Tables, spool: Path, stop: Stop) -> Loaded | None:
    names = read_header(spool, Format.CSV)
    if not names:
        return None
    row_index = load_natively(storage, spool, len(names), stop)
    return None if row_index is None else Loaded(names, row_index)
