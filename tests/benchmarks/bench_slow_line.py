"""Twenty steps of work over a slow line: `python bench_slow_line.py [9600]`, in bytes a second.

The program of this checkout with its own Engine at 80×24 in truecolor, in a pty behind a line (`slow_line.py`). Prints,
for each step, when its answer was seen, when the screen had it whole, and the bytes; and the same with every frame
written as Textual writes it. Asserts nothing.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from demo_terminal import TRUECOLOR, demo

if TYPE_CHECKING:
    from emulated_terminal import Terminal

RATE = 9_600
SILENCE = 1.0
"""Seconds without a byte after which a screen counts as whole."""


@dataclass(frozen=True)
class Step:
    """Something that a person does."""

    name: str
    keys: tuple[str, ...]
    answer: str
    """What the screen shows then, as a pattern."""


STEPS = (
    Step("send the query", ("f5",), r"500 rows .* complete"),
    Step("move the cursor", ("down",), r"."),
    Step("next page", ("]",), r"101–200 of 500"),
    Step("sort", ("s",), r"name ▲"),
    Step("filter as one types", ("/", "L", "O", "N", "enter"), r"filtered from 500"),
    Step("the whole row", ("enter",), r"Row \d+ of"),
    Step("next row", ("n",), r"."),
    Step("back to the rows", ("escape",), r"s Sort"),
    Step("summary of a column", ("=",), r"63 different"),
    Step("back to the rows", ("escape",), r"s Sort"),
    Step("group", ("g",), r"Group"),
    Step("leave the dialog", ("escape",), r"s Sort"),
    Step("to the query", ("f6",), r"F2 Model"),
    Step("a letter", ("a",), r"."),
    Step("what fits here", ("ctrl+space",), r"."),
    Step("close the list", ("escape",), r"."),
    Step("take the letter back", ("backspace",), r"."),
    Step("data model", ("f2",), r"Data model"),
    Step("back to all tables", ("escape",), r"Objects"),
    Step("leave it", ("escape",), r"F5 Send"),
    Step("library", ("f3",), r"Library"),
    Step("leave it", ("escape",), r"F5 Send"),
    Step("export dialog", ("f8",), r"Export"),
    Step("leave it", ("escape",), r"F5 Send"),
)


@dataclass(frozen=True)
class Answered:
    """How a step went."""

    seen: float
    """Seconds until the screen showed the answer."""
    whole: float
    """Seconds until the last byte."""
    size: int
    """Bytes."""


def work(rate: int, *, is_full: bool) -> list[Answered]:
    line = (sys.executable, str(Path(__file__).with_name("slow_line.py")), str(rate))
    with demo(line, TRUECOLOR, (80, 24), is_full=is_full) as terminal:
        terminal.settle()
        return [answered(terminal, step) for step in STEPS]


def answered(terminal: Terminal, step: Step) -> Answered:
    before, began = len(terminal.raw), time.monotonic()
    terminal.press(*step.keys)
    terminal.wait_for(step.answer)
    seen = last = time.monotonic()
    while terminal.read(SILENCE):
        last = time.monotonic()
    return Answered(seen - began, last - began, len(terminal.raw) - before)


def main() -> None:
    rate = int(sys.argv[1]) if len(sys.argv) > 1 else RATE
    print(f"80×24, truecolor, {rate:,} bytes a second; beside it the same with frames in full")
    ours, theirs = work(rate, is_full=False), work(rate, is_full=True)
    for step, one, other in zip(STEPS, ours, theirs, strict=True):
        print(
            f"  {step.name:22} seen {one.seen:5.2f} s, whole {one.whole:5.2f} s, {one.size:6,} bytes"
            f"   |   whole {other.whole:6.2f} s, {other.size:7,} bytes"
        )
    slowest = max(one.whole for one in ours)
    print(f"slowest step: {slowest:.2f} s (budget 1 s); in full {max(other.whole for other in theirs):.2f} s")


if __name__ == "__main__":
    main()
