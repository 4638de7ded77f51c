"""xterm on a display that nobody sees, by its printer and by what is to be seen of it."""

from __future__ import annotations

import os
import struct
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING
from zlib import crc32

from witnesses.showing import BOTH, line_to_a_terminal, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from emulators import Shown

    from witnesses.recording import Size

LEFT_EDGES = (0, 1200)
"""Where on the display the two windows stand."""
CELL_WIDTH, CELL_HEIGHT = 6, 13
"""Pixels of the font that every X server has, which it calls "fixed"."""
PRINT_SCREEN = "\x1b[i"
MARK = "\x1b7\x1b[H\x1b[48;2;{red};0;255m \x1b8"
"""A corner of a colour that nothing else has: when it is to be seen, so is all that was drawn before."""
OPTIONS = ("-u8", "-fn", "fixed", "-b", "0", "-bw", "0", "+sb")
RESOURCES = ("printAttributes: 0", "printerAutoClose: true", "printerFormFeed: false")


@dataclass(frozen=True, slots=True)
class Picture:
    """What a display shows now, from the file in which Xvfb keeps it."""

    _data: bytes
    _start: int
    _bytes_per_line: int
    _bytes_per_pixel: int

    def rectangle(self, left: int, top: int, width: int, height: int) -> bytes:
        """The pixels of a rectangle, line by line."""
        start = self._start + top * self._bytes_per_line + left * self._bytes_per_pixel
        ends = range(start, start + height * self._bytes_per_line, self._bytes_per_line)
        return b"".join(self._data[place : place + width * self._bytes_per_pixel] for place in ends)

    def color(self, left: int, top: int) -> tuple[int, ...]:
        """Red, green and blue of a pixel."""
        return tuple(self.rectangle(left, top, 1, 1)[2::-1])


@dataclass(frozen=True, slots=True)
class Display:
    """A display that nobody sees."""

    name: str
    _file: Path

    def picture(self) -> Picture:
        """Look at it."""
        data = self._file.read_bytes()
        header = struct.unpack(">25I", data[:100])
        header_size, bits_per_pixel, bytes_per_line, colors = header[0], header[11], header[12], header[19]
        return Picture(data, header_size + 12 * colors, bytes_per_line, bits_per_pixel // 8)


@dataclass(frozen=True, slots=True)
class Window:
    """A window of its own."""

    show: Callable[[str], None]
    _display: Display
    _left: int
    _printed: Path
    _size: Size
    _reds: Iterator[int] = field(default_factory=lambda: cycle(range(1, 200)))

    def captured(self) -> Shown:
        """The pixels of each cell but the first, and behind each line the text that is printed of it."""
        text = self._text()
        picture = self._marked_picture()
        columns, lines = self._size
        cells = [[self._pixels(picture, x, y) for x in range(columns)] for y in range(lines)]
        cells[0][0] = (" ",)
        return [[*line, (printed,)] for line, printed in zip(cells, text, strict=True)]

    def _text(self) -> list[str]:
        self.show(PRINT_SCREEN)
        wait_until(self._printed.exists)
        text = [line.rstrip() for line in self._printed.read_text(encoding="utf-8").splitlines()]
        self._printed.unlink()
        # The marked corner, which only one of the two may have painted over.
        return [text[0][1:], *text[1:]]

    def _marked_picture(self) -> Picture:
        red = next(self._reds)
        self.show(MARK.format(red=red))
        wait_until(lambda: self._display.picture().color(self._left, 0) == (red, 0, 255))
        return self._display.picture()

    def _pixels(self, picture: Picture, x: int, y: int) -> tuple[object, ...]:
        # Bold letters and lines reach one pixel into the next cell, where that is not drawn after them.
        left, top = self._left + x * CELL_WIDTH + 1, y * CELL_HEIGHT + 1
        return (crc32(picture.rectangle(left, top, CELL_WIDTH - 1, CELL_HEIGHT - 1)),)


@contextmanager
def display(folder: Path) -> Iterator[Display]:
    """A display that nobody sees; gone behind the block."""
    reading, writing = os.pipe()
    options = ["-nolisten", "tcp", "-nocursor", "-screen", "0", "2400x800x24", "-fbdir", str(folder)]
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *options], pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writing)
        with os.fdopen(reading) as number:
            name = number.readline().strip()
        try:
            yield Display(f":{name}", folder / "Xvfb_screen0")
        finally:
            server.terminate()


@contextmanager
def two_windows(size: Size, folder: Path, environment: dict[str, str]) -> Iterator[list[Window]]:
    """Two windows of this size; closed behind the block."""
    with ExitStack() as stack:
        shown_on = stack.enter_context(display(folder))
        environment = {**environment, "DISPLAY": shown_on.name}
        windows = []
        for name, left in zip(BOTH, LEFT_EDGES, strict=True):
            line, printed = stack.enter_context(line_to_a_terminal(folder / f"{name}.xterm")), folder / f"{name}.print"
            command = f"printerCommand: cat > {printed}.part && mv {printed}.part {printed}"
            resources = [word for resource in (*RESOURCES, command) for word in ("-xrm", f"XTerm*{resource}")]
            process = subprocess.Popen(
                ["xterm", *OPTIONS, "-geometry", f"{size[0]}x{size[1]}+{left}+0", *resources, "-e", *line.command],
                env=environment,
                # Where there are few fonts it says so.
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            windows.append(Window(stack.enter_context(line.connected()), shown_on, left, printed, size))
        yield windows
