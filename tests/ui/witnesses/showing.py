"""Terminals that are shown a recording, and tell by their own captures what they show."""

from __future__ import annotations

import socket
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyte
from emulators import Shown, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from witnesses.recording import Recording, Size

PATIENCE = 30.0
BOTH = ("plain", "ours")
"""The names of what is shown everything, and of what is shown what changed."""
STEPS_BETWEEN_CAPTURES = 10


class RealTerminal(Protocol):
    """A terminal in its own process."""

    def show(self, text: str) -> None:
        """Write a text there, and wait until it is shown."""

    def captured(self) -> Shown:
        """What it says that it shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the program that shows, in whatever terminal it was started."""

    command: tuple[str, ...]
    """What is to run in the terminal."""
    _listening: socket.socket

    @contextmanager
    def connected(self) -> Iterator[Callable[[str], None]]:
        """Wait until it runs; what is yielded shows a text there."""
        connection, _ = self._listening.accept()
        with connection, connection.makefile("rb") as answers:
            connection.settimeout(PATIENCE)

            def show(text: str) -> None:
                data = text.encode()
                connection.sendall(b"%d\n%b" % (len(data), data))
                assert answers.readline() == b"shown\n"

            yield show


@contextmanager
def line_to_a_terminal(file: Path) -> Iterator[Line]:
    """A line that a program in a terminal can be reached by."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.settimeout(PATIENCE)
        listening.bind(str(file))
        listening.listen()
        yield Line((sys.executable, "-S", "-E", str(Path(__file__).with_name("shower.py")), str(file)), listening)


def difference(recording: Recording, plain: RealTerminal, ours: RealTerminal) -> str:
    """The first difference between what the whole shows and what the changes show; empty if there is none."""
    for start in range(0, len(recording.steps), STEPS_BETWEEN_CAPTURES):
        steps = recording.steps[start : start + STEPS_BETWEEN_CAPTURES]
        plain.show("".join(step.plain for step in steps))
        ours.show("".join(step.ours for step in steps))
        expected, found = plain.captured(), ours.captured()
        for y, lines in enumerate(zip(expected, found, strict=True)):
            for x, (one, other) in enumerate(zip(*lines, strict=True)):
                if one != other:
                    return f"{one} ≠ {other} in line {y}, column {x} after {recording.way_to(start + len(steps) - 1)}"
    return ""


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def read(written: str, size: Size) -> Shown:
    """Every cell of a screen that was cleared and then written on."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(written)
    return shown(screen)


def read_lines(captured: str, size: Size) -> Shown:
    """Every cell of what was captured line by line."""
    return read("".join(f"\x1b[{y};1H{line}" for y, line in enumerate(captured.split("\n")[: size[1]], 1)), size)
