"""Random walks through the real explorer."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import textual.app
import textual.pilot
from emulators import afresh
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.drivers import headless_driver

from nxql_tui.ui.frames import changed_cells_app
from nxql_tui.ui.frames.changed_cells_app import ChangedCellsApp
from nxql_tui.ui.frames.looks import PLAIN, transition
from nxql_tui.ui.frames.screen_cells import ScreenCells
from witnesses.recording import PREPARATION, Recording, Size, Step

if TYPE_CHECKING:
    import pytest
    from textual.screen import Screen
    from textual.strip import Strip

SIZES = ((80, 24), (100, 30), (61, 17))
SHARE_OF_RESIZES, SHARE_OF_EXCURSIONS = 0.05, 0.5
LONGEST_STAY = 4
"""Steps after which another screen than the workbench has been seen."""
KEYS = (
    *("down", "up", "right", "left", "pagedown", "pageup", "home", "end", "tab", "shift+tab", "enter", "space"),
    *("f4", "f5", "f6", "f7", "f12", "ctrl+n", "ctrl+pagedown", "ctrl+f", "ctrl+l", "ctrl+space", "backspace"),
    *("s", "S", "=", "/", "]", "[", "{", "}", "h", "l", "v", "m", "p", "x", "c", "g", "y", "u", "w", "-", "!", "H"),
    *("é", "日", "💻", "e\u0301", "escape", "escape", "escape"),
)
EXCURSIONS = (
    *(
        ("f1", "pagedown"),
        ("f1", "down", "end"),
        ("f10", "t", "h"),
        ("f10", "down", "down"),
        ("f9",),
        ("f9", "tab", "é"),
    ),
    *(("f2", "down", "enter"), ("f2", "d", "e", "v", "down"), ("f3", "down", "down"), ("f3", "tab"), ("f8", "down")),
    *(("f8", "tab", "right"), ("f6", "enter", "down", "n"), ("f6", "=", "right", "down"), ("f6", "c", "space")),
    *(
        (
            "f6",
            "y",
        ),
        ("f6", "/", "日"),
        ("f6", "g"),
        ("f6", "d"),
        ("ctrl+n", "日", "本"),
        ("shift+f6", "right"),
    ),
    *(("f10", *"sett", "enter", "down"), ("f10", *"them", "enter", "down", "down", "enter"), ("f10", *"doct", "enter")),
)
"""Ways to what one key alone does not show."""
WAYS_OUT = (("escape", "escape"), ("escape", "enter"), ("escape", "tab", "enter"))
QUERY = '(select (name device_type) (from device (where device (ne name "日本 💻 e\u0301")))(limit 200))'


STEPS = 150
STEPS_OF_ONE_SIZE = 75
"""How many there are before the size changes for the first time: not every witness can change its own."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk begins, and what it is drawn for."""

    size: Size
    color_system: ColorSystem
    terminal: str
    """Its TERM."""
    erases_in_colour: bool
    """What terminfo says of it."""
    theme: str
    seed: int

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return f"{self.size[0]}x{self.size[1]}-{self.color_system.name}-{self.terminal}"


XTERM_WALK = Walk((80, 24), ColorSystem.TRUECOLOR, "xterm-256color", True, "nxql-dark", 1)
TMUX_WALK = Walk((110, 32), ColorSystem.EIGHT_BIT, "tmux-256color", False, "nxql-light", 2)
SCREEN_WALK = Walk((60, 16), ColorSystem.STANDARD, "screen-256color", False, "ansi-16", 3)
WALKS = (XTERM_WALK, TMUX_WALK, SCREEN_WALK)


