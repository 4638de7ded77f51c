"""What panels share that show figures of the rows."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.message import Message

from nxql_tui.results.errors import ClosedError, ResultError, StoppedError
from nxql_tui.ui.latest_work import LatestWork
from nxql_tui.ui.panels.wide_list import WideList
from nxql_tui.ui.tabs.panel_place import Panel, ReadingPlace

if TYPE_CHECKING:
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.selected_rows import SelectedRows
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.view import Selection

_WAIT_SHOWN_AFTER = 0.3
"""Seconds: figures that are quick to come follow each other without a word between them."""


@dataclass(frozen=True)
class FiguresRequest:
    """Which rows, and which columns of them."""

    result_set: ResultSet
    selection: Selection
    columns: tuple[int, ...]
    """Their places in the result set."""


class FiguresPanel(Panel):
    """Has figures made on a thread, again whenever the rows or the column are others."""

    @dataclass
    class Made(Message, bubble=False):
        """The figures are here."""

        request: FiguresRequest
        figures: Any

    @dataclass
    class Failed(Message, bubble=False):
        """There will be none."""

        request: FiguresRequest
        error: ResultError

    def __init__(self) -> None:
        super().__init__()
        self._work = LatestWork("make-figures")
        self._request: FiguresRequest | None = None
        self._is_made = False

    # What a panel says of itself

    @abstractmethod
    def request_for(self, place: ReadingPlace) -> FiguresRequest:
        """What to make where the cursor stands."""

    @abstractmethod
    def make(self, rows: SelectedRows, request: FiguresRequest) -> Any:
        """Make the figures; called on another thread."""

    @abstractmethod
    def show_figures(self, request: FiguresRequest, figures: Any) -> None:
        """Show them."""

    @abstractmethod
    def show_sentence(self, request: FiguresRequest, sentence: str) -> None:
        """Say why there are none."""

    # What they share

    @property
    def is_made(self) -> bool:
        """Whether the figures of what was asked for last are shown."""
        return self._is_made

    def follow(self, place: ReadingPlace) -> None:
        """Make figures, unless those wanted are shown or under way."""
        request = self.request_for(place)
        if request == self._request:
            return
        self._request = request
        self._is_made = False
        self._work.start(lambda stop: self._make(request, stop))
        self.set_timer(_WAIT_SHOWN_AFTER, lambda: self._show_wait(request))

    def take_keys(self) -> None:
        """Let the keys be for its list."""
        self.screen.set_focus(self.query_one(WideList))

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._work.stop()

    def _make(self, request: FiguresRequest, stop: Stop) -> None:
        try:
            with request.result_set.select(request.selection, stop) as rows:
                figures = self.make(rows, request)
        except (ClosedError, StoppedError):
            return  # The user looks at something else.
        except ResultError as error:
            self.post_message(self.Failed(request, error))
        else:
            self.post_message(self.Made(request, figures))

    def _show_wait(self, request: FiguresRequest) -> None:
        if not self._is_made and request == self._request:
            self.show_sentence(request, "Counting…")

    @on(Made)
    def _show_made(self, event: Made) -> None:
        if event.request == self._request:
            self._is_made = True
            self.show_figures(event.request, event.figures)

    @on(Failed)
    def _show_failed(self, event: Failed) -> None:
        if event.request == self._request:
            self._request = None
            self.show_sentence(event.request, f"{event.error.what} {event.error.advice}".strip())
