"""One cell, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from nxql_tui.ui.cell_words import (
    EMPTY_TEXT,
    NO_VALUE,
    cell_items,
    cell_lines,
    long_text,
    moment_in_words,
    readable_form,
    type_words,
)
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.panels.following_panel import FollowingPanel
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.widgets.reading_text import ReadingText
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.ui.tabs.panel_place import ReadingPlace
    from nxql_tui.wire.cells import TextCell

MOST_CHARACTERS = 50_000
"""Characters that are laid out; of a longer cell the rest can be copied."""


class CellPanel(FollowingPanel):
    """Text wrapped with its lines as lines, lists an item a line, numbers with their best unit as well."""

    DEFAULT_CSS = """
    CellPanel ReadingText {
        height: 1fr; scrollbar-size: 1 1; border-left: blank;
        &:focus { border-left: outer $primary; }
    }
    CellPanel Static { height: auto; }
    CellPanel #cell-about { color: $foreground-muted; }
    CellPanel #cell-about.-none { display: none; }
    """

    keys_here = "{panel.copy} copy  {panel.next_row}/{panel.previous_row} row  ←→ column"
    command = "answer.cell"

    def compose(self) -> ComposeResult:
        """The cell above what is known of it."""
        with ReadingText(id="cell-scroll"):
            yield Static(id="cell-text", markup=False)
            yield Static(id="cell-about", markup=False)

    def take_keys(self) -> None:
        """Scroll."""
        self.screen.set_focus(self.query_one("#cell-scroll"))

    def follow(self, place: ReadingPlace) -> None:
        """Show the cell of the cursor."""
        column = place.page.columns[place.column]
        cell = place.page.rows[place.row][place.column] if place.row < len(place.page.rows) else None
        self.border_title = Content(f"{visible_line(column.name)} · {type_words(column)}")
        is_sign = cell is None or not cell.strip()
        text = Text("\n".join(cell_lines(cell, column))) if is_sign else Text(_whole(cell or "", column))
        if is_sign:
            text.stylize("dim")
        self.query_one("#cell-text", Static).update(text)
        about = _about(cell, column, with_keys(self.app, "; {panel.copy} copies all"))
        self.query_one("#cell-about", Static).update(about)
        self.query_one("#cell-about").set_class(not about, "-none")
        self.query_one("#cell-scroll").scroll_home(animate=False)


def _whole(cell: str, column: ResultColumn) -> str:
    return "\n".join(long_text(item, MOST_CHARACTERS) for item in cell_items(cell, column))


def _about(cell: TextCell, column: ResultColumn, how_to_copy: str) -> str:
    if cell is None:
        return NO_VALUE
    if not cell:
        return EMPTY_TEXT
    items = cell_items(cell, column)
    facts = [
        readable_form(cell, column),
        moment_in_words(cell, column),
        count_text(len(items), "item") if len(items) > 1 else "",
        _length(cell) if len(items) == 1 and (len(cell) > 40 or "\n" in cell) else "",
        f"the first {MOST_CHARACTERS:,} are shown{how_to_copy}" if len(cell) > MOST_CHARACTERS else "",
    ]
    return "\n".join(["", *filter(None, facts)]) if any(facts) else ""


def _length(cell: str) -> str:
    lines = cell.count("\n") + 1
    characters = count_text(len(cell), "character")
    return characters if lines == 1 else f"{characters} in {lines:,} lines"
