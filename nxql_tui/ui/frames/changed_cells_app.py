"""An app that sends the terminal only the cells that changed."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic

from textual.app import App, ReturnType
from textual.widgets import Input, TextArea

from nxql_tui.ui.frames import textual_internals as internals
from nxql_tui.ui.frames.cells import Doubt
from nxql_tui.ui.frames.differences import differences
from nxql_tui.ui.frames.screen_cells import ScreenCells
from nxql_tui.ui.frames.terminal_abilities import erases_in_colour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.events import Resize
    from textual.geometry import Offset
    from textual.screen import Screen

FULL_REPAINT_VARIABLE = "NXQL_TUI_FULL_REPAINT"
"""Set in the environment, every frame is written as Textual writes it."""
_SHORT_FRAME = 256
"""Characters up to which a frame is one write anyway and needs no marks around it."""


class ChangedCellsApp(App[ReturnType], Generic[ReturnType]):
    """Textual repaints regions; this compares each frame with what the terminal shows, cell by cell.

    Whatever is not a row of cells is written as Textual would, and what the terminal shows is forgotten; so it is when
    the size changes and when the terminal comes back from another program. Without a terminal of its own, and on
    Windows, the app is a plain one.
    """

    repaints_fully = os.name == "nt" or bool(os.environ.get(FULL_REPAINT_VARIABLE))
    """Whether frames are written as Textual writes them."""
    _cells: ScreenCells | None = None
    _erases_in_colour = False
    _shown_cursor: Offset | None = None

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        driver = internals.open_driver(self)
        self._look_for_cursor()
        if renderable is None or driver is None or self.repaints_fully:
            super()._display(screen, renderable)
            return
        if self._cells is None:
            self._cells = ScreenCells()
            self._erases_in_colour = erases_in_colour(os.environ.get("TERM", ""))
        try:
            self._take_in(self._cells, renderable)
        except Doubt:
            self._cells.reset(self._cells.width, self._cells.height)
            self._shown_cursor = None
            super()._display(screen, renderable)
            return
        try:
            self._write_frame(self._cells, driver)
        finally:
            self.post_display_hook()

    def _look_for_cursor(self) -> None:
        """Take the cursor to where the text with the focus has it now.

        Textual notes its place when it moves in the text, and not when the text itself gets its place, or another one.
        """
        focused = self.screen.focused if self.screen_stack else None
        if isinstance(focused, (Input, TextArea)):
            self.cursor_position = focused.cursor_screen_offset

    def _take_in(self, cells: ScreenCells, renderable: RenderableType) -> None:
        is_of_this_size = self.size == (cells.width, cells.height)
        if not is_of_this_size and not isinstance(renderable, internals.LayoutUpdate):
            raise Doubt
        cells.apply(renderable, internals.color_system_of(self))

    def _write_frame(self, cells: ScreenCells, driver: Driver) -> None:
        """Write what changed since the last frame, in one piece."""
        text = differences(cells, erases_in_colour=self._erases_in_colour)
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        if not text and cursor == self._shown_cursor:
            return
        internals.note_cursor(self, cursor)
        self._shown_cursor = cursor
        text += f"\x1b[{cursor.y + 1};{cursor.x + 1}H"
        if internals.brackets_frames(self) and len(text) > _SHORT_FRAME:
            text = f"{internals.SYNC_START}{text}{internals.SYNC_END}"
        driver.write(text)
        driver.flush()

    def action_repaint(self) -> None:
        """Paint the whole screen: something else has written on the terminal."""
        driver = internals.open_driver(self)
        if self._cells is None or driver is None or self.repaints_fully:
            self.refresh(layout=True)
            return
        self._forget()
        self._write_frame(self._cells, driver)
        # What was never told, after a frame that was written in another way, comes with a whole one.
        self.refresh(layout=True)

    def _forget(self) -> None:
        if self._cells is not None:
            self._cells.forget()
            self._shown_cursor = None

    async def _on_resize(self, event: Resize) -> None:
        # What an App does with it comes after this, without being called.
        # The driver also tells the size when the program was stopped and goes on.
        self._forget()
        driver = internals.open_driver(self)
        if self._cells is not None and driver is not None and event.size == (self._cells.width, self._cells.height):
            # A new size brings a frame of its own, the same one does not.
            self._write_frame(self._cells, driver)
            self.refresh(layout=True)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal to another program."""
        with super().suspend():
            yield
        self._forget()
