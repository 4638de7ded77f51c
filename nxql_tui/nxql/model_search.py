"""Searching the data model as one types.

What is typed are words, and an entry is found when each of them is found in its name or in what is said of it. Names
come first, by how well they match; then descriptions, types and the words of enums.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING

from nxql_tui.nxql.abbreviations import abbreviation_spread
from nxql_tui.nxql.model_entries import aggregate_entries, all_entries
from nxql_tui.nxql.nearest import nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.nxql.model_entries import ModelEntry


class Match(IntEnum):
    """How well a word matches an entry, the best first."""

    NAME = 0
    """It is the name."""
    PREFIX = 1
    """The name begins with it."""
    WORD = 2
    """A word of the name, or `table.name`, begins with it."""
    INSIDE = 3
    """It stands somewhere in `table.name`."""
    ABBREVIATION = 4
    """It abbreviates words of `table.name`."""
    DESCRIPTION = 5
    """A word of the description, the type or an enum's words begins with it."""


def search_model(text: str, near: str = "") -> tuple[ModelEntry, ...]:
    """The entries that match every word of a text, the best first; none when nothing is typed.

    Args:
        text: What is typed; blanks and capitals say nothing.
        near: A table whose entries come first among those that match equally well.
    """
    words = text.casefold().split()
    if not words:
        return ()
    ranked = []
    for place, entry in enumerate(_entries_near(near)):
        rank = _rank(entry, words)
        if rank is not None:
            ranked.append((*rank[:2], bool(near) and entry.table != near, *rank[2:], len(entry.name), place, entry))
    ranked.sort(key=lambda found: found[:-1])
    return tuple(found[-1] for found in ranked)


def nearest_entries(text: str) -> tuple[ModelEntry, ...]:
    """The entries whose names are most like a text, for what is mistyped."""
    names = nearest_names("_".join(text.split()), (entry.name for entry in all_entries()))
    return tuple(entry for name in names for entry in all_entries() if entry.name == name)


def match_of(word: str, entry: ModelEntry) -> Match | None:
    """How well one word in small letters matches an entry; None when it does not."""
    found = _match(word, entry)
    return found[0] if found is not None else None


def _entries_near(near: str) -> Iterable[ModelEntry]:
    """All entries; an aggregate of the table in view stands there as its own."""
    own = {entry.name: entry for entry in aggregate_entries(near)} if near else {}
    return (own.get(entry.name, entry) if not entry.table else entry for entry in all_entries())


def _rank(entry: ModelEntry, words: Iterable[str]) -> tuple[int, int, int] | None:
    """The worst match, the sum of all, and how far abbreviations are spread; less is better."""
    matches = [_match(word, entry) for word in words]
    found = [match for match in matches if match is not None]
    if len(found) < len(matches):
        return None
    kinds = [kind for kind, _ in found]
    return max(kinds), sum(kinds), sum(spread for _, spread in found)


def _match(word: str, entry: ModelEntry) -> tuple[Match, int] | None:
    name, label = entry.name, entry.label
    if word in (name, label):
        return Match.NAME, 0
    if name.startswith(word) or (word.startswith(f"{entry.table}.") and label.startswith(word)):
        return Match.PREFIX, 0
    if label.startswith(word) or f"_{word}" in label:
        return Match.WORD, 0
    if word in label:
        return Match.INSIDE, 0
    spread = abbreviation_spread(word, label)
    if spread is not None:
        return Match.ABBREVIATION, spread
    said = f"{entry.description} {entry.type} {' '.join(entry.values)}".casefold()
    return (Match.DESCRIPTION, 0) if re.search(rf"(?<!\w){re.escape(word)}", said) else None
