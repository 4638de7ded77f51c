"""The explorer: composes the screens, routes between them and leaves the terminal as it found it."""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on

from nxql_tui.accounts.connections import Connection, ConnectionsFileError, by_last_use, read_connections
from nxql_tui.accounts.password_stores import SessionStore
from nxql_tui.client.trust import PinnedTrust
from nxql_tui.doctor.host import fault_reporter
from nxql_tui.library.draft_store import DraftStore
from nxql_tui.library.drafts import Draft, Drafts
from nxql_tui.library.errors import LibraryError
from nxql_tui.library.history import PrivateHistory
from nxql_tui.library.learned_names import load_learned_names, save_learned_names
from nxql_tui.library.saved_queries import SavedQueries
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.nxql.learning import learn
from nxql_tui.spool_folders import SpoolFolder, open_spool_folder
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.bell import is_to_ring
from nxql_tui.ui.clipboard import clipboard_sequence
from nxql_tui.ui.configured_app import ConfiguredApp
from nxql_tui.ui.connected import Connected
from nxql_tui.ui.draft_keeper import DraftKeeper
from nxql_tui.ui.examining import connected_way, groups_to_examine, typed_way
from nxql_tui.ui.first_answer import FirstAnswer
from nxql_tui.ui.fleet_ending import FleetReady
from nxql_tui.ui.fleet_rules import engines_text, names_key, rules_of, title_of
from nxql_tui.ui.keymap.command import bindings
from nxql_tui.ui.keymap.workbench import APP
from nxql_tui.ui.login_outcomes import LoginSucceeded
from nxql_tui.ui.palette import commands_of_everywhere, workbench_commands
from nxql_tui.ui.question_log import QuestionLog
from nxql_tui.ui.screens.doctor import DoctorScreen
from nxql_tui.ui.screens.library import LibraryScreen
from nxql_tui.ui.screens.login import LoginScreen
from nxql_tui.ui.screens.login_beginning import beginning_again, first_beginning
from nxql_tui.ui.screens.save_query import SaveQueryScreen
from nxql_tui.ui.screens.workbench import WorkbenchScreen
from nxql_tui.ui.tabs.query_tab import QueryTab
from nxql_tui.ui.update_terms import update_terms
from nxql_tui.ui.window_title import has_title, title_sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.screen import Screen

    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.fleet import Fleet
    from nxql_tui.library.saved_query import SavedQuery
    from nxql_tui.settings import Settings
    from nxql_tui.ui.examining import WayMaker
    from nxql_tui.ui.opened_query import OpenQuery
    from nxql_tui.ui.start import ExplorerStart

FIRST_QUERY = """\
(select (name device_type last_seen)
    (from device)
    (order_by last_seen desc)
    (limit 100))"""
"""Works on every Engine and costs it little."""

HISTORY_PATIENCE = 1.0
"""Seconds that a question waits for a history that another program holds."""

_log = logging.getLogger(__name__)


