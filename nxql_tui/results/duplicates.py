"""Rows about the same thing in SQL: those that several Engines know, or each thing once.

Things are the same by their texts, letter for letter. Texts that stand for null are no duplicates of each other.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.kinds import MISSING
from nxql_tui.results.table import ANSWER, cell, quote

if TYPE_CHECKING:
    from nxql_tui.results.row_sources import RowSource


def at_several_engines(column: int, engine: int, rows: RowSource) -> str:
    """What is true of a row whose thing two Engines or more know.

    Args:
        column: The place of the column that tells things from each other.
        engine: The place of the column that says which Engine a row is from.
        rows: Those that are looked through.
    """
    thing, engine_name = _thing(column), f"{ANSWER}.{cell(engine)}"
    known = (
        f"SELECT {thing} FROM {rows.sql} WHERE {thing} IS NOT NULL"
        f" GROUP BY 1 HAVING min({engine_name}) <> max({engine_name})"
    )
    return f"coalesce({thing} IN ({known}), false)"


def each_once(column: int, rows: RowSource) -> str:
    """What gives the ids of the rows in their order, the first of each thing."""
    thing = _thing(column)
    # A row without a thing is a group of its own.
    alone = f"CASE WHEN {thing} IS NULL THEN {rows.place} END"
    firsts = (
        f"SELECT arg_min({ANSWER}.rowid, {rows.place}) AS row, min({rows.place}) AS place"
        f" FROM {rows.sql} GROUP BY {thing}, {alone}"
    )
    return f"SELECT row FROM ({firsts}) ORDER BY place"


def _thing(column: int) -> str:
    name = f"{ANSWER}.{cell(column)}"
    return f"CASE WHEN {name} NOT IN ({', '.join(map(quote, MISSING))}) THEN {name} END"
