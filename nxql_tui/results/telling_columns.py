"""Columns that tell one thing from another, by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.answer_columns import TABLE_SEPARATOR
from nxql_tui.results.columns import ENGINE_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.results.columns import ResultColumn

USUAL_KEYS = ("id", "uid", "device_uid", "user_uid", "sid", "device_uuid", "name", "path")
"""Names of columns that tell one thing from another, the best first."""
_KEYS_AT_EVERY_ENGINE = USUAL_KEYS[1:]
"""Each Engine counts for itself, so an `id` says nothing at another."""
_DEVICE = "device"


def engine_column(columns: Sequence[ResultColumn]) -> int | None:
    """The place of the column that says which Engine a row is from; None in the answer of a single one."""
    return next((place for place, column in enumerate(columns) if column.name == ENGINE_NAME), None)


def same_at_every_engine(columns: Sequence[ResultColumn], cursor: int | None) -> int | None:
    """The column by which two Engines can know the same thing.

    Args:
        columns: All of them.
        cursor: The place of the one that the reader looks at; it counts where it is a usual one, or no other is.
    """
    ranks = {place: _rank(column.name) for place, column in enumerate(columns)}
    usual = {place: rank for place, rank in ranks.items() if rank is not None}
    if cursor in usual or not usual:
        return None if cursor == engine_column(columns) else cursor
    return min(usual, key=lambda place: (usual[place], place))


def _rank(head: str) -> tuple[bool, int] | None:
    """How well a column tells, the best first: devices are what several Engines know most often."""
    table, _, field = head.rpartition(TABLE_SEPARATOR)
    if field not in _KEYS_AT_EVERY_ENGINE:
        return None
    return table not in ("", _DEVICE), _KEYS_AT_EVERY_ENGINE.index(field)
