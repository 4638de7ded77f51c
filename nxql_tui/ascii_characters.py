"""Text for terminals that show nothing but ASCII: cell for cell another character."""

from __future__ import annotations

import re

from nxql_tui.character_cells import cells_of

_UNKNOWN = "?"

_BOX_DRAWING = {chr(code): "+" for code in range(0x2500, 0x2580)}
_QUADRANTS = {chr(code): "+" for code in range(0x2596, 0x25A0)}
_BRAILLE = {chr(code): "*" for code in range(0x2800, 0x2900)}

_ALIKE = {
    # Lines, and the edges of cells that borders are made of
    "-": "─━┄┅┈┉╌╍╴╶╸╺╼╾▀▄▔–—‒―‑−∅",
    "=": "═▅≡",
    "|": "│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▌▋▊▉▐▕",
    "/": "╱",
    "\\": "╲",
    # Bars that grow from the bottom, the lowest first
    "_": "▁",
    ".": "▂░·",
    ":": "▃▒",
    "+": "▆±",
    "*": "▇●•▪⭑★",
    "#": "█▓■⌫",
    # Marks
    ">": "▸▶‣▷→»›≥",
    "<": "◂◀←«‹≤⇤",
    "^": "▴▲↑",
    "v": "▾▼↓",
    "o": "○◦⭘°",
    "x": "✘✗✕╳×",
    "y": "✔✓",
    "~": "…≈",
    "!": "≠",
    "$": "⏎",
    "u": "µμ",
    "1": "¹",
    "2": "²",
    "3": "³",
    "S": "§",
    '"': "“”„",
    "'": "‘’‚",
    " ": "\xa0\u2002\u2003\u2007\u2009\u202f",
}
"""What a character of ASCII stands for, where something else does not fit better."""

_SUBSTITUTES = _BOX_DRAWING | _QUADRANTS | _BRAILLE | {other: one for one, others in _ALIKE.items() for other in others}
_OTHERS = re.compile(r"[^\x00-\x7f]")


def ascii_text(text: str) -> str:
    """The text in ASCII: lines and marks as what looks like them, every other character as a question mark a cell.

    Nobody is to take a letter for another: an `é` is no `e`.
    """
    return text if text.isascii() else _OTHERS.sub(_substitute, text)


def _substitute(found: re.Match[str]) -> str:
    character = found[0]
    return _SUBSTITUTES.get(character) or _UNKNOWN * cells_of(character)
