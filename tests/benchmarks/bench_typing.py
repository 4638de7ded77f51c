"""What a typed letter costs in a long query, and what it sends: `python bench_typing.py [LINES…]`.

Each letter goes through the whole app, once with a bare `TextArea` that holds the same text, once with our editor with
its colours, marks and completion, once with the whole explorer. Prints CPU milliseconds a letter beside each other;
asserts nothing about time.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from statistics import median
from typing import TYPE_CHECKING

from textual.widgets import TextArea

from nxql_tui.nxql.completion.complete import complete
from nxql_tui.paths import find_paths
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.editor.writing_area import WritingArea
from nxql_tui.ui.start import ExplorerStart
from nxql_tui.ui.themed_app import ThemedApp

if TYPE_CHECKING:
    from textual.app import App, ComposeResult
    from textual.pilot import Pilot

SIZE = (80, 24)
LETTERS = "namename" * 6
HOLE = "(eq )"


def long_query(lines: int) -> str:
    filters = "".join(f'        (where device (eq name (string "NXT-{n}")))\n' for n in range(lines - 4))
    return f"(select (name device_type)\n    (from device\n{filters}        (where device {HOLE}))\n    (limit 100))"


class BareApp(ThemedApp[None]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        area = TextArea(self.text, show_line_numbers=True, soft_wrap=True, compact=True)
        area.styles.max_height = 12
        yield area


class EditorApp(BareApp):
    def compose(self) -> ComposeResult:
        yield WritingArea(self.text)


async def cost_of_letters(pilot: Pilot[object], area: TextArea, text: str) -> float:
    """CPU seconds of the middle one of the letters, all threads of the process together."""
    place = text.rindex(HOLE) + len(HOLE) - 1
    row = text[:place].count("\n")
    area.focus()
    area.move_cursor((row, place - text[:place].rfind("\n") - 1))
    await pilot.pause(0.5)
    times = []
    for letter in LETTERS:
        before = time.process_time()
        await pilot.press(letter)
        times.append(time.process_time() - before)
    return median(times)


async def in_app(app: App[object], text: str) -> float:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.3)
        while len(app.screen_stack) > 1:
            app.pop_screen()
        await pilot.pause(0.3)
        return await cost_of_letters(pilot, app.screen.query(TextArea).first(), text)


def explorer(text: str) -> ExplorerApp:
    os.environ["NXQL_TUI_HOME"] = tempfile.mkdtemp(prefix="bench-typing-")
    return ExplorerApp(ExplorerStart(find_paths(), query=text))


def our_own(text: str) -> float:
    """CPU seconds of our own code for one letter, without a screen: tokens of the line, completion."""
    place = text.rindex(HOLE) + len(HOLE) - 1
    times = []
    for _ in range(20):
        before = time.process_time()
        complete(text, place, platforms={"windows"})
        times.append(time.process_time() - before)
    return median(times)


def main(sizes: list[int]) -> None:
    for lines in sizes:
        text = long_query(lines)
        bare = asyncio.run(in_app(BareApp(text), text))
        ours = asyncio.run(in_app(EditorApp(text), text))
        whole = asyncio.run(in_app(explorer(text), text))
        print(
            f"{lines:5} lines: bare TextArea {bare * 1e3:5.1f} ms a letter, our editor {ours * 1e3:5.1f} ms "
            f"(+{(ours - bare) * 1e3:.1f}), the explorer {whole * 1e3:5.1f} ms; completion alone {our_own(text) * 1e3:.1f} ms"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [5, 500, 2000])