class ExplorerApp(ConfiguredApp):
    """What routes between the screens. Its exit code is 0, or 128 and the number of the signal that ended it."""

    TITLE = "nxql-tui"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "f10"
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP)

    def __init__(self, start: ExplorerStart) -> None:
        super().__init__(start.paths)
        self._start = start
        self._session_store = SessionStore()
        self._decided: dict[str, PinnedTrust] = {}
        """The certificates that a person trusts for this session, by who an Engine is."""
        for client in start.clients:
            if isinstance(client.trust, PinnedTrust):
                self._decided[str(client.address)] = client.trust
        self._connected: Connected | None = None
        self._last_login: LoginSucceeded | FleetReady | None = None
        """What came of the last login."""
        self._history = StoredHistory(start.paths.history, patience=HISTORY_PATIENCE)
        self._first_answer = FirstAnswer(start.paths)
        self._user = start.user
        self._learned = LearnedNames()
        self._drafts = self._open_drafts()
        self._spools: SpoolFolder | None = None
        self._is_private = not self._settings.history

    # Start

    def get_default_screen(self) -> Screen[None]:
        """The workbench lies under everything, so a query survives every login."""
        drafts = Drafts() if self._drafts is None else self._drafts.drafts
        if not drafts.tabs:
            drafts = Drafts((Draft(self._start.query or FIRST_QUERY),))
        self._spools = open_spool_folder(self._paths.spools)
        return WorkbenchScreen(
            drafts,
            self._spools.path,
            closes_pairs=self._settings.close_brackets,
            tells_first_steps=not self._first_answer.has_come,
        )

    def _open_drafts(self) -> DraftKeeper | None:
        try:
            store = DraftStore.open(self._paths.drafts)
        except LibraryError as error:
            self._mistakes.insert(0, str(error))
            return None
        self._mistakes[:0] = store.notices
        return DraftKeeper(store, self.report_from_thread)

    @on(WorkbenchScreen.DraftsChanged)
    def _keep_drafts(self, event: WorkbenchScreen.DraftsChanged) -> None:
        if self._drafts is not None:
            self._drafts.keep(event.drafts)

    def on_unmount(self) -> None:
        """Leave the drafts to the next start, and nothing else."""
        if self._spools is not None:
            self._spools.close()
        if self._drafts is not None:
            self._drafts.close()

    def on_mount(self) -> None:
        """Open the workbench connected, or the login screen over it."""
        run_in_background(self._prune_history, "prune-history")
        start = self._start
        if start.client is not None:
            self._connect(
                start.client,
                Connection(start.connection_name, user=start.user, allow_update=start.allow_update),
                start.fleet,
            )
        else:
            self._open_login(start.connect_to)

    # Connections

    def _connect(self, client: EngineClient, rules: Connection, fleet: Fleet | None = None) -> None:
        if fleet is not None and len(fleet.engines) == 1 and not fleet.left_out:
            fleet = None
        if fleet is not None:
            fleet = replace(fleet, in_flight=self._settings.in_flight)
        place, user = engines_text(client, fleet), rules.user
        _log.info("logged in to %s", place)
        self._user = user
        self._learned = load_learned_names(self._paths.learned_names, names_key(rules, client, fleet))
        title = title_of(rules, client, fleet)
        log = QuestionLog(self._history, rules.name, place, self.report_from_thread)
        terms = update_terms(self._paths, rules.name or place, title.engines, user, is_allowed=rules.allow_update)
        settings = self._settings
        self._connected = Connected(
            client, title, log, terms, settings.memory_limit, settings.spool_limit, rules, fleet
        )
        self._tell_workbench()

    def _tell_workbench(self) -> None:
        """Tell who is asked, and whether that is written down."""
        connected = self._connected
        if connected is None:
            return
        connected.log.history = PrivateHistory() if self._is_private else self._history
        title = replace(connected.title, is_private=self._is_private)
        self._workbench.connect(replace(connected, title=title), self._learned)
        if self._driver is not None and has_title(os.environ):
            self._driver.write(title_sequence(f"{title} · {self.TITLE}"))

    def action_toggle_private(self) -> None:
        """Write questions into the history, or stop doing so."""
        self._set_private(not self._is_private)

    def _prune_history(self) -> None:
        """Forget what is old; what cannot be forgotten now will be at another start."""
        if self._paths.history.exists():
            settings = self._settings
            with suppress(LibraryError):
                self._history.prune(keep_count=settings.history_questions, keep_days=settings.history_days)

    def _follow_settings(self, before: Settings) -> None:
        super()._follow_settings(before)
        if self._settings.history != before.history:
            self._set_private(not self._settings.history)

    def _set_private(self, is_private: bool) -> None:
        if is_private != self._is_private:
            written = "no longer written down" if is_private else "written down again"
            self._workbench.tab.note(f"Questions are {written}.")
        self._is_private = is_private
        self._tell_workbench()

    @on(QueryTab.Changed)
    def _note_answer(self) -> None:
        if any(tab.answer.result_set is not None for tab in self._workbench.tabs.tabs if tab.is_mounted):
            self._first_answer.note()

    # Library

    @property
    def _saved_queries(self) -> SavedQueries:
        return SavedQueries(self._paths.queries)

    @on(WorkbenchScreen.LibraryRequested)
    def _open_library(self) -> None:
        screen = LibraryScreen(
            self._saved_queries, self._history, is_private=self._is_private, set_private=self._set_private
        )
        self.push_screen(screen, self._open_query)

    async def _open_query(self, opened: OpenQuery | None) -> None:
        if opened is not None:
            await self._workbench.tabs.add(opened.draft)

    @on(WorkbenchScreen.SaveRequested)
    def _save_query(self, event: WorkbenchScreen.SaveRequested) -> None:
        def name_tab(saved: SavedQuery | None) -> None:
            if saved is not None:
                self._workbench.tabs.rename(saved.name)
                self._workbench.tab.note(f"Saved as '{saved.name}'")

        self.push_screen(SaveQueryScreen(event.draft, self._saved_queries), name_tab)

    @on(QueryTab.NamesTold)
    def _remember_names(self, event: QueryTab.NamesTold) -> None:
        learned = learn(self._learned, event.text, event.wrong, event.options)
        if self._connected is None or learned == self._learned:
            return
        self._learned = learned
        self._workbench.believe(learned)
        try:
            connected = self._connected
            key = names_key(connected.connection, connected.client, connected.fleet)
            save_learned_names(self._paths.learned_names, key, learned)
        except OSError as error:
            self.warn(f"The names cannot be kept: {error.strerror}.")

    @property
    def _workbench(self) -> WorkbenchScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, WorkbenchScreen)  # noqa: S101  the default screen
        return screen

    @on(WorkbenchScreen.LoginRequested)
    def _ask_for_login(self) -> None:
        self._open_login()

    def _open_login(self, connect_to: tuple[Connection, ...] = ()) -> None:
        if self._connected is None:
            beginning = first_beginning(self._start.address, self._user, connect_to)
        else:
            beginning = beginning_again(self._connected, self._last_login)
        self.push_screen(
            LoginScreen(
                self._paths,
                self._connections(),
                beginning,
                self._session_store,
                self._decided,
                kernel_keyring_hours=self._settings.kernel_keyring_hours,
            )
        )

    def _connections(self) -> tuple[Connection, ...]:
        """Those that are saved, the last used first."""
        try:
            read = read_connections(self._paths.connections)
        except ConnectionsFileError as error:
            self.warn(str(error))
            return ()
        for mistake in read.mistakes.values():
            self.warn(str(mistake))
        return by_last_use(read.connections)

    @on(LoginScreen.LoggedIn)
    def _logged_in(self, event: LoginScreen.LoggedIn) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, LoginScreen):
                screen.dismiss()
        match event.outcome:
            case LoginSucceeded(client, _, connection, notes):
                self._connect(client, connection)
            case FleetReady(client, fleet, connections, notes=notes) as ready:
                self._connect(client, rules_of(connections), fleet)
                if ready.is_complete:
                    self.notify(ready.readiness, markup=False)
                else:
                    self.warn(ready.readiness)
        self._last_login = event.outcome
        for note in notes:
            self.warn(note)

    # Doctor

    def action_open_doctor(self) -> None:
        """Look at this host, and at the way to the Engine that is typed or connected."""
        if isinstance(self.screen, DoctorScreen):
            return
        paths = self._paths
        begin = partial(groups_to_examine, paths, self.size, self._way_to_examine())
        self.push_screen(DoctorScreen(begin, fault_reporter(paths)))

    def _way_to_examine(self) -> WayMaker | None:
        """Makes the way to what the login screen names, else to the Engine that is connected."""
        login, connected = self.screen, self._connected
        if isinstance(login, LoginScreen) and login.form.address:
            form, saved = login.form, login.shown_connection
            return typed_way(form.address, form.user, saved, dict(self._decided), form.places.stores, self._paths)
        return None if connected is None else connected_way(connected)

    # Bell

    @on(QueryTab.Over)
    def _ring_where_asked(self, event: QueryTab.Over) -> None:
        is_seen = self.screen is self._workbench and event.tab is self._workbench.tab
        patience = self._settings.bell_seconds
        is_away = self.attendance.is_away(time.monotonic(), patience)
        if self._driver is not None and is_to_ring(self._settings, event.seconds, is_seen=is_seen, is_away=is_away):
            self._driver.write("\a")

    def bell(self) -> None:
        """Stay silent: Textual rings for keys that do nothing, and nobody has asked for that."""

    # Clipboard

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text for pasting it here, and hand it to the terminal through whatever lies between."""
        self._clipboard = text
        sequence = clipboard_sequence(text, os.environ)
        if self._driver is not None and sequence:
            self._driver.write(sequence)

    # Commands

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command that works now, the platforms, the themes."""
        if isinstance(screen, WorkbenchScreen):
            yield from workbench_commands(screen)
        can_suspend = self._driver is not None and self._driver.can_suspend
        yield from commands_of_everywhere(self, screen, can_suspend=can_suspend)
