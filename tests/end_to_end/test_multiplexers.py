"""The explorer inside real multiplexers: what is copied gets where it can be pasted."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulated_terminal import Terminal

PATIENCE = 30.0

needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")
needs_screen = pytest.mark.skipif(not shutil.which("screen"), reason="GNU screen is not installed")


@pytest.fixture
def tmux(terminal_environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A tmux server of our own that takes what programs copy; ended with the test."""
    settings = tmp_path / "tmux.conf"
    settings.write_text('set -g set-clipboard on\nset -g default-terminal "tmux-256color"\n')
    socket = str(tmp_path / "tmux")

    def run(*arguments: str) -> str:
        command = ["tmux", "-S", socket, "-f", str(settings), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=terminal_environment).stdout

    yield run
    subprocess.run(["tmux", "-S", socket, "kill-server"], check=False, capture_output=True)


def copy_cell(terminal: Terminal) -> str:
    """Ask, copy the first cell, and say what it was."""
    terminal.wait_for("F5 sends the query")
    terminal.press("f5")
    terminal.wait_for("complete")
    terminal.wait_for("s Sort")
    (name, *_) = re.findall(r"NXT-\w+-\w+", terminal.text)
    terminal.press("y")
    terminal.wait_for("Copy")
    terminal.press("enter")
    terminal.wait_for(r"sent to")
    return name


@needs_tmux
def test_what_is_copied_is_in_the_buffer_of_tmux(
    open_program: Callable[..., Terminal], installed_program: Path, tmux: Callable[..., str], tmp_path: Path
) -> None:
    arguments = ("tmux", "-S", str(tmp_path / "tmux"), "-f", str(tmp_path / "tmux.conf"), "new-session")
    terminal = open_program(*arguments, f"{installed_program} --demo")
    name = copy_cell(terminal)
    terminal.wait_for("set-clipboard on")
    assert tmux("show-buffer").strip() == name
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


@needs_tmux
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_terminal_that_is_closed_leaves_nothing_running(
    installed_program: Path, terminal_environment: dict[str, str], tmux: Callable[..., str], unbuffered: str
) -> None:
    # Unbuffered every single write fails, not just one now and then.
    terminal_environment["PYTHONUNBUFFERED"] = unbuffered
    tmux("new-session", "-d", "-x", "80", "-y", "24", f"exec {installed_program}")
    deadline = time.monotonic() + PATIENCE
    # At rest: a program in the middle of its start ends in another way.
    while "this session only" not in tmux("capture-pane", "-p") and time.monotonic() < deadline:
        time.sleep(0.05)
    (process,) = tmux("list-panes", "-F", "#{pane_pid}").split()
    tmux("send-keys", "abc")
    while "abc" not in tmux("capture-pane", "-p") and time.monotonic() < deadline:
        time.sleep(0.05)
    tmux("kill-server")
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{process}").exists()


@needs_screen
def test_what_is_copied_goes_through_screen_to_the_terminal(
    open_program: Callable[..., Terminal], installed_program: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "screenrc"
    settings.write_text("startup_message off\nterm screen-256color\ndefutf8 on\n")
    terminal = open_program("screen", "-c", str(settings), "-U", str(installed_program), "--demo")
    name = copy_cell(terminal)
    terminal.settle()
    copied = [
        base64.b64decode(text).decode() for text in re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", terminal.raw)
    ]
    assert copied == [name]
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
