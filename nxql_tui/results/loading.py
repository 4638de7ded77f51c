"""The way of an answer into the database: as DuckDB reads it, or rewritten when only our own reader can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.native_csv import load_natively
from nxql_tui.results.rewriting import load_rewritten
from nxql_tui.results.spool_reading import read_header
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.storage import Storage


def load_rows(storage: Storage, spool: Path, answer_format: Format) -> tuple[str, ...]:
    """Fill the table of the answer; returns the names of its columns.

    Raises:
        ResultError: The answer cannot be read or not be stored.
    """
    if answer_format is Format.CSV:
        names = read_header(spool, answer_format)
        if names and load_natively(storage, spool, len(names)):
            return names
    return load_rewritten(storage, spool, answer_format)
