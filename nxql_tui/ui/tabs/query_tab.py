"""One query with everything that can be done with it at an Engine: asked, checked, watched, or sent as an update."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.nxql.update_recognition import may_be_update
from nxql_tui.ui.editor.nxql_editor import NxqlEditor
from nxql_tui.ui.engine_check import EngineChecked, check_on_engine
from nxql_tui.ui.tabs.tab_watch import TabWatch, WatchAnswered, WatchFailed
from nxql_tui.ui.tabs.updating_tab import UpdatingTab
from nxql_tui.ui.widgets.message_panel import MessagePanel
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.results_table import ResultsTable
from nxql_tui.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.library.drafts import Draft
    from nxql_tui.ui.connected import Connected
    from nxql_tui.wire.request import QueryRequest


class QueryTab(UpdatingTab):
    """Routes messages between the query, the Engine and the answer; the work itself is done elsewhere."""

    class LoginRequested(Message):
        """Nobody is logged in to ask."""

    def __init__(self, draft: Draft, spools: Path) -> None:
        super().__init__(draft, spools)
        self._watch = TabWatch(self)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._watch.stop()

    @on(NxqlEditor.NothingFits)
    def _nothing_fits(self) -> None:
        self.note("Nothing is known to fit here")

    # Asking

    @on(QueryPane.Incomplete)
    def _incomplete(self, event: QueryPane.Incomplete) -> None:
        self.complain(event.what, event.advice)

    @on(QueryPane.Submitted)
    def _submitted(self, event: QueryPane.Submitted) -> None:
        if self.connected is None:
            self.post_message(self.LoginRequested())
            return
        if self.is_updating:
            self.notify("An update is under way; wait until it is answered.", severity="warning", markup=False)
            return
        if may_be_update(event.request.query, event.request.parameters):
            self.post_message(self.UpdateRequested(self, event.request))
            return
        self._abandon_question()
        self._ask(self.connected, event.request)

    def _ask(self, connected: Connected, request: QueryRequest) -> None:
        self._watch.stop()
        super()._ask(connected, request)

    def _begin_update(self, waiting: Cancellation) -> None:
        self._watch.stop()
        super()._begin_update(waiting)

    # Watching

    @on(ResultsTable.WatchRequested)
    def toggle_watch(self) -> None:
        """Ask the question of the answer again and again, or stop."""
        self._watch.toggle()

    @on(WatchAnswered)
    def _watch_answered(self, event: WatchAnswered) -> None:
        self._watch.answered(event)

    @on(WatchFailed)
    def _watch_failed(self, event: WatchFailed) -> None:
        self._watch.failed(event)

    # Letting the Engine check

    def ask_engine(self) -> None:
        """Let the Engine check the query without its rows."""
        request = self.pane.request()
        if self.connected is None:
            self.post_message(self.LoginRequested())
        elif not request.query.strip():
            self.complain("There is no query to check.", "Write one in the editor.")
        elif check_on_engine(self.connected.client, request, self.spools / f"{id(self)}-check.csv", self.post_message):
            self.query_one(StateLine).show_standing(f"{self._checker} checks the query…")
        else:
            self.say("An Engine cannot check an update without making it.", "Nothing was sent.")

    @property
    def _checker(self) -> str:
        """Of a fleet, one says it for all."""
        return (self.connected.client_name if self.connected is not None else "") or "The Engine"

    @on(EngineChecked)
    def _engine_checked(self, event: EngineChecked) -> None:
        self.query_one(StateLine).show_standing(f"{self._checker} {event.verdict}")
        if event.error is None:
            self.clear_message()
        else:
            self.explain(event.error, event.request.query)

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to cancel or to close."""
        is_pending = self.is_asking or self.is_updating
        return is_pending or bool(self.query_one(MessagePanel).display) or self.answer.is_derived

    def cancel(self) -> None:
        """Stop the question under way; else close the message; else leave the rows that were made from others."""
        if self.is_updating:
            self.stop_waiting()
        elif self.is_asking:
            self.stop_asking()
        elif self.query_one(MessagePanel).display:
            self.clear_message()
        else:
            self.answer.leave()
