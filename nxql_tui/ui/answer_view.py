"""The answer as the user reads it: its view, its page, the rows a page, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.view import View
from nxql_tui.ui.page_reader import PageRequest
from nxql_tui.ui.widgets.pager import DEFAULT_PAGE_SIZE, PAGE_SIZES
from nxql_tui.ui.widgets.results_table import PageTurn

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class _Reading:
    """Where the reader stood in the rows below."""

    result_set: ResultSet
    view: View
    past: list[View]
    page_number: int
    rows_in_view: int


class AnswerView:
    """Where the reader stands in a result set, or in one that was made from its rows; there may be none."""

    def __init__(self, let_go: Callable[[ResultSet], object] = ResultSet.close) -> None:
        """Read nothing yet; `let_go` gives back rows that are not read any more."""
        self.let_go = let_go
        self.view = View()
        self._past: list[View] = []
        self.page_size = DEFAULT_PAGE_SIZE
        self.rows_in_view = 0
        """How many rows the view lets through, as the last page that was read said."""
        self._result_set: ResultSet | None = None
        self._page_number = 0
        self._below: list[_Reading] = []
        self._is_arriving = False
        self._turns_to_come: list[Callable[[], object]] = []

    def await_result_set(self) -> None:
        """The rows are still arriving: what the reader wants of them is done when they are there."""
        self.close()
        self._is_arriving = True

    def take(self, result_set: ResultSet) -> None:
        """Read this result set from its first row, in the order it came, or as the reader wanted meanwhile."""
        view, past, turns = self.view, self._past, [*self._turns_to_come]
        was_awaited = self._is_arriving
        self.close()
        self._begin(result_set)
        if was_awaited:
            self.view, self._past = view, past
            for turn in turns:
                turn()

    def renew(self, result_set: ResultSet) -> None:
        """Read this one in the same view, at the same page; a column more in front moves all others on."""
        before = self._result_set
        names = [] if before is None else [column.name for column in before.columns]
        newer = [column.name for column in result_set.columns]
        view, page, past = self.view, self._page_number, [*self._past]
        self.take(result_set)
        if newer[: len(names)] == names:
            self.view, self._page_number, self._past = view, page, past
        elif newer[1:-1] == names:
            self.view, self._page_number = view.moved_on(1), page

    def close(self) -> None:
        """Let the result set go, and what it was made from."""
        while self.leave():
            pass
        if self._result_set is not None:
            self.let_go(self._result_set)
        self._result_set = None
        self._is_arriving = False
        self._turns_to_come.clear()
        self._start_over(0)

    def enter(self, result_set: ResultSet, view: View) -> None:
        """Read rows that were made from these, or that these were made from; these stay below."""
        if self._result_set is not None:
            self._below.append(_Reading(self._result_set, self.view, self._past, self._page_number, self.rows_in_view))
        self._begin(result_set)
        self.view = view

    def leave(self) -> bool:
        """Let these rows go and read on in those that they were made from; False when there are none."""
        if not self._below or self._result_set is None:
            return False
        if all(below.result_set is not self._result_set for below in self._below):
            self.let_go(self._result_set)
        below = self._below.pop()
        self._result_set, self.view, self._past = below.result_set, below.view, below.past
        self._page_number, self.rows_in_view = below.page_number, below.rows_in_view
        return True

    @property
    def is_derived(self) -> bool:
        """Whether rows are read that were made from others."""
        return bool(self._below)

    def _begin(self, result_set: ResultSet) -> None:
        self._result_set = result_set
        self._start_over(result_set.row_count)

    def _start_over(self, row_count: int) -> None:
        self.view = View()
        self._past = []
        self._page_number = 0
        self.rows_in_view = row_count

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
        if view == self.view or (self._result_set is None and not self._is_arriving):
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
        """Look at the rows as before the last change; rows made from others are left; False when there was none."""
        if not self._past:
            return self.leave()
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
        """Turn the page; False when there is nothing there, or not yet."""
        if self._is_arriving:
            self._turns_to_come.append(partial(self.turn, turn))
            return False
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
        if self._is_arriving:
            self._turns_to_come.append(partial(self.go_to, number))
            return
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
