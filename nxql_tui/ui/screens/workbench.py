"""The workbench: ask above, the answer below, the state between them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import SuspendNotSupported
from textual.message import Message
from textual.widgets import Footer

from nxql_tui.client.errors import QuestionCancelled, WrongQueryError
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.corrections import correction
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Update
from nxql_tui.results.view import View
from nxql_tui.ui.answer_view import AnswerView
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.editor.external_editor import ExternalEditorFailed, edit_text
from nxql_tui.ui.engine_check import EngineChecked, check_on_engine, refusal_in
from nxql_tui.ui.export_name import suggested_name
from nxql_tui.ui.keymap import WORKBENCH, bindings
from nxql_tui.ui.page_reader import PageFailed, PageRead, PageReader
from nxql_tui.ui.questions import (
    FirstPageRead,
    Question,
    QuestionAnswered,
    QuestionFailed,
    QuestionProgressed,
    ask,
)
from nxql_tui.ui.screens.export import ExportScreen
from nxql_tui.ui.screens.sized_screen import SizedScreen
from nxql_tui.ui.type_ahead import after_typing
from nxql_tui.ui.widgets.message_panel import MessagePanel
from nxql_tui.ui.widgets.pager import Pager
from nxql_tui.ui.widgets.parameter_bar import ParameterField
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.results_table import ResultsTable
from nxql_tui.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.errors import ClientError
    from nxql_tui.results.errors import ResultError
    from nxql_tui.wire.request import QueryRequest

ELAPSED_INTERVAL = 0.25
"""Seconds between two looks at the clock while a question is under way: four small repaints a second."""


class WorkbenchScreen(SizedScreen[None]):
    """Routes messages between the query, the Engine and the answer; the work itself is done elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(WORKBENCH)
    AUTO_FOCUS = "#editor"

    class LoginRequested(Message):
        """The user wants to log in, to this Engine or another."""

    @dataclass
    class NamesTold(Message):
        """The Engine has offered names for a wrong one."""

        text: str
        """The query."""
        wrong: str
        options: tuple[str, ...]

    def __init__(self, query: str, spools: Path) -> None:
        super().__init__()
        self._query = query
        self._spools = spools
        self._client: EngineClient | None = None
        self._connection_name = ""
        self._learned = LearnedNames()
        self._question: Question | None = None
        self._question_count = 0
        self._started = 0.0
        self._asked: QueryRequest | None = None
        self._rows_shown_early = 0
        self.answer = AnswerView()
        self.pages = PageReader(self.post_message)

    def compose_content(self) -> ComposeResult:
        """Query, message, state, answer, pages, keys."""
        yield QueryPane(self._query, id="query")
        yield MessagePanel(id="message")
        yield StateLine(id="state")
        yield ResultsTable(id="results")
        yield Pager(id="pager")
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Nothing asked yet; the clock ticks only while a question is under way."""
        query = self.query_one(QueryPane)
        query.show_connection(self._connection_name)
        query.believe(self._learned)
        self.query_one(StateLine).show_ready()
        self._clock = self.set_interval(ELAPSED_INTERVAL, self._show_elapsed, pause=True)

    def on_unmount(self) -> None:
        """Leave nothing running and nothing on disk."""
        if self._question is not None:
            self._question.cancellation.cancel()
        self.answer.close()

    def connect(self, client: EngineClient, name: str) -> None:
        """Ask this Engine from now on."""
        self._client = client
        self._connection_name = name
        if self.is_mounted:
            self.query_one(QueryPane).show_connection(name)

    def believe(self, learned: LearnedNames) -> None:
        """Check and complete with what the Engine has told."""
        self._learned = learned
        if self.is_mounted:
            self.query_one(QueryPane).believe(learned)

    # Asking

    def action_send(self) -> None:
        """Send the query."""
        after_typing(self, self.query_one(QueryPane).submit)

    @on(QueryPane.Incomplete)
    def _incomplete(self, event: QueryPane.Incomplete) -> None:
        self._say(event.what, event.advice)

    @on(QueryPane.Submitted)
    def _submitted(self, event: QueryPane.Submitted) -> None:
        if self._client is None:
            self.post_message(self.LoginRequested())
            return
        if isinstance(parse(event.request.query).statement, Update):
            self._say("This is an update, and this connection does not allow updates.", "Nothing was sent.")
            return
        if self._question is not None:
            self._question.cancellation.cancel()
        self._ask(self._client, event.request)

    def _ask(self, client: EngineClient, request: QueryRequest) -> None:
        self._question_count += 1
        question = Question(
            number=self._question_count,
            request=request,
            spool=self._spools / f"{id(self)}-{self._question_count}.{request.format.value}",
            page_size=self.answer.page_size,
        )
        self._question = question
        self._rows_shown_early = 0
        self._started = time.monotonic()
        self._last_progress = (0, 0)
        self._clear_message()
        self._show_elapsed()
        self._clock.resume()
        self.refresh_bindings()
        run_in_background(partial(ask, client, question, self.post_message), f"question-{question.number}")

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _show_elapsed(self) -> None:
        self.query_one(StateLine).show_loading(self._seconds(), *self._last_progress)

    @on(QuestionProgressed)
    def _progressed(self, event: QuestionProgressed) -> None:
        if event.question is self._question:
            self._last_progress = (event.progress.bytes_received, event.progress.rows_received)

    @on(FirstPageRead)
    def _first_page(self, event: FirstPageRead) -> None:
        if event.question is self._question:
            self._rows_shown_early = len(event.page.rows)
            self.answer.close()
            self.query_one(ResultsTable).show(event.page, View())
            self.query_one(Pager).show(0, self.answer.page_size, len(event.page.rows), complete=False)

    @on(QuestionAnswered)
    def _answered(self, event: QuestionAnswered) -> None:
        if event.question is not self._question:
            event.result_set.close()
            return
        self._question_over()
        self._asked = event.question.request
        self.answer.take(event.result_set)
        self._show_page()
        answer = event.answer
        self.query_one(StateLine).show_answer(
            event.result_set.row_count, answer.engine_milliseconds, self._seconds(), answer.size
        )
        if event.result_set.row_count:
            self.query_one(ResultsTable).focus()

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
            self._explain(error, event.question.request.query)

    def _explain(self, error: ClientError | ResultError, text: str) -> None:
        """Say what went wrong; what an Engine finds wrong with a query is marked in it and remembered."""
        if not isinstance(error, WrongQueryError):
            self._say(error.what, error.advice)
            return
        page = error.page
        advice = "Enter puts the marked name in its place." if page.options else ""
        self._say(page.message, advice, page.options, page.offending_word or "")
        if page.options:
            self.query_one(MessagePanel).focus_options()
            self.post_message(self.NamesTold(text, page.offending_word or "", page.options))
        query = self.query_one(QueryPane)
        if query.text == text:
            query.writing.tell(refusal_in(text, error))

    def _say(self, what: str, advice: str = "", options: tuple[str, ...] = (), wrong: str = "") -> None:
        self.query_one(MessagePanel).show(what, advice, options, wrong)
        self.refresh_bindings()

    def _clear_message(self) -> None:
        self.query_one(MessagePanel).hide()
        self.refresh_bindings()

    def _question_over(self) -> None:
        self._question = None
        self._clock.pause()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Cancel is there only while there is something to cancel or to close."""
        if action != "cancel" or not self.is_mounted:
            return True
        return self._question is not None or bool(self.query_one(MessagePanel).display)

    def action_cancel(self) -> None:
        """Stop the question under way; else close the message."""
        if self._question is not None:
            self._question.cancellation.cancel()
            return
        panel = self.query_one(MessagePanel)
        if panel.display:
            self._clear_message()
            self.query_one(QueryPane).focus_editor()

    @on(MessagePanel.OptionChosen)
    def _option_chosen(self, event: MessagePanel.OptionChosen) -> None:
        query = self.query_one(QueryPane)
        fix = correction(query.text, event.wrong, event.replacement)
        if fix is None:
            self.notify(f"'{event.wrong}' is no longer in the query.", severity="warning", markup=False)
            return
        query.replace(fix.span, fix.replacement)
        self._clear_message()
        query.focus_editor()

    # Reading

    @on(ResultsTable.SortRequested)
    def _sort(self, event: ResultsTable.SortRequested) -> None:
        if self.answer.sort_by(event.column):
            self._show_page()

    @on(ResultsTable.TurnRequested)
    @on(Pager.TurnRequested)
    def _turn(self, event: ResultsTable.TurnRequested | Pager.TurnRequested) -> None:
        if self.answer.turn(event.turn):
            self._show_page()

    @on(Pager.PageNumberEntered)
    def _enter_page(self, event: Pager.PageNumberEntered) -> None:
        self.answer.go_to(event.number)
        self._show_page()
        self.query_one(ResultsTable).focus()

    @on(Pager.PageSizeChosen)
    def _choose_page_size(self, event: Pager.PageSizeChosen) -> None:
        self.answer.resize_page(event.size)
        self._show_page()

    @on(ResultsTable.NextPageSizeRequested)
    def _next_page_size(self) -> None:
        self.answer.resize_page_to_next()
        self._show_page()

    @on(ResultsTable.GoToRequested)
    def _go_to(self) -> None:
        self.query_one(Pager).focus_page_number()

    def _show_page(self) -> None:
        wanted = self.answer.wanted_page()
        if wanted is not None:
            self.pages.read(wanted)

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        if event.request == self.answer.wanted_page():
            self.query_one(ResultsTable).show(event.page, event.request.view)
            self.query_one(Pager).show(event.page.first, event.request.size, event.page.total, complete=True)

    @on(PageFailed)
    def _page_failed(self, event: PageFailed) -> None:
        self._say(event.error.what, event.error.advice)

    # Going elsewhere

    def action_export(self) -> None:
        """Open the export dialog for the answer on the screen, or for the query as it stands."""
        if self._client is None:
            self.post_message(self.LoginRequested())
            return
        request = self._asked or self.query_one(QueryPane).request()

        def report(sentence: str | None) -> None:
            if sentence:
                self.query_one(StateLine).show_note(sentence)

        self.app.push_screen(ExportScreen(self._client, request, suggested_name(request.query)), report)

    def action_switch_connection(self) -> None:
        """Log in to another Engine; the query stays."""
        self.post_message(self.LoginRequested())

    # Writing

    def action_next_problem(self) -> None:
        """Go to the next problem in the query."""
        after_typing(self, self._next_problem)

    def _next_problem(self) -> None:
        if not self.query_one(QueryPane).writing.go_to_next_problem():
            self.notify("Nothing is wrong with the query, as far as can be known offline.", markup=False)

    def action_fix_problem(self) -> None:
        """Mend the problem at the cursor."""
        after_typing(self, self._fix_problem)

    def _fix_problem(self) -> None:
        if not self.query_one(QueryPane).writing.fix_problem():
            self.notify("There is nothing here that a key could mend.", markup=False)

    def action_format_query(self) -> None:
        """Lay the query out."""
        after_typing(self, self.query_one(QueryPane).writing.format_text)

    def action_edit_outside(self) -> None:
        """Write the query in an editor outside."""
        after_typing(self, self._edit_outside)

    def _edit_outside(self) -> None:
        query = self.query_one(QueryPane)
        try:
            with self.app.suspend():
                written = edit_text(query.text)
        except SuspendNotSupported:
            self.notify("This terminal cannot be handed to another program.", severity="warning", markup=False)
        except ExternalEditorFailed as error:
            self._say(str(error))
        else:
            if written != query.text:
                query.replace(Span(0, len(query.text)), written)
        query.focus_editor()

    def action_ask_engine(self) -> None:
        """Let the Engine check the query."""
        after_typing(self, self._ask_engine)

    def _ask_engine(self) -> None:
        request = self.query_one(QueryPane).request()
        if self._client is None:
            self.post_message(self.LoginRequested())
        elif not request.query.strip():
            self._say("There is no query to check.", "Write one in the editor.")
        elif check_on_engine(self._client, request, self._spools / f"{id(self)}-check.csv", self.post_message):
            self.query_one(StateLine).show_note("The Engine checks the query…")
        else:
            self._say("An Engine cannot check an update without making it.", "Nothing was sent.")

    @on(EngineChecked)
    def _engine_checked(self, event: EngineChecked) -> None:
        state = self.query_one(StateLine)
        if event.error is None:
            self._clear_message()
            state.show_note("The Engine would answer this query")
        else:
            state.show_note("The Engine would not answer this query")
            self._explain(event.error, event.request.query)

    def action_next_zone(self) -> None:
        """Move the focus to the next zone that can take it."""
        zones = self._zones()
        here = next((place for place, zone in enumerate(zones) if zone.has_focus_within), -1)
        zones[(here + 1) % len(zones)].focus()

    def _zones(self) -> list[Widget]:
        zones: list[Widget] = [self.query_one("#editor")]
        parameter = self.query(ParameterField)
        if parameter:
            zones.append(parameter.first().query_one("Input"))
        if self.query_one(MessagePanel).has_options:
            zones.append(self.query_one("#message OptionList"))
        zones.append(self.query_one(ResultsTable))
        return zones
