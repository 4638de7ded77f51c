"""A query that is sent as an update, to one Engine or to one after the other of a fleet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.fleet_updates import (
    EngineUpdated,
    FleetUpdateEnded,
    PendingFleetUpdate,
    ending_in_words,
    is_done,
    report,
    send_fleet_update,
    why_not_all,
)
from nxql_tui.ui.quantities import seconds_text
from nxql_tui.ui.tabs.arrival import Arrival
from nxql_tui.ui.tabs.fleet_tab import FleetTab
from nxql_tui.ui.updates import PendingUpdate, UpdateEnded, send_update, show_ending
from nxql_tui.ui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.library.drafts import Draft
    from nxql_tui.ui.question_log import QuestionLog
    from nxql_tui.updates.fleet_update import CountedEngine, FleetSender
    from nxql_tui.updates.sending import UpdateSender
    from nxql_tui.wire.request import QueryRequest


class UpdatingTab(FleetTab):
    """Sends what somebody has confirmed, and says what has become of it."""

    @dataclass
    class UpdateRequested(Message):
        """The user wants an update sent, which somebody has to confirm."""

        tab: UpdatingTab
        request: QueryRequest

    def __init__(self, draft: Draft, spools: Path) -> None:
        super().__init__(draft, spools)
        self._waiting: Cancellation | None = None
        """Stops the waiting for the update under way; None while there is none."""
        self._engines_updated = ""
        """How many of a fleet have carried it out so far, in words."""

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self.stop_waiting()

    @property
    def is_updating(self) -> bool:
        """Whether an update is under way."""
        return self._waiting is not None

    def stop_waiting(self) -> None:
        """Wait no longer, which takes nothing back; of a fleet, let no other Engine begin."""
        if self._waiting is not None:
            self._waiting.cancel()

    def _show_elapsed(self) -> None:
        if self.is_updating:
            self.query_one(StateLine).show_updating(self._arrival.seconds, self._engines_updated)
        else:
            super()._show_elapsed()

    def send_update(self, sender: UpdateSender, request: QueryRequest, log: QuestionLog) -> None:
        """Send an update that has been confirmed; what is still being asked is stopped."""
        draft = self.first_draft
        spool = self.spools / f"{id(self)}-update.csv"
        pending = PendingUpdate(sender, request, spool, draft.labels, draft.secret_numbers)
        self._begin_update(pending.cancellation)
        run_in_background(partial(send_update, pending, self.post_message, log), "update")

    def send_fleet_update(
        self, sender: FleetSender, request: QueryRequest, counted: tuple[CountedEngine, ...], log: QuestionLog
    ) -> None:
        """Send an update that has been confirmed to one Engine after the other."""
        pending = PendingFleetUpdate(request, counted, sender, self.spools, self.first_draft.labels)
        self._begin_update(pending.cancellation)
        run_in_background(partial(send_fleet_update, pending, self.post_message, log), "fleet-update")

    def _begin_update(self, waiting: Cancellation) -> None:
        self._abandon_question()
        self.show_fleet()
        self._waiting, self._engines_updated = waiting, ""
        self._arrival = Arrival()
        self._run_clock()

    @on(UpdateEnded)
    def _update_ended(self, event: UpdateEnded) -> None:
        self._end_update()
        show_ending(event.update.sender, self.query_one(StateLine), self._arrival.seconds)
        if event.what:
            self.say(event.what, event.advice)

    @on(EngineUpdated)
    def _engine_updated(self, event: EngineUpdated) -> None:
        engine = event.update.counted.engine.name
        self._engines_updated = f"{engine}: {event.update.ending.value}"
        self._show_elapsed()

    @on(FleetUpdateEnded)
    def _fleet_update_ended(self, event: FleetUpdateEnded) -> None:
        self._end_update()
        said = ending_in_words(event.updates)
        seconds = seconds_text(self._arrival.seconds)
        self.query_one(StateLine).show_standing(f"{said} · {seconds} · written to audit.log")
        if not is_done(event.updates):
            why, where = why_not_all(event.updates, is_cancelled=event.pending.cancellation.is_cancelled)
            self.say(f"{said}: {why}.", where, details=tuple(report(event.updates).splitlines()))

    def _end_update(self) -> None:
        self._waiting = None
        self._end_clock()
