"""The two lists of the library, of which one is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from nxql_tui.library.history import HistoryEntry
from nxql_tui.library.saved_query import SavedQuery
from nxql_tui.ui.empty_words import NO_QUESTION, NO_SUCH_QUERY, NO_SUCH_QUESTION
from nxql_tui.ui.history_reader import HistorySearch
from nxql_tui.ui.library_rows import rows_of_history, rows_of_saved
from nxql_tui.ui.widgets.headed_list import ListRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.library.saved_queries import QueryList
    from nxql_tui.ui.history_reader import HistoryRead

FIRST_READ = 100
"""Questions read at first; as many again whenever the last one is reached."""

_READING = "Reading…"
_NOT_READ = "Not read"


class LibraryLists:
    """What has been read of the saved queries and of the history, as rows."""

    def __init__(self, *, shows_history: bool) -> None:
        self.shows_history = shows_history
        self.queries: QueryList | None = None
        self.asked: HistoryRead | None = None
        self.typed = ""
        """What is looked for."""
        self._notice = {True: _READING, False: _READING}

    @property
    def name(self) -> str:
        """What the list is called that is shown."""
        return "History" if self.shows_history else "Saved queries"

    @property
    def is_read(self) -> bool:
        """Whether the list holds what is looked for."""
        if self.shows_history:
            return self.asked is not None and self.asked.search.words == self.typed
        return self.queries is not None

    @property
    def rows(self) -> list[ListRow]:
        """What is shown: of the history, what was looked for last until the new search has ended."""
        if self.shows_history and self.asked is not None:
            return rows_of_history(self.asked.entries, self.asked.search.words, is_whole=self.asked.is_whole)
        if not self.shows_history and self.queries is not None:
            return rows_of_saved(self.queries, self.typed)
        return [ListRow(self._notice[self.shows_history])]

    @property
    def advice(self) -> str:
        """What to do next where the list is empty, with commands in the place of keys."""
        if not self.is_read:
            return ""
        if not self.shows_history:
            return NO_SUCH_QUERY
        return NO_SUCH_QUESTION if self.typed else NO_QUESTION

    @property
    def search(self) -> HistorySearch:
        """What to search the history for: as far down as it has been read."""
        asked = self.asked
        is_same = asked is not None and asked.search.words == self.typed
        return HistorySearch(self.typed, asked.search.limit if asked is not None and is_same else FIRST_READ)

    def further_search(self, place: int) -> HistorySearch | None:
        """The search that reads on; None when a place is not at the end of what there is, or all has been read."""
        asked = self.asked
        if not self.shows_history or not self.is_read or asked is None or asked.is_whole:
            return None
        # The heading is a row, too.
        return HistorySearch(self.typed, asked.search.limit + FIRST_READ) if place == len(asked.entries) else None

    def note_failure(self, *, of_history: bool) -> None:
        """Say that a list cannot be read, where it never was."""
        self._notice[of_history] = _NOT_READ


def first_query(rows: Sequence[ListRow]) -> int:
    """The place of the first query; the files that are not understood stand above, but nobody came for them."""
    return next((place for place, row in enumerate(rows) if isinstance(row.subject, SavedQuery | HistoryEntry)), 0)


def place_of_own(rows: Sequence[ListRow], name: str) -> int | None:
    """The place of the user's own query of that name; None when it is not in the list."""
    subjects = ((place, row.subject) for place, row in enumerate(rows))
    return next((place for place, subject in subjects if is_own(subject) and subject.name == name), None)


def is_own(subject: object) -> TypeGuard[SavedQuery]:
    """Whether something is a saved query of the user's own."""
    return isinstance(subject, SavedQuery) and not subject.is_example
