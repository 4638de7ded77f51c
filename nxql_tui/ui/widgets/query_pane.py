"""Where a question is put together: platforms, query, parameters, Formatted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import HorizontalGroup, VerticalGroup
from textual.message import Message
from textual.widgets import Label, TextArea

from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.ui.editor.writing_area import WritingArea
from nxql_tui.ui.widgets.parameter_bar import ParameterBar
from nxql_tui.ui.widgets.toggle import Toggle
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.request import Format, Platform, QueryRequest

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nxql_tui.nxql.positions import Span


class QueryPane(VerticalGroup):
    """The upper zone of the workbench."""

    DEFAULT_CSS = """
    QueryPane .head { height: 1; background: $panel; padding: 0 1; }
    QueryPane .connection { width: 1fr; height: 1; text-style: bold; text-overflow: ellipsis; text-wrap: nowrap; }
    QueryPane Toggle { margin-left: 1; }
    """

    PLATFORM_LABELS: ClassVar = {
        Platform.WINDOWS: "windows",
        Platform.MAC_OS: "mac_os",
        Platform.MOBILE: "mobile",
    }

    @dataclass
    class Submitted(Message):
        """The user wants this asked."""

        request: QueryRequest

    @dataclass
    class Incomplete(Message):
        """The question cannot be asked as it stands."""

        what: str
        advice: str

    def __init__(self, query: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._first_query = query
        self._learned = LearnedNames()

    def compose(self) -> ComposeResult:
        """The connection and switches in one line, the editor, the parameters."""
        with HorizontalGroup(classes="head"):
            yield Label("", classes="connection", markup=False)
            for platform, label in self.PLATFORM_LABELS.items():
                yield Toggle(label, platform is Platform.WINDOWS, id=f"platform-{platform.value}")
            yield Toggle("Formatted", id="formatted")
        yield WritingArea(self._first_query, id="writing")
        yield ParameterBar(id="parameters")

    async def on_mount(self) -> None:
        """Show the inputs of the first query's placeholders."""
        await self._show_parameters()

    @property
    def text(self) -> str:
        """The query as it stands in the editor."""
        return self.writing.text

    @property
    def writing(self) -> WritingArea:
        """The editor with its marks and its completion."""
        return self.query_one(WritingArea)

    def show_connection(self, text: str) -> None:
        """Name the Engine and the user in the first line."""
        self.query_one(".connection", Label).update(visible_line(text))

    def believe(self, learned: LearnedNames) -> None:
        """Check and complete with what the Engine has told."""
        self._learned = learned
        self._tell_surroundings()

    def request(self) -> QueryRequest:
        """The question as it stands, to be answered as csv."""
        return QueryRequest(
            query=self.text,
            platforms=tuple(platform for platform in Platform if self._platform_box(platform).value),
            parameters=self.query_one(ParameterBar).values_of(find_placeholders(self.text)),
            format=Format.CSV,
            human_readable=self.query_one("#formatted", Toggle).value,
        )

    def submit(self) -> None:
        """Post `Submitted`, or `Incomplete` with the focus on what is missing."""
        request = self.request()
        empty = next((number for number, value in request.parameters.items() if not value), None)
        if not request.query.strip():
            self.writing.editor.focus()
            self.post_message(self.Incomplete("There is no query.", "Write one in the editor, then send it."))
        elif not request.platforms:
            self._platform_box(Platform.WINDOWS).focus()
            self.post_message(
                self.Incomplete("No platform is switched on.", "Switch on at least one: space toggles it.")
            )
        elif empty is not None:
            self.query_one(ParameterBar).focus_number(empty)
            self.post_message(
                self.Incomplete(f"'%{empty}' has no value.", 'Type one in its field; "" stands for an empty text.')
            )
        else:
            self.post_message(self.Submitted(request))

    def toggle_platform(self, platform: Platform) -> None:
        """Switch a platform on or off."""
        self._platform_box(platform).action_turn()

    def toggle_formatted(self) -> None:
        """Switch Formatted on or off."""
        self.query_one("#formatted", Toggle).action_turn()

    def replace(self, span: Span, replacement: str) -> None:
        """Replace a stretch of the query; one undo takes it back."""
        self.writing.editor.replace_span(span, replacement)

    def focus_editor(self) -> None:
        """Give the editor the focus."""
        self.writing.editor.focus()

    def _platform_box(self, platform: Platform) -> Toggle:
        return self.query_one(f"#platform-{platform.value}", Toggle)

    @on(TextArea.Changed)
    async def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        await self._show_parameters()

    async def _show_parameters(self) -> None:
        await self.query_one(ParameterBar).show(find_placeholders(self.text))
        self._tell_surroundings()

    @on(Toggle.Changed)
    @on(ParameterBar.Changed)
    def _tell_surroundings(self) -> None:
        """What the query is checked against changes with the switches and the parameters."""
        request = self.request()
        platforms = frozenset(platform.value for platform in request.platforms)
        self.writing.set_surroundings(platforms, request.parameters, self._learned)