class Recorder:
    """Stands where the terminal would be, and takes down what is written: all, and what changed."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self.plain, self.ours = [PREPARATION], [PREPARATION]
        self.painted: Size = (0, 0)
        """The size of the last frame that was a whole one."""
        self._halves: set[tuple[int, int]] = set()
        """Columns and lines of what is left of wide characters."""
        self._written_by: list[list[str]] = [self.plain, self.ours]

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of the terminal in every app that starts from now on."""
        recorder, real = self, ChangedCellsApp._display

        class RecordingDriver(headless_driver.HeadlessDriver):
            is_headless = False

            def write(self, data: str) -> None:
                for written in recorder._written_by:
                    written.append(data)

        def display(app: ChangedCellsApp[Any], screen: Screen[object], renderable: Any) -> None:
            app.console._color_system = recorder._walk.color_system
            app._sync_available = True
            # Where the cursor is does not depend on how a frame is written.
            app._look_for_cursor()
            frame = afresh(renderable) if isinstance(renderable, LayoutUpdate | ChopsUpdate) else renderable
            if isinstance(frame, LayoutUpdate):
                recorder.painted = frame.region.bottom_right
            recorder._written_by = [recorder.plain]
            App._display(app, screen, frame)
            recorder._written_by = [recorder.ours]
            real(app, screen, frame)
            recorder._written_by = [recorder.plain, recorder.ours]
            if app._cells is not None:
                recorder.plain.append(recorder._blanks_for_halves(app._cells))

        monkeypatch.setattr(headless_driver, "HeadlessDriver", RecordingDriver)
        monkeypatch.setattr(changed_cells_app, "erases_in_colour", lambda _name: recorder._walk.erases_in_colour)
        monkeypatch.setattr(ChangedCellsApp, "_display", display)
        self._note_halves(monkeypatch)

    def _note_halves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Note where a wide character is cut in two by what is put beside it."""
        real = ScreenCells._put

        def put(cells: ScreenCells, x: int, y: int, strip: Strip, color_system: ColorSystem) -> int:
            before = cells.want[y][:]
            end = real(cells, x, y, strip, color_system)
            for place in (x - 1, end):
                if 0 <= place < cells.width and cells.want[y][place] != before[place]:
                    self._halves.add((place, y))
            return end

        monkeypatch.setattr(ScreenCells, "_put", put)

    def _blanks_for_halves(self, cells: ScreenCells) -> str:
        """What makes a terminal that gets everything show the blanks that Textual would show in a whole frame.

        Of a wide character of which one half is written over each terminal leaves something else.
        """
        written = []
        for x, y in self._halves:
            cell = cells.want[y][x] if y < cells.height and x < cells.width else None
            if cell is not None and cell[0] == " ":
                written.append(f"\x1b7\x1b[{y + 1};{x + 1}H{transition(PLAIN, cell[1])[0]} \x1b[m\x1b8")
        self._halves.clear()
        return "".join(written)

    def step(self, done: str, screen: str, size: Size) -> Step:
        """All that was written since the last step."""
        step = Step(done, screen, size, "".join(self.plain), "".join(self.ours))
        self.plain.clear()
        self.ours.clear()
        return step


async def record(walk: Walk, open_explorer: Any, monkeypatch: pytest.MonkeyPatch) -> Recording:
    """Walk, and say what was written."""
    recorder = Recorder(walk)
    recorder.install(monkeypatch)
    monkeypatch.setenv("TERM", walk.terminal)
    for multiplexer in ("TMUX", "STY"):
        monkeypatch.delenv(multiplexer, raising=False)
    # Nobody needs to wait until all is at rest: whatever comes later is part of a later step.
    monkeypatch.setattr(textual.app, "wait_for_idle", lambda _seconds: asyncio.sleep(0))
    monkeypatch.setattr(textual.pilot, "wait_for_idle", lambda _seconds: asyncio.sleep(0))
    chance, size, steps = random.Random(walk.seed), walk.size, []
    async with open_explorer(size=size, query=QUERY) as explorer:
        explorer.app.theme = walk.theme
        await explorer.ask()
        steps.append(recorder.step("f5", shown_by(explorer), size))
        ahead: list[str] = []
        excursions: list[tuple[str, ...]] = []
        while len(steps) < STEPS:
            excursions = excursions or chance.sample(EXCURSIONS, len(EXCURSIONS))
            ahead = ahead or some_keys(chance, excursions, steps)
            if len(steps) >= STEPS_OF_ONE_SIZE and chance.random() < SHARE_OF_RESIZES:
                size = chance.choice([other for other in SIZES if other != size])
                await explorer.pilot.resize_terminal(*size)
                # Until all is painted again what is to be seen depends on what a terminal makes of another size.
                await explorer.wait_for(lambda size=size: recorder.painted == size)
                done = f"{size[0]}x{size[1]}"
            else:
                done = ahead.pop(0)
                await explorer.pilot.press(done)
                await explorer.wait_for(lambda: explorer.app.has_read_all)
            await explorer.pilot.pause()
            steps.append(recorder.step(done, shown_by(explorer), size))
    return Recording(tuple(steps))


def shown_by(explorer: Any) -> str:
    """The name of the screen on top."""
    return type(explorer.app.screen).__name__


def some_keys(chance: random.Random, excursions: list[tuple[str, ...]], steps: list[Step]) -> list[str]:
    """What to press next: from the workbench to what it leads to, there this and that, and out again."""
    is_on_workbench = steps[-1].screen == "WorkbenchScreen"
    if is_on_workbench and chance.random() < SHARE_OF_EXCURSIONS:
        return [*excursions.pop()]
    if not is_on_workbench and all(step.screen == steps[-1].screen for step in steps[-LONGEST_STAY:]):
        return [*chance.choice(WAYS_OUT)]
    return [chance.choice(KEYS)]
