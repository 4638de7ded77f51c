"""Walks through the real explorer as real terminals show them, by their own captures."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from witnesses.gnu_screen import two_sessions
from witnesses.showing import difference
from witnesses.tmux import two_panes
from witnesses.walks import SCREEN_WALK, TMUX_WALK, WALKS
from witnesses.xterm import two_windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from witnesses.recording import Recording

needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")
needs_screen = pytest.mark.skipif(not shutil.which("screen"), reason="GNU screen is not installed")
needs_xterm = pytest.mark.skipif(
    not (shutil.which("xterm") and shutil.which("Xvfb")), reason="xterm or Xvfb is not installed"
)


def on(*walks):
    """Show these walks: what is written depends on the terminal."""
    return pytest.mark.parametrize("recording", walks, indirect=True, ids=lambda walk: walk.name)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of a short name: that of a socket must not be long."""
    with TemporaryDirectory(prefix="nxql-") as name:
        yield Path(name)


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    """What a terminal is started with."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


@needs_tmux
@on(TMUX_WALK, SCREEN_WALK)
def test_tmux_shows_what_textual_meant(recording: Recording, folder: Path, environment: dict[str, str]) -> None:
    steps = recording.of_one_size
    with two_panes(steps.size, folder, environment) as panes:
        assert difference(steps, *panes) == ""


@needs_screen
@on(SCREEN_WALK, TMUX_WALK)
def test_gnu_screen_shows_what_textual_meant(recording: Recording, folder: Path, environment: dict[str, str]) -> None:
    steps = recording.of_one_size
    with two_sessions(steps.size, folder, environment) as sessions:
        assert difference(steps, *sessions) == ""


@needs_xterm
@on(*WALKS)
def test_xterm_shows_what_textual_meant(recording: Recording, folder: Path, environment: dict[str, str]) -> None:
    steps = recording.of_one_size
    with two_windows(steps.size, folder, environment) as windows:
        assert difference(steps, *windows) == ""
