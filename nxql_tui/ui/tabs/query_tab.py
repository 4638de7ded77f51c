"""One query that is asked, with its state and its answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.nxql.update_recognition import may_be_update
from nxql_tui.results.view_export.provenance import Provenance
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.engine_check import EngineChecked, check_on_engine
from nxql_tui.ui.export_work import AnsweredRows
from nxql_tui.ui.page_reader import PageFailed
from nxql_tui.ui.questions import (
    FirstPageRead,
    Question,
    QuestionAnswered,
    QuestionFailed,
    QuestionProgressed,
    ask,
)
from nxql_tui.ui.tabs.tab_zones import TabZones
from nxql_tui.ui.updates import PendingUpdate, UpdateEnded, send_update, show_ending
from nxql_tui.ui.widgets.message_panel import MessagePanel
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.library.drafts import Draft
    from nxql_tui.ui.connected import Connected
    from nxql_tui.ui.question_log import QuestionLog
    from nxql_tui.updates.sending import UpdateSender
    from nxql_tui.wire.request import QueryRequest

ELAPSED_INTERVAL = 0.25
"""Seconds between two looks at the clock while a question is under way: four small repaints a second."""


class QueryTab(TabZones):
    """Routes messages between the query, the Engine and the answer; the work itself is done elsewhere."""

    class LoginRequested(Message):
        """Nobody is logged in to ask."""

    @dataclass
    class UpdateRequested(Message):
        """The user wants an update sent, which somebody has to confirm."""

        tab: QueryTab
        request: QueryRequest

    def __init__(self, draft: Draft, spools: Path) -> None:
        super().__init__(draft)
        self._connected: Connected | None = None
        self.asked: QueryRequest | None = None
        """The question of the answer on the screen."""
        self.asked_engine = ""
        """The address of the Engine that gave it."""
        self._spools = spools
        self._question: Question | None = None
        self._question_count = 0
        self._started = 0.0
        self._last_progress = (0, 0)
        self._rows_shown_early = 0
        self._update: PendingUpdate | None = None

    def on_mount(self) -> None:
        """Nothing asked yet; the clock ticks only while a question is under way."""
        self.query_one(StateLine).show_ready()
        self._clock = self.set_interval(ELAPSED_INTERVAL, self._show_elapsed, pause=True)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        for pending in (self._question, self._update):
            if pending is not None:
                pending.cancellation.cancel()

    @property
    def connected(self) -> Connected | None:
        """Who is asked; None when nobody is logged in."""
        return self._connected

    @connected.setter
    def connected(self, connected: Connected | None) -> None:
        self._connected = connected
        if connected is not None:
            self.pane.recall_with(connected.log.recent_values)

    # Asking

    @on(QueryPane.Incomplete)
    def _incomplete(self, event: QueryPane.Incomplete) -> None:
        self.say(event.what, event.advice)

    @on(QueryPane.Submitted)
    def _submitted(self, event: QueryPane.Submitted) -> None:
        if self.connected is None:
            self.post_message(self.LoginRequested())
            return
        if self._update is not None:
            self.notify("An update is under way; wait until it is answered.", severity="warning", markup=False)
            return
        if may_be_update(event.request.query, event.request.parameters):
            self.post_message(self.UpdateRequested(self, event.request))
            return
        if self._question is not None:
            self._question.cancellation.cancel()
        self._ask(self.connected, event.request)

    def _ask(self, connected: Connected, request: QueryRequest) -> None:
        self._question_count += 1
        question = Question(
            number=self._question_count,
            request=request,
            spool=self._spools / f"{id(self)}-{self._question_count}.{request.format.value}",
            page_size=self.answer.page_size,
            engine=str(connected.client.address),
            labels=self.first_draft.labels,
            secret_numbers=self.first_draft.secret_numbers,
        )
        self._question = question
        self._rows_shown_early = 0
        self._started = time.monotonic()
        self._last_progress = (0, 0)
        self.clear_message()
        self._show_elapsed()
        self._clock.resume()
        work = partial(ask, connected.client, question, self.post_message, connected.log)
        run_in_background(work, f"question-{question.number}")

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _show_elapsed(self) -> None:
        if self._update is not None:
            self.query_one(StateLine).show_updating(self._seconds())
            return
        self.query_one(StateLine).show_loading(self._seconds(), *self._last_progress)

    @on(QuestionProgressed)
    def _progressed(self, event: QuestionProgressed) -> None:
        if event.question is self._question:
            self._last_progress = (event.progress.bytes_received, event.progress.rows_received)

    @on(FirstPageRead)
    def _first_page(self, event: FirstPageRead) -> None:
        if event.question is self._question:
            self._rows_shown_early = len(event.page.rows)
            self.answer.show_early(event.page)

    @on(QuestionAnswered)
    def _answered(self, event: QuestionAnswered) -> None:
        if event.question is not self._question:
            event.result_set.close()
            return
        self._question_over()
        self.asked, self.asked_engine = event.question.request, event.question.engine
        self.answer.take(event.result_set)
        answer = event.answer
        self.query_one(StateLine).show_answer(
            event.result_set.row_count, answer.engine_milliseconds, self._seconds(), answer.size
        )
        if event.result_set.row_count and self.has_focus_within:
            # Now, not by a message that a new tab would overtake.
            self.screen.set_focus(self.answer.table)

    @on(QuestionFailed)
    def _failed(self, event: QuestionFailed) -> None:
        if event.question is not self._question:
            return
        self._question_over()
        error = event.error
        state = self.query_one(StateLine)
        if self._rows_shown_early:
            state.show_incomplete(self._seconds(), self._rows_shown_early)
        elif isinstance(error, QuestionCancelled):
            state.show_cancelled(self._seconds(), older_rows=self.answer.has_rows)
        else:
            state.show_failed(self._seconds(), older_rows=self.answer.has_rows)
        if not isinstance(error, QuestionCancelled):
            self.explain(error, event.question.request.query)

    @on(PageFailed)
    def _page_failed(self, event: PageFailed) -> None:
        self.say(event.error.what, event.error.advice)

    def _question_over(self) -> None:
        self._question = None
        self._clock.pause()
        self.post_message(self.Changed())

    def answered_rows(self) -> AnsweredRows | None:
        """The answer on the screen as its reader has it; None when there is none."""
        result_set = self.answer.result_set
        if result_set is None or self.asked is None:
            return None
        secret = self.first_draft.secret_numbers
        provenance = Provenance(self.asked, self.asked_engine, result_set.stored_at, secret)
        return AnsweredRows(result_set, self.answer.view, provenance)

    # Updating

    def send_update(self, sender: UpdateSender, request: QueryRequest, log: QuestionLog) -> None:
        """Send an update that has been confirmed; what is still being asked is stopped."""
        if self._question is not None:
            self._question.cancellation.cancel()
            self._question = None
        draft = self.first_draft
        spool = self._spools / f"{id(self)}-update.csv"
        self._update = PendingUpdate(sender, request, spool, draft.labels, draft.secret_numbers)
        self._started = time.monotonic()
        self.clear_message()
        self._show_elapsed()
        self._clock.resume()
        run_in_background(partial(send_update, self._update, self.post_message, log), "update")

    @on(UpdateEnded)
    def _update_ended(self, event: UpdateEnded) -> None:
        self._update = None
        self._clock.pause()
        show_ending(event.update.sender, self.query_one(StateLine), self._seconds())
        if event.what:
            self.say(event.what, event.advice)
        self.post_message(self.Changed())

    # Letting the Engine check

    def ask_engine(self) -> None:
        """Let the Engine check the query without its rows."""
        request = self.pane.request()
        if self.connected is None:
            self.post_message(self.LoginRequested())
        elif not request.query.strip():
            self.say("There is no query to check.", "Write one in the editor.")
        elif check_on_engine(self.connected.client, request, self._spools / f"{id(self)}-check.csv", self.post_message):
            self.query_one(StateLine).show_note("The Engine checks the query…")
        else:
            self.say("An Engine cannot check an update without making it.", "Nothing was sent.")

    @on(EngineChecked)
    def _engine_checked(self, event: EngineChecked) -> None:
        state = self.query_one(StateLine)
        if event.error is None:
            self.clear_message()
            state.show_note("The Engine would answer this query")
        else:
            state.show_note("The Engine would not answer this query")
            self.explain(event.error, event.request.query)

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to cancel or to close."""
        return self._question is not None or self._update is not None or bool(self.query_one(MessagePanel).display)

    def cancel(self) -> None:
        """Stop the question under way; else close the message."""
        pending = self._update or self._question
        if pending is not None:
            pending.cancellation.cancel()
        elif self.query_one(MessagePanel).display:
            self.clear_message()
            self.pane.focus_editor()
