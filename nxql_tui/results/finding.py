"""Finding the next cell that holds a text."""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.results.table import ANSWER, cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.results.selected_rows import SelectedRows


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text stands."""

    row: int
    """The place of the row in the view, from 0."""
    column: int
    """The place of the column in the result set, from 0: of those that hold the text, the leftmost that is seen."""


def find_cell(rows: SelectedRows, shown: Sequence[int], text: str, start: int, *, backwards: bool) -> Found | None:
    """The first row behind `start`, or before it, with the text in one of the columns, in any case of letters."""
    tests = [f"contains(lower({ANSWER}.{cell(column)}), ?)" for column in shown]
    which = " ".join(f"WHEN {test} THEN {column}" for test, column in zip(tests, shown, strict=True))
    behind, direction = ("<", "DESC") if backwards else (">", "ASC")
    word = text.lower()
    found = rows.cursor.execute(
        f"SELECT {rows.order}, CASE {which} END FROM {rows.source}"
        f" WHERE {rows.order} {behind} ? AND ({' OR '.join(tests)}) ORDER BY {rows.order} {direction} LIMIT 1",
        [*[word] * len(tests), start, *[word] * len(tests)],
    ).fetchone()
    return None if found is None else Found(found[0], found[1])
