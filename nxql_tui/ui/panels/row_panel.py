"""One row, a field a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from nxql_tui.ui.cell_display import CUT_SIGN
from nxql_tui.ui.cell_words import cell_lines, readable_form, type_words
from nxql_tui.ui.empty_words import NO_SUCH_FIELD
from nxql_tui.ui.keymap.answer import ROW_PANEL
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.panels.following_panel import FollowingPanel
from nxql_tui.ui.widgets.headed_list import HeadedList, ListRow
from nxql_tui.ui.widgets.search_input import SearchInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key

    from nxql_tui.results.columns import ResultColumn
    from nxql_tui.ui.tabs.panel_place import ReadingPlace
    from nxql_tui.wire.cells import TextCell

_WIDEST_NAME = 28
_SHARE_OF_NAMES = 0.4
"""Of the width of the panel, at most."""
_SIGN_WIDTH = 2
"""What the list puts before a line."""
_LONGEST_VALUE = 400
"""Characters of a value that a line could show."""
_MOST_ITEMS = 50
"""Items of a list that are shown in the row; space shows all."""


class RowPanel(FollowingPanel, can_focus=True):
    """Field, value, type; searched as one types."""

    DEFAULT_CSS = """
    RowPanel SearchInput { display: none; background: $field; }
    RowPanel.-searching SearchInput { display: block; }
    RowPanel HeadedList { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(ROW_PANEL)

    keys_here = "{row.search} search  {panel.copy} copy  {panel.next_row}/{panel.previous_row} row"
    command = "answer.row"

    @dataclass
    class CellRequested(Message):
        """The user wants to see the whole cell of a column."""

        column: int

    def __init__(self) -> None:
        super().__init__()
        self._place: ReadingPlace | None = None

    def compose(self) -> ComposeResult:
        """The search, hidden until it is used, and the fields."""
        yield SearchInput(compact=True, id="row-search", placeholder="name or value", select_on_focus=False)
        yield HeadedList(id="fields")

    def take_keys(self) -> None:
        """Move among the fields."""
        self.screen.set_focus(self)

    @property
    def copied_column(self) -> int | None:
        """That of the highlighted field."""
        subject = self._list.subject
        return subject if isinstance(subject, int) else None

    @property
    def _list(self) -> HeadedList:
        return self.query_one(HeadedList)

    def follow(self, place: ReadingPlace) -> None:
        """Show the row of the cursor and highlight its field."""
        self._place = place
        self._show(place.column)

    def on_resize(self) -> None:
        """Lay the fields out for the width there is."""
        self._show(self.copied_column)

    def _show(self, column: int | None) -> None:
        place = self._place
        if place is None or place.row >= len(place.page.rows):
            self._list.show([ListRow("There is no row here")])
            return
        row = place.page.rows[place.row]
        wanted = self.query_one(Input).value.strip().casefold() if self.has_class("-searching") else ""
        shown = [
            one for one in place.view.layout.shown(len(row)) if _matches(wanted, place.page.columns[one], row[one])
        ]
        width = self._name_width([place.page.columns[one].name for one in shown])
        room = self.scrollable_content_region.width - _SIGN_WIDTH
        columns, how = place.page.columns, with_keys(self.app, ": {row.cell} shows all")
        rows = [line for one in shown for line in _field_lines(one, columns[one], row[one], width, room, how)]
        at = next((number for number, line in enumerate(rows) if line.subject == column), 0)
        self._list.show(rows or [ListRow(NO_SUCH_FIELD)], place=at)
        self.border_title = Content(f"Row {place.page.first + place.row + 1:,} of {place.page.total:,}")

    def _name_width(self, names: list[str]) -> int:
        widest = max((cell_len(visible_line(name)) for name in names), default=1)
        return min(widest, _WIDEST_NAME, max(8, int(self.scrollable_content_region.width * _SHARE_OF_NAMES)))

    # Keys

    def action_move(self, step: int) -> None:
        """Highlight another field."""
        self._list.move(step)

    def action_turn(self, pages: int) -> None:
        """Move by the height of the list."""
        self._list.turn(pages)

    def action_open_cell(self) -> None:
        """Show the whole cell of the highlighted field."""
        if self.copied_column is not None:
            self.post_message(self.CellRequested(self.copied_column))

    def action_search(self) -> None:
        """Type what the fields must hold."""
        self.add_class("-searching")
        self.screen.set_focus(self.query_one(Input))

    def action_close(self) -> None:
        """Take the search back; else close the panel."""
        if not self.has_class("-searching"):
            super().action_close()
            return
        self.remove_class("-searching")
        self.query_one(Input).value = ""
        self.screen.set_focus(self)
        self._show(self.copied_column)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._show(self.copied_column)

    def on_key(self, event: Key) -> None:
        """Enter ends the typing and keeps what was found."""
        if event.key == "enter" and self.query_one(Input).has_focus:
            event.stop()
            self.screen.set_focus(self)


def _matches(wanted: str, column: ResultColumn, cell: TextCell) -> bool:
    return not wanted or wanted in column.name.casefold() or wanted in (cell or "").casefold()


def _field_lines(
    place: int, column: ResultColumn, cell: TextCell, name_width: int, room: int, how: str
) -> Iterator[ListRow]:
    """A line for the value, and one more for each further item of a list.

    Args:
        place: The column's in the result set.
        column: What is known of it.
        cell: The value.
        name_width: Terminal cells of the names.
        room: Terminal cells of a line. A value goes before its type.
        how: The words behind those of a long list that are not shown.
    """
    shown = None if cell is None else cell[:_LONGEST_VALUE] + CUT_SIGN * (len(cell) > _LONGEST_VALUE)
    lines = cell_lines(shown, column)
    readable = readable_form(cell, column)
    first = f"{_in_width(visible_line(column.name), name_width)}  {lines[0]}" + (f" ({readable})" if readable else "")
    left = room - cell_len(first)
    types = (type_words(column), column.unit or column.type or column.kind.value)
    yield ListRow(first, next((words for words in types if cell_len(words) + 2 <= left), ""), place)
    yield from (ListRow(f"{'':{name_width}}  {line}", "", place) for line in lines[1:_MOST_ITEMS])
    if len(lines) > _MOST_ITEMS:
        yield ListRow(f"{'':{name_width}}  … {len(lines) - _MOST_ITEMS} more{how}", "", place)


def _in_width(name: str, width: int) -> str:
    return set_cell_size(name if cell_len(name) <= width else set_cell_size(name, width - 1) + CUT_SIGN, width)
