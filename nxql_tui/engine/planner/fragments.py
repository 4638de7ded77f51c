"""Pieces of SQL with the values bound to them.

Only constants of this package, column numbers and quoted names of the catalog ever become SQL text; whatever comes
from a query is a bound value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

BoundValue: TypeAlias = "str | int | float | datetime | None"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of SQL and the values for its question marks, in their order."""

    sql: str
    values: tuple[BoundValue, ...] = ()


NOTHING = Fragment("FALSE")
"""A condition no row meets."""


def identifier(name: str) -> str:
    """A name of the catalog, quoted."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def column_of(table: str, column: str) -> str:
    """A column of a table, both names of the catalog."""
    return f"{identifier(table)}.{identifier(column)}"


def join(separator: str, fragments: Iterable[Fragment]) -> Fragment:
    """The fragments one after the other, with constant SQL between them."""
    parts = tuple(fragments)
    return Fragment(separator.join(part.sql for part in parts), tuple(value for part in parts for value in part.values))


def all_of(conditions: Iterable[Fragment]) -> Fragment:
    """A condition that holds when all of them do; true when there are none."""
    parts = tuple(conditions)
    return _bracketed(join(" AND ", parts)) if parts else Fragment("TRUE")


def any_of(conditions: Iterable[Fragment]) -> Fragment:
    """A condition that holds when one of them does; false when there are none."""
    parts = tuple(conditions)
    return _bracketed(join(" OR ", parts)) if parts else NOTHING


def _bracketed(fragment: Fragment) -> Fragment:
    return Fragment(f"({fragment.sql})", fragment.values)
