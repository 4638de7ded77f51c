"""The library: saved queries and questions asked, searched as one types, back into a tab with one key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from nxql_tui.library.history import HistoryEntry
from nxql_tui.library.saved_query import SavedQuery
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.history_reader import HistoryFailed, HistoryRead, HistoryReader
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.dialogs import LIBRARY
from nxql_tui.ui.library_lists import LibraryLists, first_query, is_own, place_of_own
from nxql_tui.ui.opened_query import OpenQuery, open_question, open_saved
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.saved_changes import ask_to_delete, ask_to_rename
from nxql_tui.ui.saved_work import RenameRefused, SavedFailed, SavedRead, read_saved
from nxql_tui.ui.screens.sized_screen import WIDTHS
from nxql_tui.ui.widgets.headed_list import HeadedList
from nxql_tui.ui.widgets.key_line import KeyLine
from nxql_tui.ui.widgets.query_details import QueryDetails
from nxql_tui.ui.widgets.search_input import SearchInput
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nxql_tui.library.history import History
    from nxql_tui.library.saved_queries import SavedQueries


WRITTEN_DOWN = "questions are written down"
PRIVATE = "private mode: questions are not written down"


class LibraryScreen(ModalScreen[OpenQuery | None]):
    """Returns what to open in a new tab, or None."""

    DEFAULT_CSS = """
    LibraryScreen { align: center top; background: transparent; }
    LibraryScreen .dialog {
        width: 100%; max-width: 160; height: 1fr; border: round $primary; background: $surface; padding: 0 1;
    }
    LibraryScreen SearchInput { width: 1fr; background: $field; }
    LibraryScreen #message { height: auto; max-height: 4; display: none; padding: 0 1; border-left: outer $error; }
    LibraryScreen .content { height: 1fr; layout: vertical; }
    LibraryScreen HeadedList { width: 1fr; height: 1fr; }
    LibraryScreen.-wide .content { layout: horizontal; }
    LibraryScreen.-wide QueryDetails { border-top: none; border-left: solid $panel; }
    LibraryScreen.-wide QueryDetails:focus { border-left: outer $primary; }
    LibraryScreen.-wide QueryDetails { height: 1fr; }
    LibraryScreen.-broad { align-horizontal: right; }
    LibraryScreen.-broad .dialog { width: 50%; }
    LibraryScreen.-broad .content { layout: vertical; }
    LibraryScreen.-broad QueryDetails {
        border-left: none; border-top: solid $panel;
        &:focus { border-left: none; border-top: outer $primary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY)
    HORIZONTAL_BREAKPOINTS = WIDTHS
    AUTO_FOCUS = "#search"

    def __init__(
        self,
        saved: SavedQueries,
        history: History,
        *,
        is_private: bool = False,
        set_private: Callable[[bool], object] | None = None,
        shows_history: bool = False,
    ) -> None:
        """Make the screen.

        Args:
            saved: The saved queries.
            history: The questions asked; in private mode, too, what was written down before.
            is_private: Whether questions are not written down now.
            set_private: Called when the user turns private mode on or off; without it, it cannot be turned.
            shows_history: Whether the history is shown first.
        """
        super().__init__()
        self._saved = saved
        self._reader = HistoryReader(history, self.post_message)
        self._is_private = is_private
        self._set_private = set_private
        self._lists = LibraryLists(shows_history=shows_history)
        self._other_place = 0
        """The row that was highlighted in the list that is not shown."""
        self._opens_when_read = False
        """Whether the user wants the first row of what is still being read."""
        self._offered: tuple[bool | None, ...] = ()

    def compose(self) -> ComposeResult:
        """The search over the list and what is known of its highlighted row."""
        with Vertical(classes="dialog"):
            yield SearchInput(compact=True, id="search")
            yield Static(id="message", markup=False)
            with Container(classes="content"):
                yield HeadedList(shows_whole=False, id="entries")
                yield QueryDetails(id="details")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read both lists, and follow what is typed."""
        self._read_saved()
        self._reader.search(self._lists.search)
        # A watcher is called at once: the list is never behind the input, however fast keys come.
        self.watch(self._search, "value", self._typed_on, init=False)
        self._show_list()

    @property
    def _search(self) -> SearchInput:
        return self.query_one(SearchInput)

    @property
    def _list(self) -> HeadedList:
        return self.query_one(HeadedList)

    # What is shown

    def _show_list(self, place: int = 0) -> None:
        """Name the list, and show it."""
        dialog = self.query_one(".dialog")
        dialog.border_title = f"Library ▸ {self._lists.name}"
        dialog.border_subtitle = PRIVATE if self._is_private else WRITTEN_DOWN
        self._search.placeholder = f"type to search: {self._lists.name.lower()}"
        self._show_rows(place)

    def _show_rows(self, place: int = 0) -> None:
        rows = self._lists.rows
        self._list.show(rows, place=place or first_query(rows))
        self._show_details()

    def _show_details(self) -> None:
        self.query_one(QueryDetails).show(self._list.subject, with_keys(self.app, self._lists.advice))
        self._offer_keys()

    def _offer_keys(self) -> None:
        offered = (self._lists.shows_history, *(self.check_action(command.action, ()) for command in LIBRARY))
        if offered != self._offered:
            # The footer is made anew by this, so not at every move.
            self._offered = offered
            self.refresh_bindings()

    def _say(self, sentence: str) -> None:
        message = self.query_one("#message", Static)
        message.update(visible_line(sentence))
        message.display = bool(sentence)

    # What has been read

    def _read_saved(self) -> None:
        run_in_background(partial(read_saved, self._saved, self.post_message), "read-saved-queries")

    def _typed_on(self) -> None:
        self._lists.typed = self._search.value.strip()
        self._opens_when_read = False
        self._other_place = 0
        self._say("")
        if self._lists.shows_history:
            self._reader.search(self._lists.search)
            self._offer_keys()
        else:
            self._show_rows()

    @on(SavedRead)
    def _saved_read(self, event: SavedRead) -> None:
        lists = self._lists
        place = self._list.place if lists.queries is not None else 0
        lists.queries = event.found
        if not lists.shows_history:
            self._show_rows(place_of_own(lists.rows, event.at) or place)
            self._open_what_was_wanted()

    @on(HistoryRead)
    def _history_read(self, event: HistoryRead) -> None:
        lists = self._lists
        is_same = lists.asked is not None and lists.asked.search.words == event.search.words
        lists.asked = event
        if lists.shows_history:
            self._show_rows(self._list.place if is_same else 0)
            self._open_what_was_wanted()

    @on(SavedFailed)
    @on(HistoryFailed)
    def _failed(self, event: SavedFailed | HistoryFailed) -> None:
        self._opens_when_read = False
        of_history = isinstance(event, HistoryFailed)
        self._lists.note_failure(of_history=of_history)
        # The list that is not shown is read again when it is.
        if of_history is self._lists.shows_history:
            self._show_rows(self._list.place)
            self._say(str(event.error))

    def _open_what_was_wanted(self) -> None:
        if self._opens_when_read and self._lists.is_read:
            self.action_open()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with the highlighted row."""
        if not self.query(HeadedList):
            # The keys are asked for before anything is shown, too.
            return False
        subject = self._list.subject
        match action:
            case "open":
                return isinstance(subject, SavedQuery | HistoryEntry) or not self._lists.is_read
            case "rename":
                return is_own(subject)
            case "delete":
                return is_own(subject) or (isinstance(subject, HistoryEntry) and self._lists.is_read)
            case "show":
                return parameters != (self._lists.shows_history,)
            case "turn_private":
                return self._set_private is not None
            case "move" | "turn":
                return self._search.has_focus
            case "back" | "leave":
                return bool(self._search.value) is (action == "back")
            case _:
                return super().check_action(action, parameters)

    @on(HeadedList.Highlighted)
    def _highlighted(self, event: HeadedList.Highlighted) -> None:
        event.stop()
        self._opens_when_read = False
        self._show_details()
        if further := self._lists.further_search(self._list.place):
            self._reader.search(further)

    def action_move(self, rows: int) -> None:
        """Move the highlight."""
        self._list.move(rows)

    def action_turn(self, pages: int) -> None:
        """Move the highlight by heights of the list."""
        self._list.turn(pages)

    @on(HeadedList.Chosen)
    def action_open(self) -> None:
        """Open the highlighted query, or the first one found when that is still being read."""
        subject = self._list.subject
        if not self._lists.is_read:
            self._opens_when_read = True
        elif isinstance(subject, SavedQuery):
            self.dismiss(open_saved(subject))
        elif isinstance(subject, HistoryEntry):
            self.dismiss(open_question(subject))

    def action_show(self, history: bool) -> None:
        """Show the questions asked, or the saved queries."""
        self._say("")
        self._opens_when_read = False
        self._lists.shows_history = history
        place, self._other_place = self._other_place, self._list.place
        self._show_list(place)
        if history:
            self._reader.search(self._lists.search)
        elif not self._lists.is_read:
            self._read_saved()

    def action_rename(self) -> None:
        """Ask for another name for the saved query."""
        subject = self._list.subject
        if is_own(subject):
            ask_to_rename(self, self._saved, subject.name)

    @on(RenameRefused)
    def _rename_refused(self, event: RenameRefused) -> None:
        ask_to_rename(self, self._saved, event.name, event.wanted, str(event.error))

    def action_delete(self) -> None:
        """Forget the question, or ask whether the saved query shall go."""
        subject = self._list.subject
        if isinstance(subject, HistoryEntry):
            self._reader.delete(subject.id, self._lists.search)
        elif is_own(subject):
            ask_to_delete(self, self._saved, subject.name)

    def action_turn_private(self) -> None:
        """Turn private mode on or off."""
        if self._set_private is not None:
            self._is_private = not self._is_private
            self._set_private(self._is_private)
            self._show_list(self._list.place)

    def action_next_zone(self) -> None:
        """Move from the search to the query, whose text the arrows scroll, and back."""
        zone = self.query_one(QueryDetails) if self._search.has_focus else self._search
        zone.focus()

    def action_back(self) -> None:
        """Forget what is typed."""
        self._search.value = ""

    def action_leave(self) -> None:
        """Close where nothing is typed."""
        self.dismiss(None)
