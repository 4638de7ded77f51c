"""The limit of a query, and one for a query that has none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nxql_tui.nxql.diagnostics import Fix, apply_fix
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Select

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=8)
def with_row_limit(text: str, count: int) -> str:
    """The query with `(limit …)` at its end; as it is where it has a limit, is no select, or is not understood.

    Everything keeps its place, so that what an Engine says of a word can be found in the text.
    """
    parsed = parse(text)
    statement = parsed.statement
    if not parsed.is_valid or not isinstance(statement, Select) or statement.limit is not None:
        return text
    end = statement.span.end - 1
    return apply_fix(text, Fix("", Span(end, end), f" (limit {count})"))


def row_limit(text: str, parameters: Mapping[int, str]) -> int | None:
    """The number in the `(limit …)` of a query; None where it has none, or is not understood."""
    statement = parse(substitute(text, parameters).text).statement
    if not isinstance(statement, Select) or statement.limit is None or not statement.limit.text.isdecimal():
        return None
    return int(statement.limit.text)
