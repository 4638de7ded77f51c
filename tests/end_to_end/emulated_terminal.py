"""A terminal that a program runs in: a pty with an emulator behind it."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE = 30.0
"""Seconds after which a screen that never comes is a failure; nothing passes or fails by being faster."""

SILENCE = 0.75
"""Seconds after which nothing more is to come: longer than the pause after which a query is checked."""
IDLE_TICKS = 1
"""What an idle program may take in a look at it, of a hundredth of a second each."""

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "ctrl+home": "\x1b[1;5H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
    "backspace": "\x7f",
    "space": " ",
    "ctrl+a": "\x01",
    "ctrl+space": "\x00",
    "ctrl+c": "\x03",
    "ctrl+k": "\x0b",
    "ctrl+l": "\x0c",
    "ctrl+n": "\x0e",
    "ctrl+o": "\x0f",
    "ctrl+q": "\x11",
    "ctrl+r": "\x12",
    "ctrl+u": "\x15",
}

_NOT_FOR_PYTE = re.compile(
    rb"\x1b\[[<>=][0-9;]*[A-Za-z]"
    rb"|\x1b\[\?[0-9;]*\$p"
    rb"|\x1b\](?:52|0|2|8|9|10|11|133)[^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b[PX^_].*?\x1b\\",
    re.DOTALL,
)
"""Sequences that pyte 0.8 takes for text: private modes, queries, titles, links."""


class Terminal:
    """A program in a pty; what it shows is read from an emulator, and waited for by content."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, columns: int, lines: int
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._child = pexpect.spawn(
            arguments[0],
            list(arguments[1:]),
            dimensions=(lines, columns),
            env=dict(environment),
            cwd=str(folder),
            echo=False,
            timeout=5,
        )

    @property
    def text(self) -> str:
        """The screen, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def process(self) -> int:
        """The process id of the program."""
        return int(self._child.pid)

    def read(self, seconds: float) -> bool:
        """Take in what comes within these seconds; whether anything did."""
        try:
            data = self._child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", data))
        return True

    def wait_for(self, pattern: str) -> str:
        """Read until the screen shows the pattern."""
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, self.text):
            if not self.read(0.2) and not self._child.isalive():
                break
            if time.monotonic() > deadline:
                break
        assert re.search(pattern, self.text), f"the screen never showed {pattern!r}:\n{self.text}"
        return self.text

    def wait_for_cursor(self, pattern: str) -> None:
        """Read until the cursor stands in a line like this: what is typed goes where it is."""
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, self._cursor_line) and time.monotonic() < deadline:
            self.read(0.2)
        assert re.search(pattern, self._cursor_line), f"the cursor never came to {pattern!r}:\n{self.text}"

    @property
    def _cursor_line(self) -> str:
        return self._screen.display[self._screen.cursor.y]

    def style_of(self, text: str) -> tuple[object, ...]:
        """How the first character of a text on the screen looks."""
        line = next(number for number, shown in enumerate(self._screen.display) if text in shown)
        return tuple(self._screen.buffer[line][self._screen.display[line].index(text)])

    def press_until_changed(self, text: str, *keys: str) -> None:
        """Send keys and read until a text looks otherwise, as what gets the focus does."""
        self.wait_for(re.escape(text))
        before = self.style_of(text)
        self.press(*keys)
        deadline = time.monotonic() + PATIENCE
        while self.style_of(text) == before and time.monotonic() < deadline:
            self.read(0.2)
        assert self.style_of(text) != before, f"{text!r} never changed:\n{self.text}"

    def wait_until_gone(self, pattern: str) -> None:
        """Read until the screen no longer shows the pattern."""
        deadline = time.monotonic() + PATIENCE
        while re.search(pattern, self.text) and time.monotonic() < deadline:
            self.read(0.2)
        assert not re.search(pattern, self.text), f"the screen still shows {pattern!r}:\n{self.text}"

    def wait_for_bytes(self, sequence: bytes) -> None:
        """Read until the program has sent a sequence."""
        deadline = time.monotonic() + PATIENCE
        while sequence not in self.raw and time.monotonic() < deadline:
            self.read(0.01)
        assert sequence in self.raw, f"never sent {sequence!r}:\n{self.text}"

    @property
    def is_running(self) -> bool:
        """Whether the program has not ended."""
        return bool(self._child.isalive())

    def sent_by(self, *keys: str) -> int:
        """How many bytes the program sends for keys, until it falls silent."""
        before = len(self.raw)
        self.press(*keys)
        self.settle()
        return len(self.raw) - before

    def settle(self) -> None:
        """Read until the program has neither written nor worked for a while.

        On a busy machine what is still to come may take longer than any silence.
        """
        silent_until, worked = time.monotonic() + SILENCE, self._ticks
        while time.monotonic() < silent_until:
            has_written = self.read(0.05)
            before, worked = worked, self._ticks
            if has_written or worked - before > IDLE_TICKS:
                silent_until = time.monotonic() + SILENCE

    def press(self, *keys: str) -> None:
        """Send keys by name, or text as it stands."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def send_bytes(self, data: bytes) -> None:
        """Send bytes that need not be text."""
        os.write(self._child.child_fd, data)

    def show(self, data: bytes) -> None:
        """Show what another program writes on the same terminal."""
        self._stream.feed(data)

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self._child.pid, number)

    def wait_until_stopped(self) -> None:
        """Read until the program is stopped, as by ctrl+z."""
        deadline = time.monotonic() + PATIENCE
        while (state := self._state) != "T" and time.monotonic() < deadline:
            self.read(0.1)
        assert state == "T", f"never stopped:\n{self.text}"

    @property
    def _ticks(self) -> int:
        """The processor time that the program has taken, in the kernel's ticks."""
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    @property
    def _state(self) -> str:
        """The letter that the kernel gives the program's state."""
        return Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()[0]

    def wait_exit(self) -> int:
        """Read until the program has ended; its exit code, or minus the signal that killed it."""
        deadline = time.monotonic() + PATIENCE
        while self._child.isalive() and time.monotonic() < deadline:
            self.read(0.2)
        assert not self._child.isalive(), f"still running:\n{self.text}"
        while self.read(0.05):
            pass
        self._child.close()
        if self._child.exitstatus is not None:
            return int(self._child.exitstatus)
        return -int(self._child.signalstatus or 0)

    def close(self) -> None:
        """End the program if it still runs."""
        if self._child.isalive():
            self._child.kill(signal.SIGKILL)
        self._child.close(force=True)
