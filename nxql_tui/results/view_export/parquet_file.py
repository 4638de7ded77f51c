"""Parquet, written by DuckDB: numbers and date-times typed where the whole column is faithful to its text."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.results.columns import CellForm
from nxql_tui.results.kinds import MISSING
from nxql_tui.results.table import evaluate, quote
from nxql_tui.results.view_export.viewed_rows import distinct_names

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.view_export.viewed_rows import ViewedRows

_TYPES = {CellForm.INTEGER: "BIGINT", CellForm.REAL: "DOUBLE", CellForm.DATETIME: "TIMESTAMP"}
_SAME_TEXT = {CellForm.INTEGER}
"""Where the value, written again, must be the very text: an identifier loses neither digits nor leading zeros."""


def parquet_file(rows: ViewedRows, file: Path) -> None:
    """Fill the file.

    Raises:
        OSError: The file cannot be written.
    """
    cells = ", ".join(
        f"{expression} AS {_identifier(name)}"
        for expression, name in zip(_expressions(rows), distinct_names(rows.columns), strict=True)
    )
    try:
        rows.selected.cursor.execute(
            f"COPY ({rows.selected.query(cells)}) TO {quote(str(file))}"
            # Not beside the file: it is ours already, and readable by its owner only.
            " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
        )
    except duckdb.IOException as error:
        if str(file) not in str(error):
            raise
        is_full = "No space left" in str(error) or "quota" in str(error)
        raise OSError(errno.ENOSPC if is_full else errno.EIO, "the disk refuses it") from error
    rows.tell(rows.row_count)


def _expressions(rows: ViewedRows) -> list[str]:
    """The cells in SQL; `MISSING` stands for null where a column is typed."""
    casts = {
        name: f"TRY_CAST({name} AS {_TYPES[column.form]})"
        for column, name in zip(rows.columns, rows.cells, strict=True)
        if column.form in _TYPES
    }
    forms = {name: column.form for column, name in zip(rows.columns, rows.cells, strict=True)}
    # Of the whole answer: what a column is does not change with the filters of a view.
    faithful = evaluate(rows.selected.cursor, [_is_faithful(name, cast, forms[name]) for name, cast in casts.items()])
    typed = {name: cast for (name, cast), holds in zip(casts.items(), faithful, strict=True) if holds}
    return [typed.get(name, name) for name in rows.cells]


def _is_faithful(name: str, cast: str, form: CellForm) -> str:
    missing = ", ".join(map(quote, MISSING))
    holds = f"{cast}::VARCHAR = {name}" if form in _SAME_TEXT else f"{cast} IS NOT NULL"
    return f"bool_and(coalesce({holds}, false)) FILTER ({name} NOT IN ({missing}))"


def _identifier(name: str) -> str:
    doubled = name.replace("\0", "\ufffd").replace('"', '""')
    return f'"{doubled}"'
