"""How a cell of an answer looks on the screen: as data, never as markup and never as an escape sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from nxql_tui.wire.cells import TextCell

NULL_SIGN = "∅"
"""What stands for a cell without a value; an empty text shows nothing."""

CUT_SIGN = "…"
"""Ends a cell that is wider than its column."""

MAXIMUM_WIDTH = 48
"""Widest column, in terminal cells."""


def display_width(cell: TextCell) -> int:
    """Terminal cells that the cell takes, at most `MAXIMUM_WIDTH`."""
    if cell is None:
        return 1
    # Nothing behind the widest column shows, so nothing behind it is measured.
    return min(cell_len(visible_line(cell[: MAXIMUM_WIDTH + 1])), MAXIMUM_WIDTH)


def display_cell(cell: TextCell, width: int, *, align_right: bool = False) -> Text:
    """The cell as it stands in a column of `width` terminal cells."""
    if cell is None:
        return Text(NULL_SIGN, style="dim", justify="right" if align_right else "left", end="")
    # A character takes at most two cells and may take none: a bounded head is enough to fill the width.
    shown = visible_line(cell[: width * 4 + 4])
    if cell_len(shown) > width:
        shown = set_cell_size(shown, width - 1) + CUT_SIGN
    return Text(shown, justify="right" if align_right else "left", no_wrap=True, end="")
