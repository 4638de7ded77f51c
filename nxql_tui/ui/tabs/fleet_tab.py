"""What can be done with the Engines of a fleet one by one, and with what they have given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from nxql_tui.client.spool import SpoolRoom
from nxql_tui.results.errors import ResultError
from nxql_tui.ui.engine_files_export import FleetSubject
from nxql_tui.ui.own_keys import with_keys
from nxql_tui.ui.panels.fleet_panel import FleetPanel
from nxql_tui.ui.tabs.fleet_asking_tab import FleetAskingTab
from nxql_tui.ui.widgets.fleet_line import FleetLine
from nxql_tui.ui.widgets.results_table import ResultsTable

if TYPE_CHECKING:
    from nxql_tui.ui.export_work import AnsweredRows


class FleetTab(FleetAskingTab):
    """Lists the Engines, cancels one, asks the failed again, and hands out what was answered."""

    # What can be taken out

    def fleet_subject(self) -> FleetSubject | None:
        """What can be exported of the fleet that was asked last, or is to be asked; None where it is one Engine."""
        asking, connected = self._asking, self._connected
        if asking is not None:
            order = asking.order
            subject = FleetSubject(order.fleet, order.title, self.spools, room=order.room)
            # A watch, or a question that failed, leaves rows on the screen that are not those of the bytes at hand.
            has_answers = asking.is_over and self._has_rows and asking.shares == self._shares
            return replace(subject, asked=order.request, kept=asking.kept_answers) if has_answers else subject
        if connected is None or connected.fleet is None:
            return None
        room = SpoolRoom(connected.spool_limit)
        return FleetSubject(connected.fleet, connected.terms.engine, self.spools, room=room)

    def answered_rows(self) -> AnsweredRows | None:
        """The answer on the screen as its reader has it, with what each Engine has given to it."""
        rows = super().answered_rows()
        if rows is None:
            return None
        return replace(rows, provenance=replace(rows.provenance, engines=self._shares))

    # The Engines one by one

    @on(FleetLine.ListRequested)
    @on(ResultsTable.EnginesRequested)
    async def _open_list(self) -> None:
        engines = self.fleet_engines
        if not engines:
            self.note(f"One Engine is asked{with_keys(self.app, '; {connection.switch} logs in to several')}")
            return
        await self.answer.open_panel(FleetPanel(engines, self._left_out))

    @on(FleetPanel.CancelRequested)
    def _cancel_engine(self, event: FleetPanel.CancelRequested) -> None:
        if self._asking is not None:
            self._asking.gathering.cancel(event.name)

    @on(FleetPanel.AskAgainRequested)
    def ask_failed_again(self) -> None:
        """Ask the Engines that failed once more; their rows join the others."""
        asking = self._asking
        try:
            is_again = asking is not None and asking.ask_again()
        except ResultError as error:
            self.say(error.what, error.advice)
            return
        if asking is None or not is_again:
            self.note("No Engine has failed that could be asked again")
            return
        self._run(asking)
