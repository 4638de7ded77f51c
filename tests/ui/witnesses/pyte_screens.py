"""pyte, an emulator in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyte
from emulators import line_shown

if TYPE_CHECKING:
    from witnesses.recording import Recording

_TITLES_AND_LINKS = re.compile(r"\x1b\][^\a\x1b]*(?:\a|\x1b\\)")
"""What pyte takes for text."""


def difference(recording: Recording) -> str:
    """The first difference between what the whole shows and what the changes show; empty if there is none."""
    width, height = recording.size
    screens = plain, ours = pyte.Screen(width, height), pyte.Screen(width, height)
    streams = [pyte.Stream(screen) for screen in screens]
    for number, step in enumerate(recording.steps):
        if (plain.columns, plain.lines) != step.size:
            for screen in screens:
                screen.resize(step.size[1], step.size[0])
                screen.dirty.update(range(screen.lines))
        for stream, written in zip(streams, (step.plain, step.ours), strict=True):
            stream.feed(_TITLES_AND_LINKS.sub("", written))
        if found := _difference(plain, ours):
            return f"{found} after {recording.way_to(number)}"
    return ""


def _difference(plain: pyte.Screen, ours: pyte.Screen) -> str:
    """What differs in the lines that were written since the last look."""
    touched = {y for y in plain.dirty | ours.dirty if y < plain.lines}
    plain.dirty.clear()
    ours.dirty.clear()
    if (plain.cursor.y, plain.cursor.x) != (ours.cursor.y, ours.cursor.x):
        return f"cursor {(plain.cursor.y, plain.cursor.x)} ≠ {(ours.cursor.y, ours.cursor.x)}"
    for y in sorted(touched):
        if plain.buffer[y] == ours.buffer[y]:
            continue
        expected, found = line_shown(plain, y), line_shown(ours, y)
        for x, (one, other) in enumerate(zip(expected, found, strict=True)):
            if one != other:
                return f"{one} ≠ {other} in line {y}, column {x}"
    return ""
