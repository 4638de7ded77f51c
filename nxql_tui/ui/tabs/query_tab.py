"""One query that is asked, with its state and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.spool import SpoolRoom
from nxql_tui.nxql.update_recognition import may_be_update
from nxql_tui.results.view import View
from nxql_tui.results.view_export.provenance import Provenance
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.cut_answers import cut_reason
from nxql_tui.ui.engine_check import EngineChecked, check_on_engine
from nxql_tui.ui.export_work import AnsweredRows
from nxql_tui.ui.page_reader import PageFailed
from nxql_tui.ui.questions import (
    AnswerArrived,
    FirstPageRead,
    Question,
    QuestionAnswered,
    QuestionCutShort,
    QuestionFailed,
    QuestionProgressed,
    ask,
)
from nxql_tui.ui.tabs.arrival import Arrival
from nxql_tui.ui.tabs.tab_watch import TabWatch, WatchAnswered, WatchFailed
from nxql_tui.ui.tabs.tab_zones import TabZones
from nxql_tui.ui.updates import PendingUpdate, UpdateEnded, send_update, show_ending
from nxql_tui.ui.widgets.message_panel import MessagePanel
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.results_table import ResultsTable
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
        self.spools = spools
        """Where bytes and rows go."""
        self._question: Question | None = None
        self._view_before: tuple[tuple[str, ...], View] | None = None
        """How the answer to the same question was looked at, and its columns."""
        self._question_count = 0
        self._arrival = Arrival()
        self._place_at_send: object = None
        """Where the user stood and what was written when the question was sent."""
        self._update: PendingUpdate | None = None
        self._watch = TabWatch(self)

    def on_mount(self) -> None:
        """Nothing asked yet; the clock ticks only while a question is under way."""
        self.query_one(StateLine).show_ready()
        self._clock = self.set_interval(ELAPSED_INTERVAL, self._show_elapsed, pause=True)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._watch.stop()
        if self._question is not None:
            self._question.abandon()
        if self._update is not None:
            self._update.cancellation.cancel()

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
        self._abandon_question()
        self._ask(self.connected, event.request)

    def _ask(self, connected: Connected, request: QueryRequest) -> None:
        self._watch.stop()
        self._question_count += 1
        question = Question(
            number=self._question_count,
            request=request,
            spool=self.spools / f"{id(self)}-{self._question_count}.{request.format.value}",
            page_size=self.answer.page_size,
            engine=str(connected.client.address),
            labels=self.first_draft.labels,
            secret_numbers=self.first_draft.secret_numbers,
            room=SpoolRoom(connected.spool_limit),
            memory_limit=connected.memory_limit,
        )
        self._question = question
        is_same = request == self.asked and not self.answer.is_derived
        self._view_before = (self.answer.column_names, self.answer.view) if is_same else None
        self._arrival = Arrival()
        self._place_at_send = self._place
        self.clear_message()
        self._show_elapsed()
        self._clock.resume()
        work = partial(ask, connected.client, question, self.post_message, connected.log)
        run_in_background(work, f"question-{question.number}")

    def _abandon_question(self) -> None:
        if self._question is not None:
            self._question.abandon()
            self._question = None
            self.answer.drop_early()

    @property
    def _place(self) -> object:
        """Where the user stands and what is written."""
        return self.screen.focused, self.pane.request()

    def _go_to_rows(self) -> None:
        """Move the focus to the rows, once a question, unless the user has gone on meanwhile."""
        if self.has_focus_within and self._place == self._place_at_send:
            # Now, not by a message that a new tab would overtake.
            self.screen.set_focus(self.answer.table)

    def _show_elapsed(self) -> None:
        state, arrival = self.query_one(StateLine), self._arrival
        if self._update is not None:
            state.show_updating(arrival.seconds)
        elif arrival.is_over:
            state.show_storing(arrival.seconds, arrival.size, arrival.row_count)
        else:
            state.show_loading(arrival.seconds, arrival.size, arrival.row_count, arrival.rate)

    @on(QuestionProgressed)
    def _progressed(self, event: QuestionProgressed) -> None:
        if event.question is self._question:
            self._arrival.note(event.progress)

    @on(FirstPageRead)
    def _first_page(self, event: FirstPageRead) -> None:
        if event.question is self._question:
            self._arrival.rows_shown = len(event.page.rows)
            self.answer.show_early(event.page)
            self._go_to_rows()

    @on(AnswerArrived)
    def _arrived(self, event: AnswerArrived) -> None:
        if event.question is self._question:
            self._arrival.is_over = True

    @on(QuestionAnswered)
    def _answered(self, event: QuestionAnswered) -> None:
        if event.question is not self._question:
            event.result_set.close()
            return
        self._question_over()
        self.asked, self.asked_engine = event.question.request, event.question.engine
        self.answer.take(event.result_set)
        if self._view_before is not None:
            names, view = self._view_before
            # What the reader has done meanwhile to the rows that came is what they want.
            if names == self.answer.column_names and self.answer.view == View():
                self.answer.change(view)
        answer = event.answer
        self.query_one(StateLine).show_answer(
            event.result_set.row_count, answer.engine_milliseconds, self._arrival.seconds, answer.size
        )
        if event.result_set.row_count:
            self._go_to_rows()

    @on(QuestionCutShort)
    def _cut_short(self, event: QuestionCutShort) -> None:
        if event.question is not self._question:
            event.result_set.close()
            return
        self._question_over()
        self.asked = event.question.request
        self.answer.take(event.result_set)
        if self._view_before is not None:
            names, view = self._view_before
            # What the reader has done meanwhile to the rows that came is what they want.
            if names == self.answer.column_names and self.answer.view == View():
                self.answer.change(view)
        self._say_incomplete(event.result_set.row_count, event)
        self._go_to_rows()

    @on(QuestionFailed)
    def _failed(self, event: QuestionFailed) -> None:
        if event.question is not self._question:
            return
        self._question_over()
        state, seconds = self.query_one(StateLine), self._arrival.seconds
        if self._arrival.rows_shown:
            self.answer.keep_early()
            self._say_incomplete(self._arrival.rows_shown, event)
        elif isinstance(event.error, QuestionCancelled):
            state.show_cancelled(seconds, older_rows=self.answer.has_rows)
        else:
            state.show_failed(seconds, older_rows=self.answer.has_rows)
            self.explain(event.error, event.question.request.query)

    def _say_incomplete(self, row_count: int, event: QuestionCutShort | QuestionFailed) -> None:
        self.query_one(StateLine).show_incomplete(self._arrival.seconds, row_count, cut_reason(event.error))
        if not isinstance(event.error, QuestionCancelled):
            self.explain(event.error, event.question.request.query)

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
        self._watch.stop()
        self._abandon_question()
        draft = self.first_draft
        spool = self.spools / f"{id(self)}-update.csv"
        self._update = PendingUpdate(sender, request, spool, draft.labels, draft.secret_numbers)
        self._arrival = Arrival()
        self.clear_message()
        self._show_elapsed()
        self._clock.resume()
        run_in_background(partial(send_update, self._update, self.post_message, log), "update")

    @on(UpdateEnded)
    def _update_ended(self, event: UpdateEnded) -> None:
        self._update = None
        self._clock.pause()
        show_ending(event.update.sender, self.query_one(StateLine), self._arrival.seconds)
        if event.what:
            self.say(event.what, event.advice)
        self.post_message(self.Changed())

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
            self.say("There is no query to check.", "Write one in the editor.")
        elif check_on_engine(self.connected.client, request, self.spools / f"{id(self)}-check.csv", self.post_message):
            self.query_one(StateLine).show_standing("The Engine checks the query…")
        else:
            self.say("An Engine cannot check an update without making it.", "Nothing was sent.")

    @on(EngineChecked)
    def _engine_checked(self, event: EngineChecked) -> None:
        state = self.query_one(StateLine)
        if event.error is None:
            self.clear_message()
            state.show_standing("The Engine would answer this query")
        else:
            state.show_standing("The Engine would not answer this query")
            self.explain(event.error, event.request.query)

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to cancel or to close."""
        is_pending = self._question is not None or self._update is not None
        return is_pending or bool(self.query_one(MessagePanel).display) or self.answer.is_derived

    def cancel(self) -> None:
        """Stop the question under way; else close the message; else leave the rows that were made from others."""
        if self._update is not None:
            self._update.cancellation.cancel()
        elif self._question is not None and self._arrival.is_over:
            self._question.stop()
        elif self._question is not None:
            self._question.cancellation.cancel()
        elif self.query_one(MessagePanel).display:
            had_keys = self.query_one(MessagePanel).has_focus_within
            self.clear_message()
            if had_keys:
                self.pane.focus_editor()
        else:
            self.answer.leave()
