"""What an app wrote, twice: as Textual writes it, and only what changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Size = tuple[int, int]
"""Columns and lines."""

PREPARATION = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""What Textual asks of a terminal first: the other screen, no cursor, no wrapping."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, and what it brought to the terminal."""

    done: str
    """The keys, or the new size."""
    screen: str
    """The name of the screen that was there afterwards."""
    size: Size
    plain: str
    """What Textual writes."""
    ours: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A walk, step by step; every witness is shown the same."""

    steps: tuple[Step, ...]

    @property
    def size(self) -> Size:
        """The size that it begins in."""
        return self.steps[0].size

    @property
    def of_one_size(self) -> Recording:
        """The steps before the first change of the size."""
        return Recording(tuple(takewhile(lambda step: step.size == self.size, self.steps)))

    @property
    def screens(self) -> set[str]:
        """The names of all screens that were seen."""
        return {step.screen for step in self.steps}

    def way_to(self, number: int) -> str:
        """What was done last before a step, and in it: what to try to see it again."""
        return f"step {number} ({' '.join(step.done for step in self.steps[max(0, number - 20) : number + 1])})"

    def store(self, file: Path) -> None:
        """Write it down as one line of JSON a step, as the programs that read it expect."""
        file.write_text("".join(f"{json.dumps(asdict(step))}\n" for step in self.steps), encoding="utf-8")


def load_recording(file: Path) -> Recording:
    """What was stored."""
    steps = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return Recording(tuple(Step(**{**step, "size": tuple(step["size"])}) for step in steps))
