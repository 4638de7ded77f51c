"""How much moves."""

from __future__ import annotations

import pytest

from nxql_tui.ui.motion import CALM_INTERVAL, LIVELY_INTERVAL, clock_interval, is_reduced

OVER_SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


@pytest.mark.parametrize(
    ("motion", "environment", "reduced"),
    [
        ("auto", {}, False),
        ("auto", OVER_SSH, True),
        ("auto", {"SSH_TTY": "/dev/pts/1"}, True),
        ("full", OVER_SSH, False),
        ("reduced", {}, True),
    ],
)
def test_little_moves_over_ssh_and_where_it_is_wanted(motion: str, environment: dict[str, str], reduced: bool) -> None:
    assert is_reduced(motion, environment) is reduced


async def test_over_ssh_nothing_is_animated_and_clocks_are_calm(open_explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    async with open_explorer() as explorer:
        assert explorer.app.animation_level == "none"
        assert clock_interval(explorer.app) == CALM_INTERVAL
        await explorer.ask()
        assert explorer.app.screen.tab._clock._interval == CALM_INTERVAL


async def test_a_setting_that_is_changed_holds_from_the_next_question_on(open_explorer) -> None:
    async with open_explorer() as explorer:
        explorer.app._usual_animation = "full"
        explorer.app.move("full")
        assert (explorer.app.animation_level, clock_interval(explorer.app)) == ("full", LIVELY_INTERVAL)
        await explorer.ask()
        assert explorer.app.screen.tab._clock._interval == LIVELY_INTERVAL
        explorer.app.move("reduced")
        await explorer.ask()
        assert explorer.app.animation_level == "none"
        assert explorer.app.screen.tab._clock._interval == CALM_INTERVAL
