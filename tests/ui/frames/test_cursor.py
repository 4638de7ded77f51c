"""The terminal's cursor stands in the text that has the focus, wherever that comes to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static, TextArea
from waiting import wait_for

from nxql_tui.ui.frames.changed_cells_app import ChangedCellsApp

if TYPE_CHECKING:
    from textual.app import ComposeResult


class LateLineApp(ChangedCellsApp[None]):
    """A text under a line that is not seen at first."""

    def __init__(self, text: Input | TextArea) -> None:
        super().__init__()
        self.line, self.text = Static("line"), text

    def compose(self) -> ComposeResult:
        self.line.display = False
        yield self.line
        yield self.text


@pytest.mark.parametrize("kind", [Input, TextArea])
async def test_the_cursor_goes_with_a_text_that_moves(kind: type[Input | TextArea]) -> None:
    app = LateLineApp(kind())
    async with app.run_test() as pilot:
        app.text.focus()
        await wait_for(pilot, lambda: app.text.has_focus and app.cursor_position == app.text.cursor_screen_offset)
        before = app.cursor_position
        app.line.display = True
        await wait_for(pilot, lambda: app.text.cursor_screen_offset.y == before.y + 1)
        await wait_for(pilot, lambda: app.cursor_position == app.text.cursor_screen_offset)
