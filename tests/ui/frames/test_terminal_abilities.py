from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from nxql_tui.ui.frames.terminal_abilities import erases_in_colour
print(erases_in_colour(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no terminfo")
@pytest.mark.parametrize(
    ("terminal", "does"),
    [
        ("xterm-256color", True),
        ("linux", True),
        ("tmux-256color", False),
        ("screen-256color", False),
        ("vt220", False),
        ("a-terminal-that-nobody-knows", False),
        ("", False),
    ],
)
def test_terminfo_says_whether_erased_cells_take_the_colour(terminal: str, does: bool) -> None:
    # A process asks terminfo once.
    found = subprocess.run([sys.executable, "-c", PROGRAM, terminal], check=True, capture_output=True, text=True)
    assert found.stdout == f"{does}\n"
