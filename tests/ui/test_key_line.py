"""The last line names the keys that work now, and is as good as them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nxql_tui.ui.screens.help import HelpScreen
from nxql_tui.ui.widgets.key_line import KeyLine


@pytest.mark.parametrize("columns", [60, 80])
async def test_no_key_is_cut(open_explorer, columns: int) -> None:
    async with open_explorer(size=(columns, 24)) as explorer:
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.hints)
        shown = line.render().plain
        assert len(shown) == columns - 1
        assert shown.startswith("F5 Send ")
        assert shown.endswith(" ▏F10 Palette")
        placed = sorted(line.placed(), key=lambda one: one.start)
        for one in placed:
            assert shown[one.start :].startswith(f"{one.hint.shown} {one.hint.words}")
        assert all(one.start + one.hint.width < other.start for one, other in pairwise(placed))


async def test_a_click_is_as_good_as_the_key(open_explorer) -> None:
    async with open_explorer() as explorer:
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.hints)
        place = next(one.start for one in line.placed() if one.hint.words == "Help")
        await explorer.pilot.click(KeyLine, offset=(place, 0))
        await explorer.wait_for(lambda: isinstance(explorer.app.screen, HelpScreen))


async def test_a_click_between_keys_does_nothing(open_explorer) -> None:
    async with open_explorer() as explorer:
        line = explorer.widget("KeyLine")
        await explorer.wait_for(lambda: line.hints)
        palette = next(one.start for one in line.placed() if one.hint.words == "Palette")
        await explorer.pilot.click(KeyLine, offset=(palette - 3, 0))
        assert len(explorer.app.screen_stack) == 1
