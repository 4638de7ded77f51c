"""The shortest text found that turns what a terminal shows into what is wanted."""

from __future__ import annotations

from operator import ne
from typing import TYPE_CHECKING

from nxql_tui.ui.frames.cells import TRUSTED
from nxql_tui.ui.frames.looks import PLAIN, Look, transition

if TYPE_CHECKING:
    from nxql_tui.ui.frames.screen_cells import Line, ScreenCells

_NOWHERE = -1
"""Stands for a column of the cursor that is not known."""
_LONGEST_REWRITTEN_GAP = 5
"""Cells that are rather written again than jumped over: a jump is as long."""
_SHORTEST_ERASED = 11
"""Blanks that are rather erased than written: it takes as long to erase so many and to jump over them."""


def differences(screen: ScreenCells, *, erases_in_colour: bool = False) -> str:
    """What to write; afterwards the terminal is taken to show what is wanted.

    Args:
        screen: What is wanted, and what the terminal shows.
        erases_in_colour: Whether cells that the terminal erases take the colour at hand.
    """
    pen = _Pen(_SHORTEST_ERASED if erases_in_colour else screen.width + 1)
    for y in sorted(screen.changed):
        want, have = screen.want[y], screen.have[y]
        if want == have:
            continue
        to_draw = _cells_to_draw(screen, y)
        screen.have[y] = want[:]
        pen.draw_line(y, want, to_draw)
    screen.changed.clear()
    return pen.finish()


def _cells_to_draw(screen: ScreenCells, y: int) -> list[bool]:
    want, have = screen.want[y], screen.have[y]
    if y in screen.composed:
        if any(cell is not None and len(cell[0]) > 1 for cell in (*want, *have)):
            # Where they stand depends on the terminal: the whole line.
            return [cell is not None for cell in want]
        screen.composed.discard(y)
    return list(map(ne, want, have))


def _blanks_from(place: int, line: Line, to_draw: list[bool]) -> int:
    """How many cells from a place on, up to the last that is to be drawn, show nothing but the same colour."""
    first = line[place]
    if first is None or first[0] != " " or first[1].attributes or first[1].link:
        return 0
    end = last = place
    while end < len(line) and line[end] == first:
        end += 1
        if to_draw[end - 1]:
            last = end
    return last - place


class _Pen:
    """Where the terminal would write next, and in what look."""

    def __init__(self, shortest_erased: int) -> None:
        self._shortest_erased = shortest_erased
        self._written: list[str] = []
        self._look = PLAIN
        self._asked = PLAIN
        self._x = self._y = _NOWHERE

    def draw_line(self, y: int, line: Line, to_draw: list[bool]) -> None:
        """Draw some cells of a line."""
        place = 0
        while True:
            try:
                place = to_draw.index(True, place)
            except ValueError:
                return
            cell = line[place]
            if cell is None:
                place += 1
                continue
            blanks = _blanks_from(place, line, to_draw)
            if blanks >= self._shortest_erased:
                self._erase(place, y, line, blanks)
                place += blanks
                continue
            # Where half of a wide character has changed all of it is drawn.
            start = place if cell[0] else place - 1
            place = max(place + 1, self._draw(start, y, line, to_draw))

    def _erase(self, x: int, y: int, line: Line, count: int) -> None:
        """Make cells blank; the terminal stays where they begin."""
        self._go_to(x, y, line)
        cell = line[x]
        assert cell is not None  # noqa: S101  it is a blank
        self._take(cell[1])
        self._written.append(f"\x1b[{count}X")
        self._x, self._y = x, y

    def _draw(self, x: int, y: int, line: Line, to_draw: list[bool]) -> int:
        """Draw the cell, and the right half of a wide one; returns the place behind."""
        cell = line[x]
        if cell is None:
            return x + 1
        character, look = cell
        self._go_to(x, y, line)
        self._take(look)
        self._written.append(character)
        self._x, self._y = x + 1, y
        if character in TRUSTED:
            return x + 1
        return self._go_behind_doubtful(x + 1, line, to_draw)

    def _go_behind_doubtful(self, x: int, line: Line, to_draw: list[bool]) -> int:
        """Should the terminal think otherwise of a character's width, at least what follows stands right."""
        following = line[x] if x < len(line) else None
        if following is not None and not following[0]:
            x += 1
            self._x = x
            following = line[x] if x < len(line) else None
        if following is None:
            return x
        if following[0] in TRUSTED:
            to_draw[x] = True
            self._x = _NOWHERE
        elif not to_draw[x]:
            self._x = _NOWHERE
        return x

    def _go_to(self, x: int, y: int, line: Line) -> None:
        if (self._x, self._y) == (x, y):
            return
        gap = x - self._x
        if self._y != y or self._x < 0 or gap < 0:
            self._written.append(f"\x1b[{y + 1};{x + 1}H")
        elif gap < _LONGEST_REWRITTEN_GAP and (between := self._written_alike(line[self._x : x])):
            self._written.append(between)
        else:
            self._written.append(f"\x1b[{gap}C" if gap > 1 else "\x1b[C")

    def _written_alike(self, cells: Line) -> str:
        """What these cells show, if it can be written in the look at hand; else nothing."""
        characters = []
        for cell in cells:
            if cell is None or not cell[0] or cell[0] >= "\x7f" or transition(self._look, cell[1])[0]:
                return ""
            characters.append(cell[0])
        return "".join(characters)

    def _take(self, look: Look) -> None:
        if look is self._asked:
            return
        sequence, self._look = transition(self._look, look)
        self._asked = look
        if sequence:
            self._written.append(sequence)

    def finish(self) -> str:
        """All that was written, and the terminal's own look behind it."""
        if self._look.link:
            self._written.append("\x1b]8;;\x1b\\")
        if self._look != PLAIN:
            self._written.append("\x1b[m")
        return "".join(self._written)
