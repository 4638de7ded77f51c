"""The right names that a wrong one could have meant."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CUTOFF = 0.6
"""How alike two names must be, from 0 to 1."""


def nearest_names(word: str, names: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """The names most like a word, the likest first; none when none is close."""
    wanted = word.casefold()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored: list[tuple[float, str]] = []
    for name in dict.fromkeys(names):
        candidate = name.casefold()
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() < _CUTOFF or matcher.quick_ratio() < _CUTOFF:
            continue
        ratio = matcher.ratio()
        if ratio >= _CUTOFF:
            scored.append((ratio, name))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(name for _, name in scored[:limit])
