"""What a terminal gets beside the cells: the mouse, the bell, nothing for a window that is left, no blank screens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WINDOW_LEFT, WINDOW_ENTERED = "\x1b[O", "\x1b[I"
"""What terminals send that tell of the focus of their window."""
KNOWS_SYNCHRONISED_OUTPUT = b"\x1b[?2026;2$y"
"""The answer of a terminal that shows what stands between two marks at once."""
_CONTROL_STRING = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)")
_MOUSE = re.compile(rb"\x1b\[\?(?:1000|1003|1006)([hl])")
_ERASES_MUCH = re.compile(rb"\x1b\[[0-3]?J")


def _bells(data: bytes) -> int:
    return _CONTROL_STRING.sub(b"", data).count(b"\x07")


def test_a_window_that_is_left_costs_nothing_and_another_size_is_one_frame(
    open_terminal: Callable[..., object],
) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.send_bytes(KNOWS_SYNCHRONISED_OUTPUT)
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.sent_by()
    assert terminal.sent_by(WINDOW_LEFT, WINDOW_ENTERED, WINDOW_LEFT) == 0
    begun = len(terminal.raw)
    terminal.resize(100, 30)
    terminal.sent_by()
    frame = terminal.raw[begun:]
    assert not _ERASES_MUCH.search(frame)
    assert frame.startswith(b"\x1b[?2026h")
    assert frame.count(b"\x1b[?2026h") == frame.count(b"\x1b[?2026l") == 1
    # The question was over while the window was elsewhere, and nobody had asked for a bell.
    assert _bells(terminal.raw) == 0


def test_the_bell_rings_once_when_asked_and_the_mouse_comes_and_goes(
    open_terminal: Callable[..., object], home: Path
) -> None:
    settings = home / "config" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('bell = "elsewhere"\nbell_seconds = 0\nmouse = false\n')
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    assert not _MOUSE.search(terminal.raw)
    terminal.press(WINDOW_LEFT, "f5")
    terminal.wait_for("complete")
    assert _bells(terminal.raw) == 1
    terminal.press(WINDOW_ENTERED, "f5")
    terminal.wait_for("complete")
    for said, letter in (("The explorer has the mouse", b"h"), ("The terminal has the mouse", b"l")):
        begun = len(terminal.raw)
        terminal.press("\x1bz")
        terminal.wait_for(said)
        assert _MOUSE.findall(terminal.raw[begun:]) == [letter] * 3
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert _bells(terminal.raw) == 1
