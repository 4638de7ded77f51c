"""Grouping rows beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.results.errors import ClosedError, ResultError, StoppedError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.pivot import PivotPlan, pivot
from nxql_tui.ui.latest_work import LatestWork
from nxql_tui.ui.quantities import count_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.view import View
    from nxql_tui.wire.cells import TextCell


@dataclass(frozen=True)
class GroupRequest:
    """Which rows to group, and how."""

    result_set: ResultSet
    view: View
    """Which of them, and what else was chosen of them."""
    plan: PivotPlan
    row_count: int
    """How many rows the view has."""

    def sentence(self, groups: int) -> str:
        """What was done: `Grouped by site and type: 12 groups of 412 rows`."""
        names = " and ".join(visible_line(self.result_set.columns[place].name) for place in self.plan.groups)
        return f"Grouped by {names}: {count_text(groups, 'group')} of {count_text(self.row_count, 'row')}"

    def view_of(self, cells: Sequence[TextCell]) -> View:
        """The rows of one group, by the cells of its row: those of the columns grouped by come first."""
        view = self.view
        for column, cell in zip(self.plan.groups, cells, strict=False):
            comparison = Comparison.IS_NULL if cell is None else Comparison.IS
            view = view.filtered(RowFilter(column, comparison, cell or ""))
        return view


@dataclass
class GroupsMade(Message):
    """The groups are here; whoever takes the message closes them."""

    request: GroupRequest
    groups: ResultSet


@dataclass
class GroupsFailed(Message):
    """There will be none."""

    request: GroupRequest
    error: ResultError


class Grouping:
    """Groups on a thread of its own; a newer request stops the one under way."""

    def __init__(self, post: Callable[[Message], bool]) -> None:
        self._post = post
        self._work = LatestWork("group-rows")

    def group(self, request: GroupRequest) -> None:
        """Group the rows."""
        self._work.start(lambda stop: self._group(request, stop))

    def stop(self) -> None:
        """No groups are wanted any more."""
        self._work.stop()

    def _group(self, request: GroupRequest, stop: Stop) -> None:
        result_set = request.result_set
        try:
            groups = pivot(result_set, request.view.selection, request.plan, folder=result_set.folder, stop=stop)
        except (ClosedError, StoppedError):
            return  # The user has asked for something else.
        except ResultError as error:
            self._post(GroupsFailed(request, error))
        else:
            if stop.is_called or not self._post(GroupsMade(request, groups)):
                groups.close()
