"""A query that is asked, and how its answer arrives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.spool import SpoolRoom
from nxql_tui.results.view import View
from nxql_tui.results.view_export.provenance import Provenance
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.cut_answers import cut_reason
from nxql_tui.ui.empty_words import FIRST_STEPS, NO_QUERY, NOTHING_ASKED
from nxql_tui.ui.export_work import AnsweredRows
from nxql_tui.ui.motion import clock_interval
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
from nxql_tui.ui.tabs.tab_zones import TabZones
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.library.drafts import Draft
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.ui.connected import Connected
    from nxql_tui.wire.request import QueryRequest


class AskingTab(TabZones):
    """Asks one question at a time and takes its answer, or the part of it that comes."""

    @dataclass
    class Over(Message):
        """What was sent has been answered, or will not be any more."""

        tab: AskingTab
        seconds: float
        """How long that took."""

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
        self._before_answer = NOTHING_ASKED
        self._place_at_send: object = None
        """Where the user stood and what was written when the question was sent."""

    def on_mount(self) -> None:
        """Nothing asked yet; the clock ticks only while a question is under way."""
        self.query_one(StateLine).show_ready()
        self._clock = self.set_interval(clock_interval(self.app), self._show_elapsed, pause=True)

    # What to do next

    def tell_first_steps(self) -> None:
        """Tell the first steps, until there is an answer."""
        self._before_answer = FIRST_STEPS
        self._say_next_step()

    @on(QueryPane.Changed)
    @on(TabZones.Changed)
    def _say_next_step(self) -> None:
        if self.is_asking:
            self.answer.next_step = ""
        else:
            self.answer.next_step = self._before_answer if self.pane.text.strip() else NO_QUERY

    def on_unmount(self) -> None:
        """Leave nothing running."""
        if self._question is not None:
            self._question.abandon()

    @property
    def connected(self) -> Connected | None:
        """Who is asked; None when nobody is logged in."""
        return self._connected

    @connected.setter
    def connected(self, connected: Connected | None) -> None:
        self._connected = connected
        if connected is not None:
            self.pane.recall_with(connected.log.recent_values)
            self.pane.row_limit = connected.connection.row_limit
        self._fit_connection()

    def _fit_connection(self) -> None:
        """Nothing here depends on who is asked."""

    # Asking

    @property
    def is_asking(self) -> bool:
        """Whether a question is under way."""
        return self._question is not None

    def stop_asking(self) -> None:
        """Stop the question under way; what has come is kept."""
        if self._question is None:
            return
        if self._arrival.is_over:
            self._question.stop()
        else:
            self._question.cancellation.cancel()

    def _ask(self, connected: Connected, request: QueryRequest) -> None:
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
            added_limit=self.pane.added_limit,
        )
        self._question = question
        self._begin(request)
        work = partial(ask, connected.client, question, self.post_message, connected.log)
        run_in_background(work, f"question-{question.number}")

    def _begin(self, request: QueryRequest) -> None:
        """Remember where the user stands, and let the clock run."""
        is_same = request == self.asked and not self.answer.is_derived
        self._view_before = (self.answer.column_names, self.answer.view) if is_same else None
        self._arrival = Arrival()
        self._run_clock()
        self._place_at_send = self._place

    def _run_clock(self) -> None:
        """Something is sent: show the time from now on, until it is over."""
        self.know_secrets()
        self.clear_message()
        self._show_elapsed()
        self._clock.stop()
        # How often may be another than before.
        self._clock = self.set_interval(clock_interval(self.app), self._show_elapsed)

    def _end_clock(self) -> None:
        """Say that what was under way is over."""
        self._clock.pause()
        self.post_message(self.Over(self, self._arrival.seconds))
        self.post_message(self.Changed())

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
        if arrival.is_over:
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
        if not self._take(event):
            return
        answer, rows = event.answer, event.result_set.row_count
        self.query_one(StateLine).show_answer(
            rows, answer.engine_milliseconds, self._arrival.seconds, answer.size, event.question.added_limit
        )
        if rows:
            self._go_to_rows()

    @on(QuestionCutShort)
    def _cut_short(self, event: QuestionCutShort) -> None:
        if self._take(event):
            self._say_incomplete(event.result_set.row_count, event)
            self._go_to_rows()

    def _take(self, event: QuestionAnswered | QuestionCutShort) -> bool:
        """Show the rows of a question, looked at as those of the same question before; False when it is another."""
        if event.question is not self._question:
            event.result_set.close()
            return False
        self._question_over()
        self._show_answer(event.result_set, event.question.request, event.question.engine)
        return True

    def _show_answer(self, result_set: ResultSet, request: QueryRequest, engine: str) -> None:
        self.asked, self.asked_engine = request, engine
        self.answer.take(result_set)
        if self._view_before is not None:
            names, view = self._view_before
            # What the reader has done meanwhile to the rows that came is what they want.
            if names == self.answer.column_names and self.answer.view == View():
                self.answer.change(view)

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
        self._end_clock()

    def answered_rows(self) -> AnsweredRows | None:
        """The answer on the screen as its reader has it; None when there is none."""
        result_set = self.answer.result_set
        if result_set is None or self.asked is None:
            return None
        secret = self.first_draft.secret_numbers
        provenance = Provenance(self.asked, self.asked_engine, result_set.stored_at, secret)
        return AnsweredRows(result_set, self.answer.view, provenance)
