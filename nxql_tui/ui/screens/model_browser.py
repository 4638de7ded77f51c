"""The data model browser: tables, fields and aggregates, searched as one types, and examples that run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.text import Text
from textual import on
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from nxql_tui.nxql.example_queries import Example, select_all_fields_of
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.model_entries import ModelEntry
from nxql_tui.ui.empty_words import NO_SUCH_NAME
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import MODEL
from nxql_tui.ui.model_details import details_of
from nxql_tui.ui.model_rows import rows_of_all_tables, rows_of_examples, rows_of_search, rows_of_table
from nxql_tui.ui.own_keys import lines_with_keys
from nxql_tui.ui.screens.sized_screen import WIDTHS
from nxql_tui.ui.widgets.headed_list import HeadedList
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.search_input import SearchInput

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.ui.widgets.headed_list import ListRow


@dataclass(frozen=True, slots=True)
class Insert:
    """The user wants a text at the cursor of the editor."""

    text: str


@dataclass(frozen=True, slots=True)
class NewQuery:
    """The user wants a text opened as a query of its own."""

    text: str


ModelChoice: TypeAlias = Insert | NewQuery


@dataclass(slots=True)
class _Place:
    """Where one is with nothing typed: at all tables, in a table, or at its examples."""

    table: str = ""
    """Empty at all tables."""
    shows_examples: bool = False
    highlighted: str = ""
    """The row to come back to."""


class ModelBrowserScreen(ModalScreen[ModelChoice | None]):
    """Returns what to insert, or what to open as a query, or None."""

    DEFAULT_CSS = """
    ModelBrowserScreen { align: center top; background: transparent; }
    ModelBrowserScreen .dialog {
        width: 100%; max-width: 120; height: 1fr; border: round $primary; background: $surface; padding: 0 1;
    }
    ModelBrowserScreen SearchInput { width: 1fr; background: $field; }
    ModelBrowserScreen .content { height: 1fr; layout: horizontal; }
    ModelBrowserScreen HeadedList { width: 3fr; max-width: 60; height: 1fr; }
    ModelBrowserScreen #details-scroll {
        width: 2fr; height: 1fr; padding: 0 0 0 1; border-left: solid $panel; scrollbar-size: 1 1;
        &:focus { border-left: outer $primary; }
    }
    ModelBrowserScreen #details { height: auto; min-height: 100%; }
    ModelBrowserScreen.-broad { align-horizontal: right; }
    ModelBrowserScreen.-broad .dialog { width: 50%; }
    ModelBrowserScreen .dialog.-examples .content { layout: vertical; }
    ModelBrowserScreen .dialog.-examples HeadedList { width: 1fr; max-width: 100%; height: 4; }
    ModelBrowserScreen .dialog.-examples #details-scroll {
        width: 1fr; padding: 0 0 0 2; border-left: none; border-top: solid $panel;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(MODEL)
    HORIZONTAL_BREAKPOINTS = WIDTHS
    AUTO_FOCUS = "#search"

    def __init__(self, platforms: Collection[str], table: str = "") -> None:
        """Make a browser.

        Args:
            platforms: Those that are switched on.
            table: The table to open at; all tables are shown where there is none of that name.
        """
        super().__init__()
        self._platforms = frozenset(platforms)
        self._offered: list[bool | None] = []
        self._path = [_Place(highlighted=table)]
        if table in load_model().tables:
            self._path.append(_Place(table))

    def compose(self) -> ComposeResult:
        """The search over the list and what is known of its highlighted row."""
        with Vertical(classes="dialog"):
            yield SearchInput(compact=True, id="search")
            with Container(classes="content"):
                yield HeadedList(id="entries")
                with VerticalScroll(id="details-scroll"):
                    yield Static(id="details", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show where one is, and follow what is typed."""
        # A watcher is called at once: the list is never behind the input, however fast keys come.
        self.watch(self._search, "value", self._show_rows, init=False)
        self._show_place()

    @property
    def _search(self) -> SearchInput:
        return self.query_one(SearchInput)

    @property
    def _list(self) -> HeadedList:
        return self.query_one(HeadedList)

    @property
    def _place(self) -> _Place:
        return self._path[-1]

    @property
    def _subject(self) -> ModelEntry | Example | None:
        subject = self._list.subject
        return subject if isinstance(subject, (ModelEntry, Example)) else None

    @property
    def _table(self) -> str:
        """The table that the highlighted row is about, else the one that is open; empty for neither."""
        subject = self._subject
        return (subject.table if isinstance(subject, ModelEntry) else "") or self._place.table

    @property
    def _can_go_back(self) -> bool:
        return bool(self._search.value) or len(self._path) > 1

    # What is shown

    def _show_place(self) -> None:
        """Name the place one is at, and list what is there."""
        table = self._place.table
        shown = ("Data model", table, "examples" if self._place.shows_examples else "")
        self.query_one(".dialog").border_title = Content(" ▸ ".join(filter(None, shown)))
        self._search.placeholder = f"type to search {table}, then all tables" if table else "type to search"
        self._show_rows()

    def _show_rows(self) -> None:
        """List what is searched for, or what is at the place."""
        typed = self._search.value.strip()
        self._list.show(self._rows(typed), "" if typed else self._place.highlighted)
        self.query_one(".dialog").set_class(not typed and self._place.shows_examples, "-examples")
        self._show_details()

    def _rows(self, typed: str) -> list[ListRow]:
        place = self._place
        if typed:
            return rows_of_search(typed, place.table, self._platforms)
        if place.shows_examples:
            return rows_of_examples(place.table, self._platforms)
        return rows_of_table(place.table, self._platforms) if place.table else rows_of_all_tables(self._platforms)

    @on(HeadedList.Highlighted)
    def _highlighted(self, event: HeadedList.Highlighted) -> None:
        event.stop()
        self._show_details()

    def _show_details(self) -> None:
        subject = self._subject
        details = self.query_one("#details", Static)
        if isinstance(subject, ModelEntry):
            details.update(details_of(subject, self._platforms))
        else:
            details.update(Text(subject.text if subject is not None else lines_with_keys(self.app, NO_SUCH_NAME)))
        self.query_one("#details-scroll").scroll_home(animate=False)
        offered = [self.check_action(command.action, ()) for command in MODEL]
        if offered != self._offered:
            # The footer is made anew by this, so not at every move.
            self._offered = offered
            self.refresh_bindings()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with the highlighted row."""
        if not self.query(HeadedList):
            # The keys are asked for before anything is shown, too.
            return False
        subject = self._subject
        is_table = isinstance(subject, ModelEntry) and subject.is_table
        match action:
            case "open":
                return is_table
            case "take_example":
                return isinstance(subject, Example)
            case "insert":
                return isinstance(subject, ModelEntry)
            case "examples":
                return bool(self._table) and not isinstance(subject, Example)
            case "select_fields":
                return bool(self._table)
            case "move" | "turn":
                return self._search.has_focus
            case "back":
                return self._can_go_back
            case "leave":
                return not self._can_go_back
            case _:
                return super().check_action(action, parameters)

    def action_move(self, rows: int) -> None:
        """Move the highlight."""
        self._list.move(rows)

    def action_turn(self, pages: int) -> None:
        """Move the highlight by heights of the list."""
        self._list.turn(pages)

    def action_open(self) -> None:
        """Show what is in the highlighted table."""
        self._go_to(_Place(self._table))

    def action_examples(self) -> None:
        """Show queries about the table."""
        self._go_to(_Place(self._table, shows_examples=True))

    def action_insert(self) -> None:
        """Insert the highlighted name."""
        subject = self._subject
        if isinstance(subject, ModelEntry):
            self.dismiss(Insert(subject.name))

    def action_take_example(self) -> None:
        """Open the highlighted example."""
        subject = self._subject
        if isinstance(subject, Example):
            self.dismiss(NewQuery(subject.text))

    def action_select_fields(self) -> None:
        """Open a select of all fields of the table."""
        self.dismiss(NewQuery(select_all_fields_of(self._table, self._platforms)))

    @on(HeadedList.Chosen)
    def _clicked(self, event: HeadedList.Chosen) -> None:
        event.stop()
        if isinstance(self._subject, ModelEntry) and self._subject.is_table:
            self.action_open()
        else:
            self.action_insert()
            self.action_take_example()

    def action_back(self) -> None:
        """Forget what is typed; else go back one step."""
        if self._search.value:
            self._search.value = ""
        else:
            self._path.pop()
            self._show_place()

    def action_leave(self) -> None:
        """Close where there is nothing to go back to."""
        self.dismiss(None)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def _go_to(self, place: _Place) -> None:
        row = self._list.highlighted
        if row is not None and not self._search.value.strip():
            self._place.highlighted = row.left
        self._path.append(place)
        self._search.value = ""
        self._show_place()
