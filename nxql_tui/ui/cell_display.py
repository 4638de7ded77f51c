"""How a cell of an answer looks on the screen: as data, never as markup and never as an escape sequence."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

if TYPE_CHECKING:
    from nxql_tui.wire.cells import TextCell

NULL_SIGN = "∅"
"""What stands for a cell without a value; an empty text shows nothing."""

CUT_SIGN = "…"
"""Ends a cell that is wider than its column."""

MAXIMUM_WIDTH = 48
"""Widest column, in terminal cells."""

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")
"""Part of many scripts and of emoji, so they stay."""


@lru_cache(maxsize=4096)
def _visible_character(character: str) -> str:
    picture = _CONTROL_PICTURES.get(ord(character))
    if picture is not None:
        return picture
    if character not in _JOINERS and unicodedata.category(character) in _UNSEEN_CATEGORIES:
        return f"‹{ord(character):04X}›"
    return character


def visible_text(text: str) -> str:
    """The text with every character that a terminal would obey made visible instead.

    Control characters become their pictures (`␛`, `␉`, `␊`), others that do not show, such as a direction
    override, their code point.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def display_width(cell: TextCell) -> int:
    """Terminal cells that the cell takes, at most `MAXIMUM_WIDTH`."""
    if cell is None:
        return 1
    # Nothing behind the widest column shows, so nothing behind it is measured.
    return min(cell_len(visible_text(cell[: MAXIMUM_WIDTH + 1])), MAXIMUM_WIDTH)


def display_cell(cell: TextCell, width: int, *, align_right: bool = False) -> Text:
    """The cell as it stands in a column of `width` terminal cells."""
    if cell is None:
        return Text(NULL_SIGN, style="dim", justify="right" if align_right else "left", end="")
    # A character takes at most two cells and may take none: a bounded head is enough to fill the width.
    shown = visible_text(cell[: width * 4 + 4])
    if cell_len(shown) > width:
        shown = set_cell_size(shown, width - 1) + CUT_SIGN
    return Text(shown, justify="right" if align_right else "left", no_wrap=True, end="")
