"""The keys one needs most, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.decisions import SHEET
from nxql_tui.ui.keymap.sheet import SheetLine, keys_width, plain_line, sheet_columns
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.reading_text import SCROLLING, ReadingText

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.keymap.chosen_keys import ChosenKeys

_WIDEST = 200
_FRAME_HEIGHT = 3
"""Lines of the screen that are not for keys of the sheet: the border, and the last one."""


class CheatSheetScreen(ModalScreen[None]):
    """Shows as many keys as there is room for; those that matter most scroll where there is not enough."""

    DEFAULT_CSS = """
    CheatSheetScreen { align: center middle; background: transparent; }
    CheatSheetScreen ReadingText {
        width: 100%; max-width: 204; height: auto; max-height: 100%; scrollbar-size: 1 1;
        border: round $primary; background: $surface; padding: 0 0 0 1;
    }
    CheatSheetScreen Static { height: auto; text-wrap: nowrap; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(SHEET)

    def __init__(self, keys: ChosenKeys) -> None:
        """Show these keys."""
        super().__init__()
        self._keys = keys
        self._size_shown = Size()

    def compose(self) -> ComposeResult:
        """All of it in one text."""
        with ReadingText() as panel:
            panel.border_title = "Cheat sheet"
            panel.border_subtitle = Content(with_keys(self.app, SCROLLING))
            # At once: an empty panel before it would travel for nothing.
            yield Static(self._sheet(self.app.size), id="sheet")
        yield KeyLine()

    def on_resize(self, event: events.Resize) -> None:
        """Show as much as there is room for now."""
        if event.size != self._size_shown:
            self.query_one("#sheet", Static).update(self._sheet(event.size))

    def _sheet(self, size: Size) -> Content:
        self._size_shown = size
        width, height = min(size.width, _WIDEST + 4) - 4, size.height - _FRAME_HEIGHT
        columns = sheet_columns(self._keys, width, height)
        column_width = width // len(columns)
        rows = (
            Content.assemble(*(_cell(column, number, column_width) for column in columns))
            for number in range(max(map(len, columns)))
        )
        return Content("\n").join(rows)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()


def _cell(column: tuple[SheetLine, ...], number: int, width: int) -> Content:
    line = column[number] if number < len(column) else SheetLine()
    text = Content(plain_line(line, width).ljust(width))
    if line.keys:
        return text.stylize("bold", 0, max(keys_width(width), len(line.keys)))
    return text.stylize("bold $primary")
