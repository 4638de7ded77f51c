"""Comparing answers beside the screen."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.results.answer_file_loading import load_answer_file
from nxql_tui.results.answer_files import format_of
from nxql_tui.results.comparing import compare, suggest_key
from nxql_tui.results.errors import ClosedError, ResultError, StoppedError
from nxql_tui.ui.latest_work import LatestWork
from nxql_tui.ui.quantities import count_text
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.results.comparing import Differences
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop


@dataclass(frozen=True)
class CompareRequest:
    """What to compare."""

    before: ResultSet | Path
    """The earlier answer, or a file with one in a format of the Engine; its ending tells which."""
    after: ResultSet
    key: tuple[str, ...] | None
    """The columns that tell rows from each other; None chooses."""


@dataclass
class ComparisonMade(Message):
    """The differences are here; whoever takes the message closes them."""

    request: CompareRequest
    differences: Differences

    @property
    def sentence(self) -> str:
        """What was found: `3 added, 1 gone, 2 changed in 5 cells, told apart by name`."""
        found = self.differences
        told_apart = f"told apart by {', '.join(map(visible_line, found.key))}" if found.key else "compared as a whole"
        if found.is_none:
            return f"No differences: rows are {told_apart}"
        cells = f" in {count_text(found.changed_cells, 'cell')}" if found.changed else ""
        return f"{found.added:,} added, {found.gone:,} gone, {found.changed:,} changed{cells}; rows are {told_apart}"


@dataclass
class ComparisonFailed(Message):
    """There will be none."""

    error: ResultError


class Comparing:
    """Compares on a thread of its own; a newer request stops the one under way."""

    def __init__(self, post: Callable[[Message], bool]) -> None:
        self._post = post
        self._work = LatestWork("compare-answers")

    def compare(self, request: CompareRequest) -> None:
        """Compare two answers."""
        self._work.start(lambda stop: self._compare(request, stop))

    def stop(self) -> None:
        """No comparison is wanted any more."""
        self._work.stop()

    def _compare(self, request: CompareRequest, stop: Stop) -> None:
        try:
            differences = _differences(request, stop)
        except (ClosedError, StoppedError):
            return  # The user has asked for something else.
        except ResultError as error:
            self._post(ComparisonFailed(error))
        else:
            if stop.is_called or not self._post(ComparisonMade(request, differences)):
                differences.result_set.close()


def _differences(request: CompareRequest, stop: Stop) -> Differences:
    folder = request.after.folder
    with ExitStack() as opened:
        before = request.before
        if isinstance(before, Path):
            before = opened.enter_context(
                load_answer_file(
                    before, format_of(before), folder=folder, stop=stop, memory_limit=request.after.memory_limit
                )
            )
        key = suggest_key(before, request.after, stop) if request.key is None else request.key
        return compare(before, request.after, key=key, folder=folder, stop=stop)
