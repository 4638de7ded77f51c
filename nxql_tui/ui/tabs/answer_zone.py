"""The lower zone of a tab: the rows of an answer and everything that can be done with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from textual import on
from textual.message import Message

from nxql_tui.results.column_layout import ColumnLayout
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.view import View
from nxql_tui.ui.cell_copying import CopySource
from nxql_tui.ui.comparing import CompareRequest, Comparing, ComparisonMade
from nxql_tui.ui.filter_words import filter_words
from nxql_tui.ui.grouping import Grouping, GroupRequest, GroupsMade
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.panels.following_panel import FollowingPanel
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.row_marks import RowMarks
from nxql_tui.ui.screens.copy_cells import CopyCellsScreen
from nxql_tui.ui.screens.group_prompt import GroupPrompt
from nxql_tui.ui.tabs.panelled_rows import PanelledRows
from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.columns import Page
    from nxql_tui.results.pivot import PivotPlan
    from nxql_tui.results.result_set import ResultSet

_ONLY_DIFFERENCES = View(filters=(RowFilter(0, Comparison.NOT_NULL),), layout=ColumnLayout(pinned=(0,)))
"""Of a comparison: the chip that is taken away shows the rows that stayed what they were."""


class AnswerZone(PanelledRows):
    """Groups, compares, marks and copies."""

    class CompareRequested(Message):
        """The user wants these rows compared with others."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._marks = RowMarks()
        self._grouping = Grouping(self.post_message)
        self._comparing = Comparing(self.post_message)
        self._grouped: WeakKeyDictionary[ResultSet, GroupRequest] = WeakKeyDictionary()
        """What groups were made from."""

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._grouping.stop()
        self._comparing.stop()

    def _show_rows(self, page: Page, view: View) -> None:
        marked = self._marks.places_for(self.result_set, view.selection)
        self.table.show(page, view, self._highlights(view), marked)

    # Groups

    @on(ResultsTable.GroupRequested)
    def _ask_for_groups(self) -> None:
        place = self.reading_place
        if place is None:
            return
        rows = self._answer.rows_in_view
        if not rows:
            why = ": the filters let none through" if place.result_set.row_count else ""
            self.post_message(self.Noted(f"There are no rows to group{why}"))
            return

        def group(plan: PivotPlan | None) -> None:
            if plan is not None:
                self.post_message(self.Noted("Grouping…"))
                self._grouping.group(GroupRequest(place.result_set, place.view, plan, rows))

        self.app.push_screen(GroupPrompt(place.result_set.columns, place.column, rows), group)

    @on(GroupsMade)
    def _show_groups(self, event: GroupsMade) -> None:
        event.stop()
        if event.request.result_set is self.result_set:
            self._grouped[event.groups] = event.request
            sentence = event.request.sentence(event.groups.row_count)
            self.enter(event.groups, View(), f"{sentence} · o opens one")
        else:
            event.groups.close()

    @on(ResultsTable.GroupOpened)
    def _open_group(self) -> None:
        place = self.reading_place
        request = self._grouped.get(place.result_set) if place is not None else None
        if place is None or request is None or not place.page.rows:
            how = with_keys(self.app, ": {answer.group} makes groups")
            self.post_message(self.Noted(f"There is no group here{how}"))
            return
        view = request.view_of(place.page.rows[place.row])
        conditions = view.filters[len(request.view.filters) :]
        words = " and ".join(filter_words(one, request.result_set.columns) for one in conditions)
        self.enter(request.result_set, view, f"The rows with {words}")

    # Comparing

    @on(ResultsTable.CompareRequested)
    def _ask_for_comparison(self, event: ResultsTable.CompareRequested) -> None:
        event.stop()
        if self.result_set is not None:
            self.post_message(self.CompareRequested())

    def compare_with(self, before: ResultSet | Path, key: tuple[str, ...] | None) -> None:
        """Compare these rows with earlier ones and show what is different."""
        if self.result_set is not None:
            self.post_message(self.Noted("Comparing…"))
            self._comparing.compare(CompareRequest(before, self.result_set, key))

    @on(ComparisonMade)
    def _show_comparison(self, event: ComparisonMade) -> None:
        event.stop()
        differences = event.differences
        if event.request.after is not self.result_set or differences.is_none:
            differences.result_set.close()
            self.post_message(self.Noted(event.sentence))
        else:
            self.enter(differences.result_set, _ONLY_DIFFERENCES, event.sentence)

    # Marking and copying

    @on(ResultsTable.MarkRequested)
    def _mark(self, event: ResultsTable.MarkRequested) -> None:
        page = self.table.page
        if page is None or not page.rows or self.result_set is None:
            return
        self._marks.keep_for(self.result_set, self.view.selection)
        mark = self._marks.extend if event.is_range else self._marks.toggle
        mark(page, self.table.cursor_row)
        if not event.is_range and self.table.cursor_row + 1 < len(page.rows):
            self.table.step(self.table.cursor_row + 1, 0)
        self._show_rows(page, self.view)
        count = len(self._marks.places_for(self.result_set, self.view.selection))
        self.post_message(self.Noted(f"{count_text(count, 'row')} marked; y copies"))

    @on(ResultsTable.CopyRequested)
    @on(FollowingPanel.CopyRequested)
    def _copy(self, event: ResultsTable.CopyRequested | FollowingPanel.CopyRequested) -> None:
        place = self.reading_place
        if place is None or not place.page.rows:
            self.post_message(self.Noted("There is nothing to copy"))
            return
        if isinstance(event, FollowingPanel.CopyRequested) and event.column is not None:
            place = replace(place, column=event.column)

        def report(sentence: str | None) -> None:
            if sentence:
                self.post_message(self.Noted(sentence))

        marked = self._marks.rows_for(place.result_set, place.view.selection)
        self.app.push_screen(CopyCellsScreen(CopySource(place, marked)), report)
