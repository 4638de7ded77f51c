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

    from nxql_tui.wire.cells import TextCell

NULL_SIGN = "∅"
"""What stands for a cell without a value; an empty text shows nothing."""

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
    # Nothing behind the widest column shows, so nothing behind it is measured.
    return min(cell_len(visible_line(cell[: widest + 1])), widest)


def display_cell(cell: TextCell, width: int, *, align_right: bool = False, highlights: Sequence[str] = ()) -> Text:
    """The cell as it stands in a column of `width` terminal cells.

    Args:
        cell: As the Engine sent it.
        width: Of the column, in terminal cells.
        align_right: Whether the end of the text stands at the right edge.
        highlights: Texts that stand out where they occur, in any case of letters.
    """
    if cell is None:
        return Text(NULL_SIGN, style="dim", justify="right" if align_right else "left", end="")
    # A character takes at most two cells and may take none: a bounded head is enough to fill the width.
    shown = visible_line(cell[: width * 4 + 4])
    if cell_len(shown) > width:
        shown = set_cell_size(shown, width - 1) + CUT_SIGN
    text = Text(shown, justify="right" if align_right else "left", no_wrap=True, end="")
    if highlights:
        text.highlight_regex(_any_of(tuple(highlights)), HIGHLIGHT_STYLE)
    return text


@lru_cache(maxsize=64)
def _any_of(texts: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((visible_line(text) for text in texts if text), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)", re.IGNORECASE)
