"""Finding cells beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.results.errors import ResultError
from nxql_tui.ui.latest_work import LatestWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.results.finding import Found
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.view import View


@dataclass(frozen=True)
class FindRequest:
    """What to look for, and where to begin."""

    result_set: ResultSet
    view: View
    text: str
    start: int
    """The place of the row to begin behind, or before."""
    backwards: bool


@dataclass
class CellFound(Message):
    """The search has ended."""

    request: FindRequest
    found: Found | None
    """None when the text stands nowhere."""
    went_round: bool
    """Whether the search went on from the other end."""


class CellFinder:
    """Searches on a thread of its own; a newer search stops the one under way."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._work = LatestWork("find-cell")

    def find(self, request: FindRequest) -> None:
        """Look for the text, from the other end when there is nothing more."""
        self._work.start(lambda stop: self._find(request, stop))

    def _find(self, request: FindRequest, stop: Stop) -> None:
        result_set, view, text = request.result_set, request.view, request.text
        try:
            found = result_set.find(view, text, request.start, backwards=request.backwards, stop=stop)
            went_round = found is None
            if went_round:
                other_end = result_set.row_count if request.backwards else -1
                found = result_set.find(view, text, other_end, backwards=request.backwards, stop=stop)
        except ResultError:
            # Stopped, closed, or a view that the page has already complained about.
            return
        self._post(CellFound(request, found, went_round))
