"""How many cells of a terminal a character takes."""

from __future__ import annotations

import unicodedata

_WITHOUT_CELL = frozenset(("Mn", "Me", "Cf"))
"""The categories of what stands over another character, or joins two."""


def cells_of(character: str) -> int:
    """The cells that a character takes by itself."""
    if character.isascii():
        return 1
    if unicodedata.category(character) in _WITHOUT_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
