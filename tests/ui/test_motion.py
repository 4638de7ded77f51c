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


async def test_what_moves_follows_the_place_of_the_screen_and_the_setting(
    open_explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    async with open_explorer() as explorer:
        app, tab = explorer.app, explorer.app.screen.tab
        assert (app.animation_level, clock_interval(app)) == ("none", CALM_INTERVAL)
        await explorer.ask()
        assert tab._clock._interval == CALM_INTERVAL
        app._usual_animation = "full"
        app.move("full")
        await explorer.ask()
        assert (app.animation_level, tab._clock._interval) == ("full", LIVELY_INTERVAL)
