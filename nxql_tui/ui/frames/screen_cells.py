"""The screen as the app wants it, beside the screen as the terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.ui.frames.cells import Cell, Doubt, drawn_text
from nxql_tui.ui.frames.textual_internals import ChopsUpdate, LayoutUpdate

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from textual.strip import Strip

Line: TypeAlias = list[Cell | None]
"""Cells from the left; None where nobody knows what is there."""

_JOINERS = ("\u200d", "\ufe0f")
"""Cut off from what they join they would change its width: better without them."""


class ScreenCells:
    """What `want`s to be shown and what the terminal `have`s; the two differ by what was not sent yet."""

    def __init__(self) -> None:
        self.reset(0, 0)

    def reset(self, width: int, height: int) -> None:
        """Forget everything."""
        self.width, self.height = width, height
        self.want: list[Line] = [[None] * width for _ in range(height)]
        self.composed: set[int] = set()
        """Lines that may hold characters made of several code points."""
        self.forget()

    def forget(self) -> None:
        """Forget what the terminal shows: the next frame paints all that is known."""
        self.have: list[Line] = [[None] * self.width for _ in range(self.height)]
        self.changed: set[int] = set(range(self.height))
        """Lines that may differ from what the terminal shows."""

    def apply(self, update: object, color_system: ColorSystem) -> None:
        """Take in an update of Textual's compositor, its strips in the places where it would write them.

        Raises:
            Doubt: It is of another kind, or not of this screen.
        """
        if isinstance(update, LayoutUpdate):
            self._apply_layout(update, color_system)
        elif isinstance(update, ChopsUpdate):
            self._apply_chops(update, color_system)
        else:
            raise Doubt

    def _apply_layout(self, update: LayoutUpdate, color_system: ColorSystem) -> None:
        region = update.region
        if (self.width, self.height) != region.bottom_right:
            self.reset(*region.bottom_right)
        for y, strips in enumerate(update.strips, region.y):
            x = region.x
            for strip in strips:
                x = self._put(x, y, strip, color_system)

    def _apply_chops(self, update: ChopsUpdate, color_system: ColorSystem) -> None:
        if len(update.chops) != self.height or update.chop_ends[0][-1] != self.width:
            raise Doubt
        for y, left, right in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
                if strip is None or x > right or end <= left:
                    continue
                is_whole = left <= x < right and end <= right
                self._put(x, y, strip if is_whole else strip.crop(0, min(end, right) - x), color_system)

    def _put(self, x: int, y: int, strip: Strip, color_system: ColorSystem) -> int:
        """Write a strip into what is wanted; returns the column behind it."""
        cells = self._cells_of(strip, y, color_system)
        line = self.want[y]
        end = min(x + len(cells), len(line))
        if end <= x:
            return x
        # A wide character cut in half by the edge of a strip becomes a blank, as on a terminal.
        edge = line[x]
        if x and edge and not edge[0] and (lead := line[x - 1]):
            line[x - 1] = (" ", lead[1])
        if end < len(line) and (edge := line[end]) and not edge[0]:
            line[end] = (" ", edge[1])
        line[x:end] = cells[: end - x]
        self.changed.add(y)
        return end

    def _cells_of(self, strip: Strip, y: int, color_system: ColorSystem) -> list[Cell]:
        cells: list[Cell] = []
        for text, style, control in strip:
            if control:
                raise Doubt
            drawn = drawn_text(text, style, color_system)
            if drawn.is_composed:
                self.composed.add(y)
                if drawn.joined and cells and drawn.joined not in _JOINERS:
                    lead = -1 if cells[-1][0] else -2
                    character, look = cells[lead]
                    cells[lead] = (character + drawn.joined, look)
            cells += drawn.cells
        return cells
