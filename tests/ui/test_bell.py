"""When the bell rings, and what makes it ring."""

from __future__ import annotations

from itertools import product

import pytest
from textual import events

from nxql_tui.settings import Settings
from nxql_tui.ui.bell import is_to_ring
from nxql_tui.ui.tabs.arrival import Arrival

BELL = "\a"
LONG = 3_600.0


@pytest.mark.parametrize(("is_seen", "is_away"), product((True, False), repeat=2))
def test_nobody_who_has_not_asked_for_the_bell_hears_it(is_seen: bool, is_away: bool) -> None:
    assert not is_to_ring(Settings(), 1_000, is_seen=is_seen, is_away=is_away)


@pytest.mark.parametrize(
    ("seconds", "is_seen", "is_away", "rings"),
    [
        (10, True, True, True),
        (10, False, False, True),
        (10, True, False, False),
        (9.9, False, True, False),
    ],
)
def test_it_rings_for_long_questions_of_somebody_who_looks_elsewhere(
    seconds: float, is_seen: bool, is_away: bool, rings: bool
) -> None:
    settings = Settings(bell="elsewhere", bell_seconds=10)
    assert is_to_ring(settings, seconds, is_seen=is_seen, is_away=is_away) is rings


@pytest.fixture
def bell_settings(paths) -> None:
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text('bell = "elsewhere"\nbell_seconds = 60\n')


async def _rings(explorer, monkeypatch: pytest.MonkeyPatch, query: str) -> int:
    """Ask a question that takes long; returns how often the bell rang."""
    written: list[str] = []
    monkeypatch.setattr(explorer.app._driver, "write", written.append)
    monkeypatch.setattr(Arrival, "seconds", LONG)
    await explorer.ask(query)
    return written.count(BELL)


async def test_it_rings_once_for_an_answer_or_a_failure_that_nobody_looks_at(
    open_explorer, monkeypatch: pytest.MonkeyPatch, bell_settings: None
) -> None:
    async with open_explorer() as explorer:
        explorer.app.post_message(events.AppBlur())
        await explorer.pilot.pause()
        assert await _rings(explorer, monkeypatch, "(select (name) (from device) (limit 1))") == 1
        assert await _rings(explorer, monkeypatch, "(select (nam) (from device) (limit 1))") == 1
        explorer.app.post_message(events.AppFocus())
        await explorer.pilot.pause()
        assert await _rings(explorer, monkeypatch, "(select (name) (from device) (limit 1))") == 0
        assert explorer.app.screen.focused is explorer.app.screen.tab.answer.table
