"""The program of this checkout with its own Engine, in a terminal: what the benchmarks of the line look at."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests" / "end_to_end"))

from emulated_terminal import Terminal  # noqa: E402  it lies beside the tests that use it

from nxql_tui.ui.frames.changed_cells_app import FULL_REPAINT_VARIABLE  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TRUECOLOR = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
SIXTEEN_COLOURS = {"TERM": "xterm"}


@contextmanager
def demo(
    line: tuple[str, ...], colours: Mapping[str, str], size: tuple[int, int], *, is_full: bool
) -> Iterator[Terminal]:
    """Start it and wait for its first screen.

    Args:
        line: A command that runs the program, which comes behind it.
        colours: The variables that tell what colours the terminal has.
        size: Columns and lines.
        is_full: Whether every frame is written as Textual writes it.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT),
            "HOME": folder,
            "LANG": "C.UTF-8",
            "SSH_CONNECTION": "127.0.0.1 1 127.0.0.1 2",
            "NXQL_TUI_HOME": f"{folder}/nxql-tui",
            FULL_REPAINT_VARIABLE: "1" if is_full else "",
            **colours,
        }
        program = [*line, sys.executable, "-m", "nxql_tui", "--demo"]
        terminal = Terminal(program, environment, Path(folder), *size)
        try:
            terminal.wait_for("F5 sends the query")
            yield terminal
        finally:
            terminal.close()
