"""Random walks through the real explorer: what changed, sent alone, shows the screen that Textual meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from witnesses import pyte_screens, xterm_headless
from witnesses.walks import STEPS, WALKS

if TYPE_CHECKING:
    from pathlib import Path

    from witnesses.recording import Recording

FEWEST_SCREENS = 8


def on_every_walk(first: int):
    """Show every walk, from another one on: processes that run such tests at once need not wait for each other."""
    walks = (*WALKS[first:], *WALKS[:first])
    return pytest.mark.parametrize("recording", walks, indirect=True, ids=lambda walk: walk.name)


@on_every_walk(0)
def test_pyte_shows_what_textual_meant_after_every_step(recording: Recording) -> None:
    assert pyte_screens.difference(recording) == ""


@pytest.mark.skipif(not xterm_headless.is_installed(), reason=xterm_headless.WHAT_IS_MISSING)
@on_every_walk(1)
def test_xterm_js_shows_what_textual_meant_after_every_step(recording: Recording, tmp_path: Path) -> None:
    assert xterm_headless.difference(recording, tmp_path / "steps") == ""


@on_every_walk(2)
def test_a_long_walk_through_many_screens_costs_a_fraction(recording: Recording) -> None:
    assert len(recording.steps) == STEPS
    assert len(recording.screens) >= FEWEST_SCREENS
    plain, ours = (sum(len(getattr(step, kind)) for step in recording.steps) for kind in ("plain", "ours"))
    assert ours < plain / 4
