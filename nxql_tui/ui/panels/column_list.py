"""All columns of an answer, found by name: to go to one, or to choose those that are seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from nxql_tui.ui.cell_words import type_words
from nxql_tui.ui.empty_words import NO_SUCH_COLUMN
from nxql_tui.ui.keymap.answer import COLUMN_CHOICE, COLUMN_LIST
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.tabs.panel_place import Panel
from nxql_tui.ui.widgets.headed_list import HeadedList, ListRow
from nxql_tui.ui.widgets.search_input import SearchInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.results.view import View
    from nxql_tui.ui.tabs.panel_place import ReadingPlace


_KEYS = "{columns.turn} turns  {columns.turn_found} all  {columns.accept} applies"


class _NameInput(SearchInput):
    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Blanks are left to the list: a part of a name is enough to find it."""
        return key != "space" and super().check_consume_key(key, character)


class ColumnList(Panel):
    """A search over the columns in the order of the reader; those hidden come last, dimmed."""

    DEFAULT_CSS = """
    ColumnList Input { background: $field; }
    ColumnList HeadedList { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(COLUMN_LIST)

    @dataclass
    class ColumnWanted(Message):
        """The user wants the cursor in this column."""

        column: int

    @dataclass
    class ViewChosen(Message):
        """The user has chosen the columns to be seen."""

        view: View

    def __init__(self) -> None:
        super().__init__()
        self.place: ReadingPlace | None = None
        """Where the cursor stands."""
        self._typed = ""

    def compose(self) -> ComposeResult:
        """What to look for, and what was found."""
        yield _NameInput(compact=True, id="column-search", placeholder="name of a column", select_on_focus=False)
        yield HeadedList(id="columns")

    def take_keys(self) -> None:
        """Type a name."""
        self.screen.set_focus(self.query_one(Input))

    def follow(self, place: ReadingPlace) -> None:
        """Show the columns of the answer; the list stays what it is while the cursor moves."""
        before, self.place = self.place, place
        if before is not None and before.result_set is place.result_set:
            return
        self.begin(place)
        self.show(highlighted=place.column)

    def begin(self, place: ReadingPlace) -> None:
        """Take up what the answer shows now."""

    def sign(self, column: int) -> str:  # noqa: ARG002  the other list has signs
        """What stands before the name."""
        return ""

    @property
    def found(self) -> list[int]:
        """The columns whose name holds what was typed."""
        if self.place is None:
            return []
        columns, layout = self.place.page.columns, self.place.view.layout
        shown = layout.shown(len(columns))
        rest = (column for column in range(len(columns)) if column not in {*shown})
        wanted = self._typed.strip().casefold()
        return [column for column in (*shown, *rest) if wanted in columns[column].name.casefold()]

    def show(self, highlighted: int | None = None) -> None:
        """Show what was found; `highlighted` is the column to begin with."""
        if self.place is None:
            return
        columns, hidden = self.place.page.columns, self.place.view.layout.hidden
        found = self.found
        rows = [
            ListRow(
                f"{self.sign(column)}{visible_line(columns[column].name)}",
                type_words(columns[column]),
                column,
                is_dimmed=column in hidden,
            )
            for column in found
        ]
        at = found.index(highlighted) if highlighted in found else 0
        self.query_one(HeadedList).show(rows or [ListRow(with_keys(self.app, NO_SUCH_COLUMN))], place=at)

    @property
    def column(self) -> int | None:
        """The highlighted column."""
        subject = self.query_one(HeadedList).subject
        return subject if isinstance(subject, int) else None

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self.catch_up()

    def catch_up(self) -> None:
        """Show what was typed last: keys may come faster than the list is told of them."""
        typed = self.query_one(Input).value
        if typed != self._typed:
            self._typed = typed
            self.show()

    def action_move(self, step: int) -> None:
        """Highlight another column."""
        self.query_one(HeadedList).move(step)

    def action_turn(self, pages: int) -> None:
        """Move by the height of the list."""
        self.query_one(HeadedList).turn(pages)


class ColumnSearch(ColumnList):
    """Goes to a column by its name."""

    def begin(self, place: ReadingPlace) -> None:
        """Say what the keys do."""
        self.border_title = Content(f"Go to one of {count_text(len(place.page.columns), 'column')}")
        self.border_subtitle = Content(with_keys(self.app, "{columns.accept} goes there"))

    @on(HeadedList.Chosen)
    def action_accept(self) -> None:
        """Go to the highlighted column."""
        self.catch_up()
        if self.column is not None:
            self.post_message(self.ColumnWanted(self.column))


class ColumnChoice(ColumnList):
    """Shows and hides columns, all of them at once."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(COLUMN_CHOICE)

    def __init__(self) -> None:
        super().__init__()
        self._chosen: set[int] = set()

    def begin(self, place: ReadingPlace) -> None:
        """Those that are seen are chosen."""
        self._chosen = {*place.view.layout.shown(len(place.page.columns))}
        self._show_count()

    def sign(self, column: int) -> str:
        """Whether the column will be seen."""
        return "[x] " if column in self._chosen else "[ ] "

    def _show_count(self) -> None:
        count = len(self.place.page.columns) if self.place is not None else 0
        self.border_title = Content(f"{len(self._chosen)} of {count_text(count, 'column')} shown")
        self.border_subtitle = Content(with_keys(self.app, _KEYS))

    def action_turn_one(self) -> None:
        """Show or hide the highlighted column."""
        self._turn_one()

    @on(HeadedList.Chosen)
    def _turn_one(self) -> None:
        self.catch_up()
        if self.column is not None:
            self._chosen ^= {self.column}
            self._shown_again()

    def action_turn_found(self) -> None:
        """Show all columns found, or hide them when all are shown."""
        self._turn_found()

    def _turn_found(self) -> None:
        self.catch_up()
        found = {*self.found}
        self._chosen = self._chosen - found if found <= self._chosen else self._chosen | found
        self._shown_again()

    def _shown_again(self) -> None:
        self._show_count()
        self.show(highlighted=self.column)

    def action_accept(self) -> None:
        """Show the chosen columns."""
        place = self.place
        if place is None:
            return
        if not self._chosen:
            self.notify("At least one column has to be shown.", severity="warning", markup=False)
            return
        count = len(place.page.columns)
        chosen = frozenset(self._chosen)
        layout = place.view.layout
        same = chosen == {*layout.shown(count)}
        self.post_message(self.ViewChosen(place.view if same else place.view.laid_out(layout.show_only(chosen, count))))


def with_column(view: View, column: int) -> View:
    """The view, in which this column is seen."""
    return view.laid_out(replace(view.layout, hidden=view.layout.hidden - {column}))
