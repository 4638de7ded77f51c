"""tmux, by its `capture-pane`."""

from __future__ import annotations

import shlex
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from witnesses.showing import BOTH, line_to_a_terminal, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from emulators import Shown

    from witnesses.recording import Size

SETTINGS = 'set -g default-terminal "tmux-256color"\nset -g status off\n'


@dataclass(frozen=True, slots=True)
class Pane:
    """A pane of a window of its own."""

    name: str
    show: Callable[[str], None]
    _tmux: Callable[..., str]
    _size: Size

    def captured(self) -> Shown:
        """All lines, to their ends."""
        return read_lines(self._tmux("capture-pane", "-e", "-N", "-p", "-t", self.name), self._size)


@contextmanager
def two_panes(size: Size, folder: Path, environment: dict[str, str]) -> Iterator[list[Pane]]:
    """A server of our own with two windows of this size; ended behind the block."""
    (folder / "tmux.conf").write_text(SETTINGS)
    server = ("tmux", "-u", "-S", str(folder / "tmux"), "-f", str(folder / "tmux.conf"))

    def tmux(*arguments: str) -> str:
        command = [*server, *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment).stdout

    with ExitStack() as stack:
        stack.callback(subprocess.run, [*server, "kill-server"], check=False, capture_output=True)
        panes = []
        for name in BOTH:
            line = stack.enter_context(line_to_a_terminal(folder / f"{name}.tmux"))
            columns, lines = map(str, size)
            tmux("new-session", "-d", "-s", name, "-x", columns, "-y", lines, f"exec {shlex.join(line.command)}")
            panes.append(Pane(name, stack.enter_context(line.connected()), tmux, size))
        yield panes
