"""Checking a query while it is written, beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.nxql.checker.check import check
from nxql_tui.nxql.parser import parse
from nxql_tui.ui.background import run_in_background

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nxql_tui.nxql.checker.scope import LearnedNames
    from nxql_tui.nxql.diagnostics import Diagnostic

PAUSE = 0.35
"""Seconds without a key before a query is checked: nobody wants to read what is wrong with half a word."""


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """Everything a check depends on."""

    text: str
    platforms: frozenset[str]
    parameters: Mapping[int, str]
    learned: LearnedNames


@dataclass
class QueryChecked(Message):
    """A query has been checked."""

    query: CheckedQuery
    diagnostics: tuple[Diagnostic, ...]


def check_in_background(query: CheckedQuery, post: Callable[[Message], object]) -> None:
    """Check a query on a thread of its own and post `QueryChecked`."""
    run_in_background(lambda: post(QueryChecked(query, check_now(query))), "check")


def check_now(query: CheckedQuery) -> tuple[Diagnostic, ...]:
    """Everything found in a query; nothing in an empty one, which nobody has begun."""
    if not query.text.strip():
        return ()
    parsed = parse(query.text)
    return check(parsed, platforms=query.platforms, parameters=query.parameters, learned=query.learned)
