"""What stands in a tab from top to bottom: query, message, state, answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.message import Message

from nxql_tui.client.errors import RefusedError, WrongQueryError
from nxql_tui.nxql.comments import blank_comments
from nxql_tui.nxql.corrections import correction
from nxql_tui.ui.comparing import ComparisonFailed
from nxql_tui.ui.engine_check import refusal_in
from nxql_tui.ui.grouping import GroupsFailed
from nxql_tui.ui.message_log import ERROR, NOTE, Said, SaidMessage
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.screens.failure_details import failure_text
from nxql_tui.ui.tabs.answer_zone import AnswerZone
from nxql_tui.ui.widgets.fleet_line import FleetLine
from nxql_tui.ui.widgets.message_panel import MessagePanel
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.results_table import ResultsTable
from nxql_tui.ui.widgets.state_line import StateLine
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantFocus

    from nxql_tui.client.errors import ClientError
    from nxql_tui.library.drafts import Draft
    from nxql_tui.results.errors import ResultError
    from nxql_tui.wire.request import QueryRequest


_LONGEST_THAT_FITS = 200
"""Letters of a message that are seen at once in the smallest window."""


class TabZones(Vertical):
    """Holds the zones and says what went wrong between them; knows no Engine."""

    DEFAULT_CSS = """
    TabZones { height: 1fr; }
    """

    class Changed(Message):
        """What can be done now is another."""

    @dataclass
    class NamesTold(Message):
        """The Engine has offered names for a wrong one."""

        text: str
        """The query."""
        wrong: str
        options: tuple[str, ...]

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.given_name = draft.name
        """What the user called it; empty when they did not."""
        self.first_draft = draft
        """What it was opened with."""
        self.pane = QueryPane(draft, id="query")
        """The upper zone."""
        self._failure_text = ""
        self._secrets: set[str] = set()
        """Values of secret parameters that an Engine may repeat."""
        self._complained_of: QueryRequest | None = None
        """The question that the message is about and goes with."""

    def compose(self) -> ComposeResult:
        """Query, message, state, Engines, answer."""
        yield self.pane
        yield MessagePanel(id="message")
        yield StateLine(id="state")
        yield FleetLine(id="fleet-line")
        yield AnswerZone(id="answer")

    @property
    def failure_text(self) -> str:
        """All that is known about the failure on the screen; empty where there is none, or no more to say."""
        return self._failure_text if self.query_one(MessagePanel).display else ""

    @property
    def answer(self) -> AnswerZone:
        """The lower zone."""
        return self.query_one(AnswerZone)

    @property
    def draft(self) -> Draft:
        """What the user would lose with it."""
        if not self.is_mounted:
            return self.first_draft
        before = self.first_draft
        return replace(
            self.pane.draft(self.given_name),
            secret_numbers=before.secret_numbers,
            labels=before.labels,
            choices=before.choices,
        )

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Name keys of the rows while one reads them; a panel names its own."""
        if isinstance(event.widget, ResultsTable):
            self.pane.writing.offer_keys_of_reading()
        elif self.answer in event.widget.ancestors:
            self.pane.writing.offer_no_keys()

    # Parameters

    @on(ResultsTable.ValueTaken)
    def _take_value(self, event: ResultsTable.ValueTaken) -> None:
        number = self.pane.parameters.take(event.value)
        if number is None:
            self.note("The query has no parameter: write %1 where the value goes")
        elif number in self.first_draft.secret_numbers:
            self.note(f"%{number} has the value of the cell")
        else:
            self.note(f"%{number} is now {event.value}")

    @on(AnswerZone.Noted)
    def _note(self, event: AnswerZone.Noted) -> None:
        self.note(event.sentence)

    @on(AnswerZone.NoteOutdated)
    def _end_note(self) -> None:
        self.query_one(StateLine).end_note()

    @on(AnswerZone.DepthChanged)
    def _depth_changed(self) -> None:
        self.post_message(self.Changed())

    @on(GroupsFailed)
    @on(ComparisonFailed)
    def _derivation_failed(self, event: GroupsFailed | ComparisonFailed) -> None:
        self.query_one(StateLine).end_note()
        self.say(event.error.what, event.error.advice)

    @on(AnswerZone.Derived)
    def _say_what_rows_are(self, event: AnswerZone.Derived) -> None:
        state = self.query_one(StateLine)
        if event.sentence:
            state.show_standing(event.sentence)
        else:
            state.show_answer_again()

    # Saying what went wrong

    def explain(self, error: ClientError | ResultError, text: str) -> None:
        """Say what went wrong; what an Engine finds wrong with a query is marked in it and remembered."""
        if not isinstance(error, WrongQueryError):
            anew = with_keys(self.app, "{connection.switch} types the password anew")
            advice = f"{anew}. {error.advice}" if anew and isinstance(error, RefusedError) else error.advice
            self.say(error.what, advice, details=getattr(error, "details", ()))
            return
        page = error.page
        advice = "Enter puts the marked name in its place." if page.options else ""
        self.say(page.message, advice, page.options, page.offending_word or "")
        if page.options:
            if self.has_focus_within:
                self.query_one(MessagePanel).focus_options()
            self.post_message(self.NamesTold(text, page.offending_word or "", page.options))
        if self.pane.request().query == text:
            self.pane.writing.tell(refusal_in(blank_comments(self.pane.text), error))

    def say(
        self,
        what: str,
        advice: str = "",
        options: tuple[str, ...] = (),
        wrong: str = "",
        details: tuple[str, ...] = (),
    ) -> None:
        """Show a message between the query and its answer; `details`, and what may not fit there, are behind a key."""
        self._complained_of = None
        has_details = bool(details) or len(what) + len(advice) > _LONGEST_THAT_FITS
        self._failure_text = failure_text(what, advice, details) if has_details else ""
        self.query_one(MessagePanel).show(what, advice, options, wrong, has_details=has_details)
        self._remember(f"{what}  {advice}".rstrip(), ERROR)
        self.post_message(self.Changed())

    def complain(self, what: str, advice: str) -> None:
        """Say what the question lacks, until it is another one."""
        self.say(what, advice)
        self._complained_of = self.pane.request()

    @on(QueryPane.Changed)
    def _end_complaint(self) -> None:
        if self._complained_of is not None and self._complained_of != self.pane.request():
            self._complained_of = None
            self.clear_message()

    def note(self, sentence: str) -> None:
        """Say something in the state line."""
        self.query_one(StateLine).show_note(sentence)
        self._remember(sentence, NOTE)

    def _remember(self, sentence: str, severity: str) -> None:
        """Let it be read again later, without the values of secret parameters."""
        self.know_secrets()
        # One may be a part of another.
        for value in sorted(self._secrets, key=len, reverse=True):
            sentence = sentence.replace(value, Secret.MASK)
        self.post_message(Said(SaidMessage(visible_line(sentence), severity)))

    def know_secrets(self) -> None:
        """Keep in mind what is secret now: when an Engine repeats it, something else may stand in its field."""
        secret = self.first_draft.secret_numbers
        if secret:
            values = self.pane.request().parameters.items()
            self._secrets |= {value for number, value in values if number in secret and value}

    def clear_message(self) -> None:
        """Take the message away; where it had the focus, the query has it now."""
        panel = self.query_one(MessagePanel)
        had_focus = panel.has_focus_within
        panel.hide()
        if had_focus:
            # Now, not by a message: what comes of a question goes by where the focus is.
            self.screen.set_focus(self.pane.writing.editor)
        self.post_message(self.Changed())

    @on(MessagePanel.OptionChosen)
    def _option_chosen(self, event: MessagePanel.OptionChosen) -> None:
        fix = correction(blank_comments(self.pane.text), event.wrong, event.replacement)
        if fix is None:
            self.notify(f"'{event.wrong}' is no longer in the query.", severity="warning", markup=False)
            return
        self.pane.replace(fix.span, fix.replacement)
        self.clear_message()
        self.pane.focus_editor()
