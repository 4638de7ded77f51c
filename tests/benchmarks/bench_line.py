"""What the explorer costs on the line: `python bench_line.py [80x24 | 200x60 | …]`.

The program of this checkout with its own Engine, in a pty: the bytes that each action sends until the program falls
silent, and the processor time that it takes, beside the same with every frame written as Textual writes it. In truecolor
and in sixteen colours. Asserts nothing.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from demo_terminal import SIXTEEN_COLOURS, TRUECOLOR, demo

if TYPE_CHECKING:
    from emulated_terminal import Terminal

COLOURS = {"truecolor": TRUECOLOR, "16 colours": SIXTEEN_COLOURS}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Action:
    """Something that a person does, once or several times."""

    name: str
    keys: tuple[str, ...]
    """One after the other; the dearest of them counts."""
    budget: int | None = None
    """Bytes at 80×24 in truecolor."""
    before: tuple[str, ...] = ()
    """What is pressed first and not counted."""


ACTIONS = (
    Action("answer", ("f5",)),
    Action("cursor", ("down", "right", "down", "left"), 150),
    Action("page", ("]", "]", "["), 1_300),
    Action("sort", ("s", "s")),
    Action("focus", ("f6", "f6"), 1_500),
    Action("row panel", ("enter",)),
    Action("dialog", ("f8",), 3_000, before=("escape",)),
    Action("palette", ("f10",), 3_000, before=("escape",)),
    Action("library", ("f3",), before=("escape",)),
    Action("data model", ("f2",), before=("escape",)),
    Action("letter in a name", ("a", "m", "e"), before=("escape", "escape", "ctrl+n", "(select (n")),
    Action(
        "letter in a text",
        ("a", "b", "c"),
        200,
        before=("backspace",) * 3 + ('ame) (from device (where device (eq name "',),
    ),
)


@dataclass(frozen=True)
class Cost:
    """Of one action."""

    size: int
    """Bytes."""
    seconds: float
    """Of the processor."""


def costs(size: tuple[int, int], colours: dict[str, str], *, is_full: bool) -> dict[str, Cost]:
    with demo((), colours, size, is_full=is_full) as terminal:
        terminal.settle()
        found = {"first paint": Cost(len(terminal.raw), processor_seconds(terminal.process))}
        for action in ACTIONS:
            for key in action.before:
                terminal.sent_by(key)
            found[action.name] = max((cost_of(terminal, key) for key in action.keys), key=lambda cost: cost.size)
        return found


def cost_of(terminal: Terminal, key: str) -> Cost:
    before = processor_seconds(terminal.process)
    size = terminal.sent_by(key)
    return Cost(size, processor_seconds(terminal.process) - before)


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def main() -> None:
    sizes = [tuple(map(int, text.split("x"))) for text in sys.argv[1:] or ("80x24", "200x60")]
    budgets = {action.name: action.budget for action in ACTIONS} | {"first paint": 5_000}
    for columns, lines in sizes:
        for name, colours in COLOURS.items():
            ours = costs((columns, lines), colours, is_full=False)
            theirs = costs((columns, lines), colours, is_full=True)
            print(f"{columns}×{lines}, {name}")
            for action, cost in ours.items():
                full = theirs[action]
                budget = budgets[action] if (columns, lines, name) == (80, 24, "truecolor") else None
                words = f"   budget {budget:,}" if budget else ""
                print(
                    f"  {action:16} {cost.size:7,} bytes beside {full.size:8,} in full, {full.size / max(1, cost.size):5.1f} ×;"
                    f" {cost.seconds * 1e3:5.0f} ms beside {full.seconds * 1e3:5.0f} ms of CPU{words}"
                )
            spent, spent_in_full = (sum(cost.seconds for cost in one.values()) for one in (ours, theirs))
            print(f"  all of them: {spent / spent_in_full:.2f} × the CPU of writing in full (budget 1.1)")


if __name__ == "__main__":
    main()
