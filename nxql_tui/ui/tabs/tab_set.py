"""The open tabs, of which one is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container
from textual.message import Message

from nxql_tui.library.drafts import Draft, Drafts
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.ui.editor.nxql_editor import NxqlEditor
from nxql_tui.ui.tabs.query_tab import QueryTab
from nxql_tui.ui.tabs.tab_names import tab_name
from nxql_tui.ui.widgets.query_pane import QueryPane

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from nxql_tui.ui.connected import Connected
    from nxql_tui.wire.request import Platform

MOST_CLOSED = 20
"""Closed tabs that can be brought back."""


class TabSet(Container):
    """Opens, closes and brings back tabs; there is always one."""

    DEFAULT_CSS = """
    TabSet { height: 1fr; layout: vertical; }
    """

    class Changed(Message):
        """Another tab is open, or what one holds is another."""

    def __init__(self, drafts: Drafts, spools: Path, *, id: str) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._spools = spools
        self._connected: Connected | None = None
        self._learned = LearnedNames()
        self._closed_tabs: list[tuple[int, Draft]] = []
        self.tabs = [QueryTab(draft, spools) for draft in drafts.tabs or (Draft(""),)]
        """In the order of the line of tabs."""
        self.closes_pairs = True
        """Whether a bracket or quote that is typed brings the one that closes it."""
        self.open_index = min(drafts.active, len(self.tabs) - 1)
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
        return [tab.given_name or tab_name(tab.draft.text) for tab in self.tabs]

    @property
    def drafts(self) -> Drafts:
        """What the user would lose with them."""
        return Drafts(tuple(tab.draft for tab in self.tabs), self.open_index)

    def connect(self, connected: Connected) -> None:
        """Ask this Engine from now on, in every tab."""
        self._connected = connected
        for tab in self.tabs:
            tab.connected = connected

    def switch_platforms(self, platforms: tuple[Platform, ...]) -> None:
        """Switch a connection's own platforms on in every tab."""
        for tab in self.tabs:
            tab.pane.switches = replace(tab.pane.switches, platforms=platforms)
        self.post_message(self.Changed())

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
        # What is hidden cannot be given the focus, and what has it must not be hidden: no key may fall between. The
        # focus moves now, not by a message that letters typed ahead would overtake.
        self.open_tab.display = True
        self.screen.set_focus(self.open_tab.pane.writing.editor)
        for place, tab in enumerate(self.tabs):
            tab.display = place == index
        self.post_message(self.Changed())

    async def add(self, draft: Draft, index: int | None = None) -> None:
        """Open a tab behind the one that is seen, or at a place."""
        place = self.open_index + 1 if index is None else min(index, len(self.tabs))
        tab = QueryTab(draft, self._spools)
        tab.connected = self._connected
        self.tabs.insert(place, tab)
        await self.mount(tab)
        tab.pane.believe(self._learned)
        tab.pane.writing.editor.closes_pairs = self.closes_pairs
        self.open(place)

    async def close(self, index: int) -> None:
        """Close a tab; it can be brought back. The last one leaves an empty one behind."""
        if len(self.tabs) == 1:
            await self.add(Draft("", switches=self.open_tab.pane.switches))
        tab = self.tabs[index]
        draft = tab.draft
        self._closed_tabs = [*self._closed_tabs, (index, draft)][-MOST_CLOSED:]
        del self.tabs[index]
        self.open(min(self.open_index - (index < self.open_index), len(self.tabs) - 1))
        await tab.remove()

    async def reopen(self) -> bool:
        """Bring back the tab that was closed last; False when there is none."""
        if not self._closed_tabs:
            return False
        index, draft = self._closed_tabs.pop()
        await self.add(draft, index)
        return True

    def rename(self, name: str) -> None:
        """Name the open tab; an empty name gives it back the one of its tables."""
        self.open_tab.given_name = name
        self.post_message(self.Changed())

    @on(NxqlEditor.LinkPasted)
    async def _open_link(self, event: NxqlEditor.LinkPasted) -> None:
        """Fill the tab with what a link asks, or a new one where the tab holds a query."""
        event.stop()
        draft = event.link.draft
        pane = self.open_tab.pane
        if pane.can_take(draft):
            pane.fill(draft)
            self.post_message(self.Changed())
        else:
            await self.add(draft)
        self.open_tab.note(event.link.note(self._connected.client.address if self._connected else None))

    @on(QueryPane.Changed)
    def _changed(self, event: QueryPane.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())
