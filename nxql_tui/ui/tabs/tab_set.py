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

MOST_CLOSED = 20
"""Closed tabs that can be brought back."""


class TabSet(Container):
    """Opens, closes and brings back tabs; there is always one."""

    DEFAULT_CSS = """
    TabSet { height: 1fr; layout: vertical; }
    TabSet > QueryTab { display: none; &.-open { display: block; } }
    """

    class Changed(Message):
        """Another tab is open, or what one holds is another."""

    def __init__(self, contents: Sequence[TabContent], open_index: int, spools: Path, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._spools = spools
        self._client: EngineClient | None = None
        self._learned = LearnedNames()
        self._closed_tabs: list[tuple[int, TabContent]] = []
        self.tabs = [QueryTab(content, spools, None) for content in contents or (TabContent(""),)]
        """In the order of the line of tabs."""
        self.open_index = min(max(open_index, 0), len(self.tabs) - 1)
        """Which of them is seen."""

    def compose(self) -> ComposeResult:
        """All tabs; those that are not open are hidden."""
        for index, tab in enumerate(self.tabs):
            tab.set_class(index == self.open_index, "-open")
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

    def connect(self, client: EngineClient) -> None:
        """Ask this Engine from now on, in every tab."""
        self._client = client
        for tab in self.tabs:
            tab.client = client

    def believe(self, learned: LearnedNames) -> None:
        """Check and complete with what the Engine has told."""
        self._learned = learned
        for tab in self.tabs:
            tab.pane.believe(learned)

    def open(self, index: int) -> None:
        """Show a tab and give its query the focus."""
        self.open_index = index
        for place, tab in enumerate(self.tabs):
            tab.set_class(place == index, "-open")
        self.open_tab.pane.focus_editor()
        self.post_message(self.Changed())

    async def add(self, content: TabContent, index: int | None = None) -> None:
        """Open a tab behind the one that is seen, or at a place."""
        place = self.open_index + 1 if index is None else min(index, len(self.tabs))
        tab = QueryTab(content, self._spools, self._client)
        self.tabs.insert(place, tab)
        await self.mount(tab)
        tab.pane.believe(self._learned)
        self.open(place)

    async def close(self, index: int) -> None:
        """Close a tab; it can be brought back. The last one leaves an empty one behind."""
        tab = self.tabs.pop(index)
        self._closed_tabs = [*self._closed_tabs, (index, tab.content)][-MOST_CLOSED:]
        await tab.remove()
        if not self.tabs:
            await self.add(TabContent("", switches=tab.pane.switches), 0)
            return
        self.open(min(self.open_index - (index < self.open_index), len(self.tabs) - 1))

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

    @on(QueryTab.Changed)
    @on(QueryPane.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed())
