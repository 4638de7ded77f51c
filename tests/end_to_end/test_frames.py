"""What goes to a real terminal: only what changed, and all of it when asked."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

from nxql_tui.ui.frames.changed_cells_app import FULL_REPAINT_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pytest

FIRST_PAINT_BUDGET = 5_000
"""Bytes at 80×24."""
BUDGETS = (
    (150, ("down", "right")),
    (1_300, ("]", "s")),
    (1_500, ("f6", "f6")),
    (3_000, ("/", "escape", "f8", "escape", "f10", "escape", "f1", "escape")),
    (4_000, ("enter", "escape")),
)
"""Bytes at 80×24 for each of these keys, pressed in this order."""
STEPS = (
    ("f5",),
    ("down", "right", "s"),
    ("=",),
    # Alone: with what follows it at once it would be the beginning of another key.
    ("escape",),
    ("f8",),
)


def test_each_action_stays_in_the_budget_of_the_line(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.settle()
    assert len(terminal.raw) <= FIRST_PAINT_BUDGET
    terminal.press("f5")
    terminal.wait_for(r"s Sort")
    terminal.settle()
    sent = [(key, terminal.sent_by(key), budget) for budget, keys in BUDGETS for key in keys]
    assert [(key, size) for key, size, budget in sent if size > budget] == []


def test_what_another_program_wrote_is_painted_over(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.settle()
    before = terminal.text
    terminal.show(b"\x1b[3;1HBroadcast message from root: the host goes down")
    assert "Broadcast" in terminal.text
    terminal.press("ctrl+l")
    terminal.wait_until_gone("Broadcast")
    assert terminal.text == before


def test_the_screen_comes_back_when_the_program_was_stopped(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.settle()
    before = terminal.text
    terminal.signal(signal.SIGTSTP)
    terminal.settle()
    terminal.show(b"\x1b[2J\x1b[H$ ls\r\n")
    terminal.signal(signal.SIGCONT)
    terminal.wait_for("F5 sends the query")
    terminal.settle()
    assert terminal.text == before


def test_another_size_is_painted_whole(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.settle()
    before = terminal.text
    terminal.resize(120, 40)
    terminal.wait_for(r"F10 Palette")
    terminal.settle()
    terminal.resize(80, 24)
    terminal.settle()
    assert terminal.text == before


def test_written_in_full_or_not_the_screen_is_the_same(
    open_terminal: Callable[..., object], terminal_environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, sizes = [], []
    for full in ("", "1"):
        monkeypatch.setitem(terminal_environment, FULL_REPAINT_VARIABLE, full)
        terminal = open_terminal("--demo")
        terminal.wait_for("F5 sends the query")
        terminal.settle()
        for keys in STEPS:
            terminal.sent_by(*keys)
        # The port, times and their like differ from run to run.
        texts.append(re.sub(r"\d+", "9", terminal.text))
        sizes.append(len(terminal.raw))
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert texts[0] == texts[1]
    assert sizes[0] < sizes[1] / 4


def test_the_window_says_who_is_asked_and_has_its_own_title_again_afterwards(
    open_terminal: Callable[..., object],
) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    kept, titled, given_back = (
        terminal.raw.find(sequence) for sequence in (b"\x1b[22;2t", b"\x1b]2;demo", b"\x1b[23;2t")
    )
    assert 0 <= kept < titled < given_back


def test_the_palette_leads_to_the_shell_and_back(open_terminal: Callable[..., object]) -> None:
    terminal = open_terminal("--demo")
    terminal.wait_for("F5 sends the query")
    terminal.press("f10")
    terminal.wait_for("Search for commands")
    terminal.press("suspend")
    terminal.wait_for("fg brings the explorer back")
    terminal.press("enter")
    terminal.wait_until_stopped()
    terminal.signal(signal.SIGCONT)
    terminal.wait_for("F5 sends the query")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
