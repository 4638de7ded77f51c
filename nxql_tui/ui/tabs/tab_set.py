"""The open tabs, of which one is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container
from textual.message import Message

from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.ui.editor.nxql_editor import NxqlEditor
from nxql_tui.ui.tabs.query_tab import QueryTab
from nxql_tui.ui.tabs.tab_content import TabContent
from nxql_tui.ui.tabs.tab_names import tab_name
from nxql_tui.ui.widgets.query_pane import QueryPane

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.ui.question_log import QuestionLog

MOST_CLOSED = 20
"""Closed tabs that can be brought back."""


class TabSet(Container):
    """Opens, closes and brings back tabs; there is always one."""

    DEFAULT_CSS = """
    TabSet { height: 1fr; layout: vertical; }
    """

    class Changed(Message):
        """Another tab is open, or what one holds is another."""

    def __init__(self, contents: Sequence[TabContent], open_index: int, spools: Path, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._spools = spools
        self._client: EngineClient | None = None
        self._log: QuestionLog | None = None
        self._learned = LearnedNames()
        self._closed_tabs: list[tuple[int, TabContent]] = []
        self.tabs = [QueryTab(content, spools) for content in contents or (TabContent(""),)]
        """In the order of the line of tabs."""
        self.closes_pairs = True
        """Whether a bracket or quote that is typed brings the one that closes it."""
        self.open_index = min(max(open_index, 0), len(self.tabs) - 1)
        """Which of them is seen."""

    def compose(self) -> ComposeResult:
        """All tabs; those that are not open are hidden."""
        for index, tab in enumerate(self.tabs):
            tab.display = index == self.open_index
            yield tab

    @property
    def open_tab(self) -> QueryTab:
        """The tab that is seen."""
        return self.tabs[self.open_index]

    @property
    def names(self) -> list[str]:
        """What the tabs are called."""
        return [tab.given_name or tab_name(tab.content.text) for tab in self.tabs]

    @property
    def contents(self) -> tuple[TabContent, ...]:
        """What the user would lose with them."""
        return tuple(tab.content for tab in self.tabs)

    def connect(self, client: EngineClient | None, log: QuestionLog | None) -> None:
        """Ask this Engine from now on, in every tab, and write the questions down."""
        self._client, self._log = client, log
        for tab in self.tabs:
            tab.client, tab.question_log = client, log

    def believe(self, learned: LearnedNames) -> None:
        """Check and complete with what the Engine has told."""
        self._learned = learned
        for tab in self.tabs:
            tab.pane.believe(learned)

    def close_pairs(self, closes_pairs: bool) -> None:
        """Let brackets and quotes come in pairs, or not, in every tab."""
        self.closes_pairs = closes_pairs
        for tab in self.tabs:
            tab.pane.writing.editor.closes_pairs = closes_pairs

    def open(self, index: int) -> None:
        """Show a tab and give its query the focus."""
        self.open_index = index
        # What is hidden cannot be given the focus, and what has it must not be hidden: no key may fall between.
        self.open_tab.display = True
        self.open_tab.pane.focus_editor()
        for place, tab in enumerate(self.tabs):
            tab.display = place == index
        self.post_message(self.Changed())

    async def add(self, content: TabContent, index: int | None = None) -> None:
        """Open a tab behind the one that is seen, or at a place."""
        place = self.open_index + 1 if index is None else min(index, len(self.tabs))
        tab = QueryTab(content, self._spools)
        tab.client, tab.question_log = self._client, self._log
        self.tabs.insert(place, tab)
        await self.mount(tab)
        tab.pane.believe(self._learned)
        tab.pane.writing.editor.closes_pairs = self.closes_pairs
        self.open(place)

    async def close(self, index: int) -> None:
        """Close a tab; it can be brought back. The last one leaves an empty one behind."""
        if len(self.tabs) == 1:
            await self.add(TabContent("", switches=self.open_tab.pane.switches))
        tab = self.tabs[index]
        content = tab.content
        self._closed_tabs = [*self._closed_tabs, (index, content)][-MOST_CLOSED:]
        del self.tabs[index]
        self.open(min(self.open_index - (index < self.open_index), len(self.tabs) - 1))
        await tab.remove()

    async def reopen(self) -> bool:
        """Bring back the tab that was closed last; False when there is none."""
        if not self._closed_tabs:
            return False
        index, content = self._closed_tabs.pop()
        await self.add(content, index)
        return True

    def rename(self, name: str) -> None:
        """Name the open tab; an empty name gives it back the one of its tables."""
        self.open_tab.given_name = name
        self.post_message(self.Changed())

    @on(NxqlEditor.LinkPasted)
    async def _open_link(self, event: NxqlEditor.LinkPasted) -> None:
        """Fill the tab with what a link asks, or a new one where the tab holds a query."""
        event.stop()
        content = event.link.content
        pane = self.open_tab.pane
        if pane.can_take(content):
            pane.fill(content)
            self.post_message(self.Changed())
        else:
            await self.add(content)
        self.open_tab.note(event.link.note(self._client.address if self._client else None))

    @on(QueryPane.Changed)
    def _changed(self, event: QueryPane.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())
