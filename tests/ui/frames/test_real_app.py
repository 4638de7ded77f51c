"""Random walks through the real explorer: what changed, sent alone, shows the screen that Textual meant."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from emulators import Terminals
from rich.color import ColorSystem

from nxql_tui.ui.frames.changed_cells_app import ChangedCellsApp

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 60
SIZES = [(80, 24), (100, 30), (61, 17)]
KEYS = (
    *("down", "up", "right", "left", "pagedown", "pageup", "home", "end", "tab", "shift+tab", "enter", "escape"),
    *("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "ctrl+n", "ctrl+pagedown", "ctrl+f"),
    *("s", "S", "=", "/", "]", "[", "h", "v", "m", "p", "x", "é", "日", "💻", "space", "backspace", "escape", "escape"),
)
QUERY = '(select (name device_type) (from device (where device (ne name "日本 💻 e\u0301")))(limit 200))'


@pytest.fixture
def terminals(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path: Path) -> Terminals:
    # A walk may come to export something.
    monkeypatch.chdir(tmp_path)
    size, color_system, erases_in_colour = request.param
    both = Terminals(*size, color_system, erases_in_colour=erases_in_colour)
    real = ChangedCellsApp._display

    def record(self, screen, renderable) -> None:
        both.take(renderable, self.console)
        real(self, screen, renderable)

    monkeypatch.setattr(ChangedCellsApp, "_display", record)
    return both


@pytest.mark.parametrize(
    ("terminals", "seed"),
    [
        pytest.param(((80, 24), ColorSystem.TRUECOLOR, True), 1, id="80x24, erasing"),
        pytest.param(((120, 40), ColorSystem.STANDARD, False), 2, id="120x40 in 16 colours"),
        pytest.param(((60, 16), ColorSystem.EIGHT_BIT, True), 3, id="60x16 in 256 colours, erasing"),
    ],
    indirect=["terminals"],
)
async def test_every_frame_shows_what_textual_meant(open_explorer, terminals: Terminals, seed: int) -> None:
    walk = random.Random(seed)
    size = (terminals.plain.columns, terminals.plain.lines)
    async with open_explorer(size=size, query=QUERY) as explorer:
        await explorer.ask()
        taken: list[str] = []
        for _ in range(STEPS):
            if walk.random() < 0.05:
                size = walk.choice([other for other in SIZES if other != size])
                terminals.resize(*size)
                await explorer.pilot.resize_terminal(*size)
                taken.append(f"{size}")
            else:
                taken.append(walk.choice(KEYS))
                await explorer.pilot.press(taken[-1])
            await explorer.pilot.pause()
            terminals.assert_alike(taken)
    assert terminals.doubts == 0
    assert terminals.written < terminals.written_plainly / 3
