"""Answers to measure with: csv as an Engine writes it, every fifth column of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = 20
KINDS = (
    ("number", "(random() * 1e9)::BIGINT"),
    ("text", "'NXT-DV' || (random() * 1e6)::INT"),
    ("ratio", "round(random(), 3)"),
    ("datetime", "strftime(TIMESTAMP '2024-01-01' + to_seconds((random() * 1e8)::BIGINT), '%Y-%m-%dT%H:%M:%S')"),
    ("quantity", "printf('%.2f %s', random() * 1023 + 1, ['KB', 'MB', 'GB'][1 + (random() * 2.9)::INT % 3])"),
)
"""Names, and cells in SQL."""


def write_answer_file(path: Path, rows: int, columns: int = COLUMNS) -> None:
    cells = ", ".join(f"{KINDS[n % len(KINDS)][1]} AS {KINDS[n % len(KINDS)][0]}_{n}" for n in range(columns))
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(f"COPY (SELECT {cells} FROM range({rows})) TO '{path}' (HEADER, DELIMITER '\t')")
