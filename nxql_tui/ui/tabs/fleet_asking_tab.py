"""A query that is asked of one Engine or of a fleet, and how the answers of many arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.fleet import EngineStatus
from nxql_tui.client.spool import SpoolRoom
from nxql_tui.fleets.gathering import GatheredEngine
from nxql_tui.nxql.row_limit import row_limit
from nxql_tui.results.errors import ResultError
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.fleet_questions import (
    FleetAsking,
    FleetHeadRead,
    FleetOrder,
    FleetOver,
    FleetRowsMerged,
    whole_shares,
)
from nxql_tui.ui.fleet_words import failures_in_words, limit_words
from nxql_tui.ui.panels.fleet_panel import FleetPanel
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.tabs.answer_zone import AnswerZone
from nxql_tui.ui.tabs.asking_tab import AskingTab
from nxql_tui.ui.widgets.fleet_line import FleetLine
from nxql_tui.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nxql_tui.client.fleet import Fleet
    from nxql_tui.library.drafts import Draft
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.view_export.engine_shares import EngineShare
    from nxql_tui.ui.connected import Connected
    from nxql_tui.wire.request import QueryRequest


class FleetAskingTab(AskingTab):
    """Takes the rows of all Engines as they come, and says where some are missing."""

    def __init__(self, draft: Draft, spools: Path) -> None:
        super().__init__(draft, spools)
        self._asking: FleetAsking | None = None
        """The last question to a fleet, under way or over: its failed Engines can be asked again."""
        self._has_rows = False
        """Whether rows of it have been shown that are stored."""
        self._rows_to_come: FleetRowsMerged | None = None
        """Rows that wait until the user is back from what they made of those before."""
        self._shares: tuple[EngineShare, ...] = ()
        """What each Engine has given to the rows on the screen; none where one alone was asked."""

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._forget_fleet()

    @property
    def fleet_engines(self) -> Sequence[GatheredEngine]:
        """How far each Engine of the last question is, or of those to be asked; none where it is one Engine."""
        if self._asking is not None:
            return self._asking.engines
        fleet = self._fleet
        if fleet is None:
            return ()
        return [GatheredEngine(EngineStatus(engine), error=engine.refusal) for engine in fleet.engines]

    @property
    def _fleet(self) -> Fleet | None:
        """Who was asked last, also where somebody has logged in elsewhere since; else who is to be asked."""
        if self._asking is not None:
            return self._asking.order.fleet
        return None if self._connected is None else self._connected.fleet

    @property
    def _left_out(self) -> tuple[str, ...]:
        return () if self._fleet is None else self._fleet.left_out

    def show_fleet(self) -> None:
        """Say how far the Engines are, where there are several."""
        engines = self.fleet_engines
        self.query_one(FleetLine).show(engines, self._left_out)
        panel = self.answer.panel
        if isinstance(panel, FleetPanel):
            panel.show(engines, self._left_out)

    def _fit_connection(self) -> None:
        if self.is_mounted and self._asking is None:
            self.show_fleet()

    def on_mount(self) -> None:
        """Show who will be asked."""
        self.show_fleet()

    # Asking

    @property
    def is_asking(self) -> bool:
        """Whether a question is under way."""
        return super().is_asking or (self._asking is not None and not self._asking.is_over)

    def stop_asking(self) -> None:
        """Stop the question under way; what has come is kept."""
        super().stop_asking()
        if self._asking is not None and not self._asking.is_over:
            self._asking.gathering.cancel()

    def _ask(self, connected: Connected, request: QueryRequest) -> None:
        if connected.fleet is None:
            super()._ask(connected, request)
            self.show_fleet()
        else:
            self._ask_fleet(connected, connected.fleet, request)

    def _ask_fleet(self, connected: Connected, fleet: Fleet, request: QueryRequest) -> None:
        order = FleetOrder(
            fleet=fleet,
            title=connected.terms.engine,
            request=request,
            folder=self.spools,
            page_size=self.answer.page_size,
            labels=self.first_draft.labels,
            secret_numbers=self.first_draft.secret_numbers,
            room=SpoolRoom(connected.spool_limit),
            memory_limit=connected.memory_limit,
            limit=row_limit(request.query, request.parameters),
            limit_is_added=self.pane.added_limit is not None,
        )
        try:
            asking = FleetAsking(order, self.post_message, connected.log)
        except ResultError as error:
            self.say(error.what, error.advice)
            return
        self._asking, self._has_rows = asking, False
        self._run(asking)

    def _run(self, asking: FleetAsking) -> None:
        self._begin(asking.order.request)
        self.answer.is_growing = True
        run_in_background(asking.ask, "fleet")

    def _abandon_question(self) -> None:
        super()._abandon_question()
        if self._asking is not None and not self._asking.is_over:
            self.answer.drop_early()
        self.answer.is_growing = False
        self._forget_fleet()

    def _forget_fleet(self) -> None:
        """Leave nothing running of the last question to a fleet; its rows stay as long as they are read."""
        self._wait_for_rows(None)
        if self._asking is not None:
            self._asking.close()
            self._asking = None

    def _wait_for_rows(self, rows: FleetRowsMerged | None) -> None:
        """Keep rows until the user is back; those that were kept are older."""
        if self._rows_to_come is not None:
            self._rows_to_come.result_set.close()
        self._rows_to_come = rows

    def _show_elapsed(self) -> None:
        asking = self._asking
        if asking is None or asking.is_over:
            super()._show_elapsed()
            return
        engines = asking.engines
        self.query_one(StateLine).show_fleet_loading(
            self._arrival.seconds,
            sum(engine.is_over for engine in engines),
            len(engines),
            sum(engine.status.size for engine in engines),
            sum(engine.row_count for engine in engines),
        )
        self.show_fleet()

    # What comes

    @on(FleetHeadRead)
    def _head_read(self, event: FleetHeadRead) -> None:
        if event.asking is self._asking and not self._has_rows:
            self.answer.show_early(event.page)
            self._go_to_rows()

    @on(FleetRowsMerged)
    def _rows_merged(self, event: FleetRowsMerged) -> None:
        result_set = event.result_set
        if event.asking is not self._asking or not len(result_set.columns) > 1:
            # Of Engines that all failed there is not even a header.
            result_set.close()
        elif not self._has_rows:
            self._has_rows = True
            engines = count_text(len(event.asking.engines), "Engine")
            self._show_answer(result_set, event.asking.order.request, engines)
            self._shares = event.shares
            if result_set.row_count:
                self._go_to_rows()
        elif self.answer.is_derived:
            self._wait_for_rows(event)
        else:
            self._renew(event)

    def _renew(self, rows: FleetRowsMerged) -> None:
        self.answer.renew(rows.result_set)
        self._shares = rows.shares

    @on(AnswerZone.DepthChanged)
    def _show_what_came_meanwhile(self) -> None:
        if self._rows_to_come is not None and not self.answer.is_derived:
            rows, self._rows_to_come = self._rows_to_come, None
            self._renew(rows)

    def _show_answer(self, result_set: ResultSet, request: QueryRequest, engine: str) -> None:
        super()._show_answer(result_set, request, engine)
        self._shares = ()

    def renew_watched(self, result_set: ResultSet, fleet: Fleet | None) -> None:
        """Show what a watch has found in the place of the rows before; of a fleet, all Engines have given to it."""
        self.answer.renew(result_set)
        self._shares = () if fleet is None else whole_shares(fleet)

    @on(FleetOver)
    def _fleet_over(self, event: FleetOver) -> None:
        asking = event.asking
        if asking is not self._asking:
            return
        asking.is_over = True
        self.answer.is_growing = False
        self._end_clock()
        self.show_fleet()
        self._say_outcome(asking)

    def _say_outcome(self, asking: FleetAsking) -> None:
        state, engines = self.query_one(StateLine), asking.engines
        rows, limit = asking.gathering.merged.row_count, limit_words(asking.order)
        whole, not_asked = sum(engine.is_whole for engine in engines), len(self._left_out)
        if whole == len(engines):
            limit = f"{limit}, T: of all" if limit else ""
            state.show_fleet_answer(rows, whole, not_asked, self._arrival.seconds, limit)
        elif self._has_rows:
            state.show_fleet_incomplete(rows, whole, len(engines), not_asked, failures_in_words(engines), limit)
        else:
            self._say_none_answered(engines)

    def _say_none_answered(self, engines: Sequence[GatheredEngine]) -> None:
        self.answer.drop_early()
        state, seconds = self.query_one(StateLine), self._arrival.seconds
        errors = [engine.error for engine in engines if engine.error is not None]
        told = next((error for error in errors if not isinstance(error, QuestionCancelled)), None)
        if told is None:
            state.show_cancelled(seconds, older_rows=self.answer.has_rows)
            return
        state.show_failed(seconds, older_rows=self.answer.has_rows)
        self.explain(told, self._asking.order.request.query if self._asking is not None else "")
