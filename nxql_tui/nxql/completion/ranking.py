"""Which candidates fit the word at the cursor, and which fits best."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nxql_tui.nxql.completion.candidates import Candidate, CandidateKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXACT, _BEGINNING, _WORD_BEGINNING, _INITIALS, _INSIDE, _SCATTERED, _DESCRIBED = range(7)
_SHORTEST_DESCRIBED = 3
"""Letters from which on a word is also looked for in the descriptions."""


def ranked(candidates: Iterable[Candidate], word: str) -> tuple[Candidate, ...]:
    """The candidates that fit a word, the best first; those that fit alike keep their order."""
    distinct = dict.fromkeys(candidates)
    if not word:
        return tuple(distinct)
    scored = [(rank, candidate) for candidate in distinct if (rank := _rank(candidate, word)) is not None]
    scored.sort(key=lambda pair: pair[0])
    return tuple(candidate for _, candidate in scored)


def _rank(candidate: Candidate, word: str) -> int | None:
    if word.startswith("#") and candidate.kind is not CandidateKind.DYNAMIC:
        return None
    wanted, label = _bare(word), _bare(candidate.label)
    if label == wanted:
        return _EXACT
    if label.startswith(wanted):
        return _BEGINNING
    place = label.find(wanted)
    while place > 0:
        if not label[place - 1].isalnum():
            return _WORD_BEGINNING
        place = label.find(wanted, place + 1)
    if len(wanted) > 1 and _initials(label).startswith(wanted):
        return _INITIALS
    if wanted in label:
        return _INSIDE
    if _is_scattered(wanted, label):
        return _SCATTERED
    if len(wanted) >= _SHORTEST_DESCRIBED and any(
        part.startswith(wanted) for part in re.split(r"\W+", candidate.description.casefold())
    ):
        return _DESCRIBED
    return None


def _bare(text: str) -> str:
    return text.casefold().strip("#\"'(")


def _initials(label: str) -> str:
    return "".join(part[0] for part in re.split(r"[^0-9a-z]+", label) if part)


def _is_scattered(wanted: str, label: str) -> bool:
    """Whether the letters stand in the label in their order, beginning with its first."""
    if len(wanted) < 2 or not label.startswith(wanted[0]):
        return False
    letters = iter(label)
    return all(letter in letters for letter in wanted)
