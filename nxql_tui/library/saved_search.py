"""Searching saved queries as one types.

What is typed are words, and a query is found when each of them is found in its name, its title, its group, its
description or its text. Names and titles come first, by how well they match.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING

from nxql_tui.nxql.abbreviations import abbreviation_spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.library.saved_query import SavedQuery

_LONGEST_ABBREVIATED = 100
"""Characters of a name or title that an abbreviation is looked for in."""


class Match(IntEnum):
    """How well a word matches a query, the best first."""

    NAME = 0
    """It is the name or the title."""
    BEGINNING = 1
    """The name or the title begins with it."""
    WORD = 2
    """A word of the name or the title begins with it."""
    INSIDE = 3
    """It stands somewhere in the name or the title."""
    GROUP = 4
    """The group begins with it."""
    ABBREVIATION = 5
    """It abbreviates words of the name or the title."""
    DESCRIPTION = 6
    """A word of the description begins with it."""
    TEXT = 7
    """It stands somewhere in the query."""


def search_saved(queries: Iterable[SavedQuery], typed: str) -> tuple[SavedQuery, ...]:
    """The queries that match every word of what is typed, the best first; all in their order when nothing is.

    Of those that match equally well, the user's own come first.
    """
    words = typed.casefold().split()
    if not words:
        return tuple(queries)
    ranked = []
    for place, query in enumerate(queries):
        matches = [_match(word, query) for word in words]
        found = [match for match in matches if match is not None]
        if len(found) == len(matches):
            ranked.append((max(found), sum(found), query.is_example, place, query))
    ranked.sort(key=lambda candidate: candidate[:-1])
    return tuple(candidate[-1] for candidate in ranked)


def _match(word: str, query: SavedQuery) -> Match | None:
    """How well a word in small letters matches."""
    names = [query.name.casefold(), query.title.casefold()]
    if word in names:
        return Match.NAME
    if any(name.startswith(word) for name in names):
        return Match.BEGINNING
    if any(_begins_a_word(word, name) for name in names):
        return Match.WORD
    if any(word in name for name in names):
        return Match.INSIDE
    if query.group.casefold().startswith(word):
        return Match.GROUP
    if any(abbreviation_spread(word, name[:_LONGEST_ABBREVIATED]) is not None for name in names):
        return Match.ABBREVIATION
    if _begins_a_word(word, query.description.casefold()):
        return Match.DESCRIPTION
    return Match.TEXT if word in query.text.casefold() else None


def _begins_a_word(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None
