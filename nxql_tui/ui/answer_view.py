"""The answer as the user reads it: its view, its page, the rows a page, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.results.view import View
from nxql_tui.ui.page_reader import PageRequest
from nxql_tui.ui.widgets.pager import DEFAULT_PAGE_SIZE, PAGE_SIZES
from nxql_tui.ui.widgets.results_table import PageTurn

if TYPE_CHECKING:
    from nxql_tui.results.result_set import ResultSet


class AnswerView:
    """Where the reader stands in a result set; there may be none."""

    def __init__(self) -> None:
        self.view = View()
        self._past: list[View] = []
        self.page_size = DEFAULT_PAGE_SIZE
        self.rows_in_view = 0
        """How many rows the view lets through, as the last page that was read said."""
        self._result_set: ResultSet | None = None
        self._page_number = 0

    def take(self, result_set: ResultSet) -> None:
        """Read this result set from its first row, in the order it came."""
        self.close()
        self._result_set = result_set
        self.rows_in_view = result_set.row_count

    def renew(self, result_set: ResultSet) -> None:
        """Read this one in the same view, at the same page; a column more in front moves all others on."""
        before = self._result_set
        names = [] if before is None else [column.name for column in before.columns]
        newer = [column.name for column in result_set.columns]
        view, page, past = self.view, self._page_number, [*self._past]
        self.take(result_set)
        if newer == names:
            self.view, self._page_number, self._past = view, page, past
        elif newer[1:-1] == names:
            self.view, self._page_number = view.moved_on(1), page

    def close(self) -> None:
        """Let the result set go."""
        if self._result_set is not None:
            self._result_set.close()
        self._result_set = None
        self.view = View()
        self._past.clear()
        self._page_number = 0
        self.rows_in_view = 0

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to read."""
        return self._result_set is not None and self._result_set.row_count > 0

    @property
    def page_count(self) -> int:
        """At least one."""
        return max(1, -(-self.rows_in_view // self.page_size))

    def wanted_page(self) -> PageRequest | None:
        """The rows to show now; None without a result set."""
        if self._result_set is None:
            return None
        return PageRequest(self._result_set, self.view, self._page_number * self.page_size, self.page_size)

    @property
    def result_set(self) -> ResultSet | None:
        """The rows, all of them; None before there is an answer."""
        return self._result_set

    def change(self, view: View) -> bool:
        """Look at the rows in another way, which can be undone; False when it is the same way."""
        if self._result_set is None or view == self.view:
            return False
        if not self._is_typing_on(view):
            self._past.append(self.view)
        elif view == self._past[-1]:
            self._past.pop()
        self._show(view)
        return True

    def _is_typing_on(self, view: View) -> bool:
        """Whether only the quick filter differs, again: the letters of a word are one change."""
        return bool(self._past) and self._past[-1].searched("") == self.view.searched("") == view.searched("")

    def undo(self) -> bool:
        """Look at the rows as before the last change; False when there was none."""
        if not self._past:
            return False
        self._show(self._past.pop())
        return True

    def _show(self, view: View) -> None:
        if view.selection != self.view.selection:
            self._page_number = 0
        self.view = view

    def go_to_row(self, place: int) -> None:
        """Turn to the page with the row at this place of the view, from 0."""
        self._page_number = place // self.page_size

    def turn(self, turn: PageTurn) -> bool:
        """Turn the page; False when there is nothing there."""
        last = self.page_count - 1
        target = {
            PageTurn.FIRST: 0,
            PageTurn.PREVIOUS: max(0, self._page_number - 1),
            PageTurn.NEXT: min(last, self._page_number + 1),
            PageTurn.LAST: last,
        }[turn]
        moved = target != self._page_number
        self._page_number = target
        return moved

    def go_to(self, number: int) -> None:
        """Go to a page by its number, counted from 1; a number too high is the last page."""
        self._page_number = min(max(number, 1), self.page_count) - 1

    def resize_page(self, size: int) -> None:
        """Show this many rows a page; the first row on the screen stays on it."""
        first = self._page_number * self.page_size
        self.page_size = size
        self._page_number = first // size

    def resize_page_to_next(self) -> None:
        """The next larger page size, or the smallest again."""
        place = PAGE_SIZES.index(self.page_size) if self.page_size in PAGE_SIZES else -1
        self.resize_page(PAGE_SIZES[(place + 1) % len(PAGE_SIZES)])
