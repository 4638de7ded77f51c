"""Where a question is put together: the query and its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import VerticalGroup
from textual.message import Message
from textual.widgets import TextArea

from nxql_tui.library.drafts import Draft, Switches
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.comments import strip_comments
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.row_limit import with_row_limit
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.editor.writing_area import WritingArea
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.widgets.parameter_bar import ParameterBar
from nxql_tui.ui.widgets.parameter_field import ParameterField
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from textual.app import ComposeResult

    Recall: TypeAlias = Callable[[int, str], tuple[str, ...]]
    """The values that a parameter of a number and a label had before, the newest first."""


class QueryPane(VerticalGroup):
    """The upper zone of a tab."""

    @dataclass
    class Submitted(Message):
        """The user wants this asked."""

        request: QueryRequest

    @dataclass
    class Incomplete(Message):
        """The question cannot be asked as it stands."""

        what: str
        advice: str
        wants_platform: bool = False
        """Whether a switch is what is missing."""

    @dataclass
    class ValuesRecalled(Message):
        """What was given before for a parameter."""

        number: int
        values: tuple[str, ...]

    class Changed(Message):
        """The query, its parameters or its switches are others."""

    def __init__(self, draft: Draft, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._first_draft = draft
        self._switches = draft.switches
        self.row_limit: int | None = None
        """What a select without a limit is sent with; None sends it as it is."""
        self._learned = LearnedNames()
        self._recall: Recall | None = None

    def compose(self) -> ComposeResult:
        """The editor, the parameters."""
        yield WritingArea(self._first_draft.text, id="writing")
        yield ParameterBar(id="parameters")

    async def on_mount(self) -> None:
        """Show the inputs of the first query's placeholders."""
        bar = self.query_one(ParameterBar)
        bar.describe(self._first_draft)
        bar.fill(self._first_draft.parameters)
        self.writing.editor.go_to(self._first_draft.cursor)
        await self._show_parameters()

    @property
    def text(self) -> str:
        """The query as it stands in the editor."""
        return self.writing.text

    @property
    def writing(self) -> WritingArea:
        """The editor with its marks and its completion."""
        return self.query_one(WritingArea)

    @property
    def parameters(self) -> ParameterBar:
        """The inputs of the placeholders."""
        return self.query_one(ParameterBar)

    @property
    def switches(self) -> Switches:
        """Platforms and Formatted."""
        return self._switches

    @switches.setter
    def switches(self, switches: Switches) -> None:
        self._switches = switches
        self._tell_surroundings()

    def draft(self, name: str) -> Draft:
        """Everything the user would lose."""
        values = self.parameters.all_values
        return Draft(self.text, name, self._switches, values, self.writing.editor.cursor_offset)

    def believe(self, learned: LearnedNames) -> None:
        """Check and complete with what the Engine has told."""
        self._learned = learned
        self._tell_surroundings()

    @property
    def added_limit(self) -> int | None:
        """The connection's row limit, where the query has none of its own; else None."""
        limit, query = self.row_limit, strip_comments(self.text)
        return limit if limit is not None and with_row_limit(query, limit) != query else None

    def request(self) -> QueryRequest:
        """The question as it stands, to be answered as csv; comments are for people and are not asked.

        A select without a limit gets that of the connection, where it has one.
        """
        query = strip_comments(self.text)
        if self.row_limit is not None:
            query = with_row_limit(query, self.row_limit)
        return QueryRequest(
            query=query,
            platforms=self._switches.platforms,
            parameters=self.parameters.values_of(find_placeholders(query)),
            format=Format.CSV,
            human_readable=self._switches.human_readable,
        )

    def submit(self) -> None:
        """Post `Submitted`, or `Incomplete` with the focus on what is missing."""
        request = self.request()
        empty = next((number for number, value in request.parameters.items() if not value), None)
        if not request.query.strip():
            self.focus_editor()
            self.post_message(self.Incomplete("There is no query.", "Write one in the editor, then send it."))
        elif not request.platforms:
            advice = f"Switch on at least one{with_keys(self.app, ': {toggle.switch} toggles it')}."
            self.post_message(self.Incomplete("No platform is switched on.", advice, wants_platform=True))
        elif empty is not None:
            self.parameters.focus_number(empty)
            self.post_message(
                self.Incomplete(f"'%{empty}' has no value.", 'Type one in its field; "" stands for an empty text.')
            )
        else:
            self.post_message(self.Submitted(request))

    def replace(self, span: Span, replacement: str) -> None:
        """Replace a stretch of the query; one undo takes it back."""
        self.writing.editor.replace_span(span, replacement)

    def can_take(self, draft: Draft) -> bool:
        """Whether filling the pane with it loses nothing: there is no query, or the same one."""
        if not self.text.strip():
            return True
        parameters = {number: value for number, value in self.parameters.all_values.items() if value}
        return (self.text, self._switches, parameters) == (draft.text, draft.switches, dict(draft.parameters))

    def fill(self, draft: Draft) -> None:
        """Put another query in the place of this one; one undo brings back its text."""
        self.parameters.fill(draft.parameters)
        if self.text != draft.text:
            self.replace(Span(0, len(self.text)), draft.text)
        self.switches = draft.switches

    def focus_editor(self) -> None:
        """Give the editor the focus."""
        self.writing.editor.focus()

    # Earlier values

    def recall_with(self, recall: Recall) -> None:
        """Ask this for the values that parameters had before; it is called on threads of its own."""
        self._recall = recall
        for parameter in self.query(ParameterField):
            parameter.want_values()

    @on(ParameterField.ValuesWanted)
    def _recall_values(self, event: ParameterField.ValuesWanted) -> None:
        event.stop()
        recall = self._recall
        if recall is None:
            self.parameters.propose(event.number, ())
            return

        def work() -> None:
            self.post_message(self.ValuesRecalled(event.number, recall(event.number, event.label)))

        run_in_background(work, "earlier-values")

    @on(ValuesRecalled)
    def _propose_values(self, event: ValuesRecalled) -> None:
        self.parameters.propose(event.number, event.values)

    @on(TextArea.Changed)
    async def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        await self._show_parameters()

    async def _show_parameters(self) -> None:
        await self.parameters.show(find_placeholders(strip_comments(self.text)))
        self._tell_surroundings()

    @on(ParameterBar.Changed)
    def _tell_surroundings(self) -> None:
        """What the query is checked against changes with the switches and the parameters."""
        platforms = frozenset(platform.value for platform in self._switches.platforms)
        self.writing.set_surroundings(platforms, self.parameters.shown_values, self._learned)
        self.post_message(self.Changed())
