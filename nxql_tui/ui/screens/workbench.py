"""The workbench: ask above, the answer below, the state between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message

from nxql_tui.library.drafts import Draft, Drafts
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.completion.subject import table_around
from nxql_tui.nxql.positions import Span
from nxql_tui.ui.editor.external_editor import ExternalEditorFailed, edit_text
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.workbench import WORKBENCH
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen
from nxql_tui.ui.screens.line_prompt import LinePrompt
from nxql_tui.ui.screens.model_browser import Insert, ModelBrowserScreen, ModelChoice, NewQuery
from nxql_tui.ui.screens.sized_screen import SizedScreen
from nxql_tui.ui.tab_dialogs import choose_comparison, open_copy_as, open_export
from nxql_tui.ui.tabs.answer_zone import AnswerZone
from nxql_tui.ui.tabs.query_tab import QueryTab
from nxql_tui.ui.tabs.tab_set import TabSet
from nxql_tui.ui.terminal_handover import HandoverFailed, with_terminal
from nxql_tui.ui.update_confirmation import confirm_update
from nxql_tui.ui.widgets.fleet_line import FleetLine
from nxql_tui.ui.widgets.message_panel import MessagePanel
from nxql_tui.ui.widgets.parameter_field import ParameterField
from nxql_tui.ui.widgets.query_pane import QueryPane
from nxql_tui.ui.widgets.tab_bar import TabBar
from nxql_tui.ui.widgets.workbench_head import WorkbenchHead
from nxql_tui.ui.widgets.workbench_key_line import WorkbenchKeyLine
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from nxql_tui.ui.connected import Connected


class WorkbenchScreen(SizedScreen[None]):
    """Routes keys to the tab that is open."""

    DEFAULT_CSS = """
    WorkbenchScreen.-wide AnswerZone.-panel ResultsTable { display: block; }
    WorkbenchScreen.-wide AnswerZone PanelPlace { width: 46; }
    WorkbenchScreen.-wide AnswerZone.-panel EmptyAnswer.-said { display: block; margin: 2 48 0 2; }
    WorkbenchScreen.-broad AnswerZone PanelPlace { width: 40%; max-width: 100; }
    WorkbenchScreen.-wide Pager .size, WorkbenchScreen.-wide Pager .words { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(WORKBENCH)
    AUTO_FOCUS = ""

    class LoginRequested(Message):
        """The user wants to log in, to this Engine or another."""

    class LibraryRequested(Message):
        """The user looks for a query."""

    @dataclass
    class SaveRequested(Message):
        """The user wants to keep the query of a tab."""

        draft: Draft

    @dataclass
    class DraftsChanged(Message):
        """What the user would lose is another."""

        drafts: Drafts

    def __init__(
        self, drafts: Drafts, spools: Path, *, closes_pairs: bool = True, tells_first_steps: bool = False
    ) -> None:
        super().__init__()
        self._tells_first_steps = tells_first_steps
        self._closes_pairs = closes_pairs
        self._first_drafts = drafts
        self._spools = spools
        self._connected: Connected | None = None
        self._learned = LearnedNames()

    def compose_content(self) -> ComposeResult:
        """Who is asked, the tabs, the open one, keys."""
        yield WorkbenchHead(id="head")
        yield TabBar(id="tab-bar")
        yield TabSet(self._first_drafts, self._spools, id="tabs")
        yield WorkbenchKeyLine()

    def on_mount(self) -> None:
        """Show what was known before there was a screen."""
        self.tab.pane.focus_editor()
        self.tabs.close_pairs(self._closes_pairs)
        self._show_connection()
        self._show_tabs()
        if self._tells_first_steps:
            self.tab.tell_first_steps()

    @property
    def tabs(self) -> TabSet:
        """The open queries."""
        return self.query_one(TabSet)

    @property
    def tab(self) -> QueryTab:
        """The query that is seen."""
        return self.tabs.open_tab

    @property
    def head(self) -> WorkbenchHead:
        """The first line."""
        return self.query_one(WorkbenchHead)

    def connect(self, connected: Connected, learned: LearnedNames) -> None:
        """Ask this Engine from now on, and believe what it has told before."""
        is_other = self._connected is None or self._connected.client is not connected.client
        self._connected, self._learned = connected, learned
        if is_other and connected.connection.platforms:
            self.tabs.switch_platforms(tuple(Platform(name) for name in connected.connection.platforms))
        if self.is_mounted:
            self._show_connection()

    def _show_connection(self) -> None:
        if self._connected is not None:
            self.head.show_connection(self._connected.title, self._connected.connection.shown_colour)
            self.tabs.connect(self._connected)
        self.tabs.believe(self._learned)

    def believe(self, learned: LearnedNames) -> None:
        """Check and complete with what the Engine has told."""
        self._learned = learned
        self.tabs.believe(learned)

    def action_toggle_pairs(self) -> None:
        """Switch bracket pairs on or off."""
        self.tabs.close_pairs(not self.tabs.closes_pairs)
        state = "come in pairs" if self.tabs.closes_pairs else "are typed one by one"
        self.tab.note(f"Brackets and quotes {state}")

    # Tabs

    @on(TabSet.Changed)
    def _show_tabs(self) -> None:
        tabs = self.tabs
        self.query_one(TabBar).show(tabs.names, tabs.open_index)
        self.head.show_switches(self.tab.pane.switches)
        self.post_message(self.DraftsChanged(tabs.drafts))

    @on(QueryTab.Changed)
    def _show_what_can_be_done(self) -> None:
        self.refresh_bindings()

    @on(WorkbenchHead.SwitchesChanged)
    def _switch(self, event: WorkbenchHead.SwitchesChanged) -> None:
        self.tab.pane.switches = event.switches

    @on(QueryPane.Incomplete)
    def _focus_switches(self, event: QueryPane.Incomplete) -> None:
        if event.wants_platform:
            self.head.focus_platforms()

    @on(TabBar.Chosen)
    def _choose_tab(self, event: TabBar.Chosen) -> None:
        self.tabs.open(event.index)

    @on(TabBar.CloseRequested)
    async def _close_tab(self, event: TabBar.CloseRequested) -> None:
        await self.tabs.close(event.index)
        self.notify("Closed; 'Reopen tab' in the palette brings it back.", markup=False)

    @on(TabBar.NewRequested)
    async def action_new_tab(self) -> None:
        """Open an empty tab with the same switches."""
        await self.tabs.add(Draft("", switches=self.tab.pane.switches))

    @on(TabBar.ReopenRequested)
    async def action_reopen_tab(self) -> None:
        """Bring back the tab that was closed last."""
        if not await self.tabs.reopen():
            self.notify("No tab has been closed.", markup=False)

    @on(TabBar.RenameRequested)
    def action_rename_tab(self) -> None:
        """Name the open tab."""

        def keep(name: str | None) -> None:
            if name is not None:
                self.tabs.rename(name)

        self.app.push_screen(LinePrompt("Name of this tab", self.tab.given_name, "Empty: its tables"), keep)

    async def action_close_tab(self) -> None:
        """Close the open tab."""
        await self._close_tab(TabBar.CloseRequested(self.tabs.open_index))

    def action_go_tab(self, step: int) -> None:
        """Open the tab beside this one."""
        self.tabs.open((self.tabs.open_index + step) % len(self.tabs.tabs))

    # Asking

    def action_send(self) -> None:
        """Send the query."""
        self.tab.pane.submit()

    def action_ask_engine(self) -> None:
        """Let the Engine check the query."""
        self.tab.ask_engine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Cancel is there only while there is something to cancel or to close, details only where there are any."""
        if action not in ("cancel", "show_details") or not self.is_mounted:
            return True
        can = self.tab.is_mounted and (self.tab.can_cancel if action == "cancel" else bool(self.tab.failure_text))
        return bool(can)

    def action_cancel(self) -> None:
        """Stop the question under way; else close the message."""
        self.tab.cancel()

    def action_show_details(self) -> None:
        """Show everything that is known about the failure that is told."""
        self.app.push_screen(FailureDetailsScreen(self.tab.failure_text))

    @on(QueryTab.LoginRequested)
    def action_switch_connection(self) -> None:
        """Log in to another Engine; the queries stay."""
        self.post_message(self.LoginRequested())

    @on(QueryTab.UpdateRequested)
    def _confirm_update(self, event: QueryTab.UpdateRequested) -> None:
        if self._connected is not None:
            confirm_update(event.tab, event.request, self._connected, self._spools)

    # Comparing

    @on(AnswerZone.CompareRequested)
    def _choose_comparison(self) -> None:
        choose_comparison(self.tab, self.tabs)

    # Writing

    def action_next_problem(self) -> None:
        """Go to the next problem in the query."""
        self._next_problem()

    def _next_problem(self) -> None:
        if not self.tab.pane.writing.go_to_next_problem():
            self.notify("Nothing is wrong with the query, as far as can be known offline.", markup=False)

    def action_fix_problem(self) -> None:
        """Mend the problem at the cursor."""
        self._fix_problem()

    def _fix_problem(self) -> None:
        if not self.tab.pane.writing.fix_problem():
            self.notify("There is nothing here that a key could mend.", markup=False)

    def action_format_query(self) -> None:
        """Lay the query out."""
        self.tab.pane.writing.format_text()

    def action_edit_outside(self) -> None:
        """Write the query in an editor outside."""
        self._edit_outside()

    def _edit_outside(self) -> None:
        query = self.tab.pane
        try:
            written = with_terminal(self.app, partial(edit_text, query.text), ExternalEditorFailed)
        except HandoverFailed as error:
            self.tab.say(str(error))
        else:
            if written != query.text:
                query.replace(Span(0, len(query.text)), written)
        query.focus_editor()

    # Going elsewhere

    def action_open_library(self) -> None:
        """Show what was saved and what was asked before."""
        self.post_message(self.LibraryRequested())

    def action_save_query(self) -> None:
        """Save the query of the open tab under a name."""
        self.post_message(self.SaveRequested(self.tab.draft))

    def action_browse_model(self) -> None:
        """Look up names in the data model, from the table around the cursor on."""
        pane = self.tab.pane
        table = table_around(pane.text, pane.writing.editor.cursor_offset)
        self.app.push_screen(ModelBrowserScreen(pane.switches.platforms, table), self._use_model_choice)

    async def _use_model_choice(self, choice: ModelChoice | None) -> None:
        pane = self.tab.pane
        if isinstance(choice, Insert):
            pane.replace(pane.writing.editor.selected_span, choice.text)
        elif isinstance(choice, NewQuery):
            await self.tabs.add(Draft(choice.text, switches=pane.switches))

    def action_export(self) -> None:
        """Open the export dialog for the answer on the screen, or for the query as it stands."""
        if self._connected is None:
            self.post_message(self.LoginRequested())
        else:
            open_export(self.tab, self._connected)

    def action_copy_as(self) -> None:
        """Open the dialog that writes the question, as it stands, for another tool."""
        if self._connected is None:
            self.post_message(self.LoginRequested())
        else:
            open_copy_as(self.tab, self._connected)

    def action_next_zone(self) -> None:
        """Move the focus to the next zone that can take it."""
        zones = self._zones()
        here = next((place for place, zone in enumerate(zones) if zone.has_focus_within), -1)
        zones[(here + 1) % len(zones)].focus()

    def _zones(self) -> list[Widget]:
        tab = self.tab
        zones: list[Widget] = [tab.pane.writing.editor]
        parameter = tab.query(ParameterField)
        if parameter:
            zones.append(parameter.first().query_one("Input"))
        if tab.query_one(MessagePanel).has_options:
            zones.append(tab.query_one("#message OptionList"))
        fleet_line = tab.query_one(FleetLine)
        if fleet_line.display:
            zones.append(fleet_line)
        zones.append(tab.answer.table)
        return zones

    def action_focus_tabs(self) -> None:
        """Move the focus to the line of tabs, where single letters close, rename and open them."""
        self.query_one(TabBar).focus()
