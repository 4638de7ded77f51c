"""GNU screen, by its `hardcopy` for the text and by what it redraws for colours and attributes."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import pexpect

from witnesses.showing import BOTH, PATIENCE, line_to_a_terminal, read, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from emulators import Shown

    from witnesses.recording import Size

SETTINGS = "startup_message off\nterm screen-256color\ndefutf8 on\ndeflogin off\naltscreen on\ndefobuflimit 10000000\n"
REDRAW = "\x01l"
"""The keys that make it draw all that it knows."""
CLEARED = "\x1b[2J"
"""How what is redrawn begins."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session of its own, in a terminal that takes down what it draws."""

    show: Callable[[str], None]
    _outer: pexpect.spawn
    _screen: Callable[..., None]
    _copy: Path
    _size: Size
    _looks: Iterator[int] = field(default_factory=count)

    def captured(self) -> Shown:
        """What it draws of all that it knows, and behind each line what it says that its text is."""
        self._drawn()
        self._outer.send(REDRAW)
        drawn = ""
        while CLEARED not in drawn:
            drawn += self._drawn()
        cells = read(drawn.rpartition(CLEARED)[2], self._size)
        return [[*line, (text,)] for line, text in zip(cells, self._hard_copy(), strict=True)]

    def _drawn(self) -> str:
        """What it has drawn since the last look; a title that goes through it behind all of that marks the end."""
        title = f"\x1b]2;{next(self._looks)} looks\a"
        self.show(title)
        self._outer.expect_exact(title)
        return str(self._outer.before)

    def _hard_copy(self) -> list[bytes]:
        """Its lines, of each character the last byte of its number."""
        self._copy.unlink(missing_ok=True)
        self._screen("hardcopy", str(self._copy))
        wait_until(lambda: self._copy.exists() and self._copy.read_bytes().count(b"\n") >= self._size[1])
        return self._copy.read_bytes().splitlines()


@contextmanager
def two_sessions(size: Size, folder: Path, environment: dict[str, str]) -> Iterator[list[Session]]:
    """Two sessions of this size; ended behind the block."""
    (folder / "screenrc").write_text(SETTINGS)
    sessions = folder / "sessions"
    sessions.mkdir(mode=0o700)
    environment = {**environment, "SCREENDIR": str(sessions)}
    with ExitStack() as stack:
        found = []
        for name in BOTH:

            def screen(*arguments: str, name: str = name) -> None:
                command = ["screen", "-S", name, "-X", *arguments]
                subprocess.run(command, check=True, capture_output=True, env=environment)

            line = stack.enter_context(line_to_a_terminal(folder / f"{name}.screen"))
            outer = pexpect.spawn(
                "screen",
                ["-c", str(folder / "screenrc"), "-U", "-S", name, *line.command],
                dimensions=(size[1], size[0]),
                env=environment,
                encoding="utf-8",
                timeout=PATIENCE,
            )
            outer.delaybeforesend = None
            stack.callback(outer.close, force=True)
            show = stack.enter_context(line.connected())
            stack.callback(outer.expect, pexpect.EOF)
            stack.callback(screen, "quit")
            found.append(Session(show, outer, screen, folder / f"{name}.copy", size))
        yield found
