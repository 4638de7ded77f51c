"""How a cell of an answer looks on the screen: as data, never as markup and never as an escape sequence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import JustifyMethod

    from nxql_tui.wire.cells import TextCell

NULL_SIGN = "∅"
"""What stands, dimmed, for a cell without a value."""

QUOTE = '"'
"""Stands, dimmed, around a text that would show nothing: an empty one, or blanks."""

CUT_SIGN = "…"
"""Ends a cell that is wider than its column."""

HIGHLIGHT_STYLE = "reverse underline"
"""Of what was looked for: seen without colours too."""

MAXIMUM_WIDTH = 48
"""Widest column, in terminal cells."""


def display_width(cell: TextCell, widest: int = MAXIMUM_WIDTH) -> int:
    """Terminal cells that the cell takes, at most `widest`."""
    if cell is None:
        return 1
    if cell.isascii() and cell.isprintable() and cell > "!":
        return min(len(cell), widest)
    quotes = 2 if _shows_nothing(cell) else 0
    return min(cell_len(_head(cell, widest)) + quotes, widest)


def display_cell(cell: TextCell, width: int, *, align_right: bool = False, highlights: Sequence[str] = ()) -> Text:
    """The cell as it stands in a column of `width` terminal cells.

    Args:
        cell: As the Engine sent it.
        width: Of the column, in terminal cells.
        align_right: Whether the end of the text stands at the right edge.
        highlights: Texts that stand out where they occur, in any case of letters.
    """
    justify: JustifyMethod = "right" if align_right else "left"
    if cell is None:
        return Text(NULL_SIGN, style="dim", justify=justify, no_wrap=True, end="")
    if _shows_nothing(cell):
        return Text(_cut(f"{QUOTE}{cell}{QUOTE}", width), style="dim", justify=justify, no_wrap=True, end="")
    text = Text(_cut(cell, width), justify=justify, no_wrap=True, end="")
    if highlights:
        text.highlight_regex(_any_of(tuple(highlights)), HIGHLIGHT_STYLE)
    return text


def _shows_nothing(text: str) -> bool:
    return not text or (text[0].isspace() and not visible_line(text).strip())


def _cut(text: str, width: int) -> str:
    """The text on one line, not wider than `width`; a sign says that there is more."""
    shown = _head(text, width)
    if cell_len(shown) > width:
        return set_cell_size(shown, width - 1) + CUT_SIGN
    # Marks that stand over one another take no room: a text may be longer than its width tells.
    return (
        shown if len(text) <= _head_length(width) else set_cell_size(shown, min(cell_len(shown), width - 1)) + CUT_SIGN
    )


def _head(text: str, width: int) -> str:
    return visible_line(text[: _head_length(width)])


def _head_length(width: int) -> int:
    """Characters that are looked at: enough to fill the width even where some of them take no room."""
    return width * 4 + 4


@lru_cache(maxsize=64)
def _any_of(texts: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((visible_line(text) for text in texts if text), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)", re.IGNORECASE)
