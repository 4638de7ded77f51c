"""Two terminals: one gets each frame as Textual writes it, one only what changed; both must show the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyte
from rich.color import ColorSystem
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip
from wcwidth import wcswidth

from nxql_tui.ui.frames.differences import differences
from nxql_tui.ui.frames.screen_cells import ScreenCells

if TYPE_CHECKING:
    from pyte.screens import Char
    from rich.console import Console

WIDE = 2
Shown = list[list[tuple[object, ...]]]


def look_of(cell: Char) -> tuple[object, ...]:
    """What can be seen of a cell: of a blank neither its colour nor that it is bold."""
    seen = (cell.underscore, cell.strikethrough, cell.reverse)
    if cell.data == " " and not any(seen):
        return " ", cell.bg
    return cell.data, cell.fg, cell.bg, cell.bold, cell.italics, *seen


def shown(screen: pyte.Screen) -> Shown:
    """Every cell of a terminal."""
    return [line_shown(screen, y) for y in range(screen.lines)]


def line_shown(screen: pyte.Screen, y: int) -> list[tuple[object, ...]]:
    """Every cell of a line."""
    return [look_of(cell) for cell in without_halves([screen.buffer[y][x] for x in range(screen.columns)])]


def without_halves(line: list[Char]) -> list[Char]:
    """What is left of a wide character is a blank, which pyte does not know."""
    found = []
    for place, cell in enumerate(line):
        is_wide_before = place > 0 and wcswidth(line[place - 1].data) == WIDE
        is_cut = wcswidth(cell.data) == WIDE and place + 1 < len(line) and line[place + 1].data != ""
        is_left_over = cell.data == "" and not is_wide_before
        found.append(cell._replace(data=" ") if is_cut or is_left_over else cell)
    return found


def afresh(frame: LayoutUpdate | ChopsUpdate) -> LayoutUpdate | ChopsUpdate:
    """The same frame, which does not remember what it was written as for a terminal of other colours."""
    if isinstance(frame, LayoutUpdate):
        return LayoutUpdate([[forgetful(strip) for strip in line] for line in frame.strips], frame.region)
    chops = [{x: strip and forgetful(strip) for x, strip in line.items()} for line in frame.chops]
    return ChopsUpdate(chops, frame.spans, frame.chop_ends)


def forgetful(strip: Strip) -> Strip:
    """The same strip, of styles that were never written."""
    segments = []
    for text, style, control in strip:
        fresh = style.copy() if style else style
        if fresh:
            fresh._ansi = None
        segments.append(Segment(text, fresh, control))
    return Strip(segments)


class Terminals:
    """Takes frames, and writes each to both."""

    def __init__(self, width: int, height: int, *, erases_in_colour: bool = False) -> None:
        self.plain, self.ours = pyte.Screen(width, height), pyte.Screen(width, height)
        self.cells = ScreenCells()
        self.erases_in_colour = erases_in_colour

    def take(self, frame: LayoutUpdate | ChopsUpdate, console: Console) -> None:
        """Show a frame of Textual's compositor."""
        console._color_system = ColorSystem.TRUECOLOR
        pyte.Stream(self.plain).feed(afresh(frame).render_segments(console))
        self.cells.apply(frame, ColorSystem.TRUECOLOR)
        pyte.Stream(self.ours).feed(differences(self.cells, erases_in_colour=self.erases_in_colour))

    def assert_alike(self, when: object) -> None:
        """Both show the same, cell for cell."""
        plain, ours = shown(self.plain), shown(self.ours)
        for y, (expected, found) in enumerate(zip(plain, ours, strict=True)):
            others = [(x, *pair) for x, pair in enumerate(zip(expected, found, strict=True)) if pair[0] != pair[1]]
            assert others == [], f"{others[:4]} in line {y} after {when}"
