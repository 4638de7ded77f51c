"""Before an update is sent to a fleet: how many objects it would change on each Engine."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on

from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.fleet_updates import FleetCounted, FleetUncountable, count_on_fleet
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.screens.confirm_update import ConfirmUpdateScreen
from nxql_tui.updates.fleet_update import FleetCount
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.fleet import Fleet
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.ui.update_terms import UpdateTerms
    from nxql_tui.updates.fleet_update import CountedEngine
    from nxql_tui.wire.request import QueryRequest


class ConfirmFleetUpdateScreen(ConfirmUpdateScreen):
    """Dismisses with the number of objects on all Engines, which the user has typed, or with None."""

    def __init__(
        self,
        client: EngineClient,
        fleet: Fleet,
        request: QueryRequest,
        selects: MatchingSelects,
        statement: str,
        terms: UpdateTerms,
        spools: Path,
    ) -> None:
        super().__init__(client, request, selects, statement, terms, spools)
        self._fleet = fleet
        self._cleanup = ExitStack()
        """Hangs up on all Engines, and leaves no file."""
        self.counted: tuple[CountedEngine, ...] = ()
        """The Engines with their objects, once they are counted."""

    def start_counting(self) -> None:
        """Ask all Engines beside the screen."""
        try:
            folder = tempfile.TemporaryDirectory(prefix="counting-", dir=self._spools, ignore_cleanup_errors=True)
        except OSError as error:
            self.show_uncountable(f"No place for the answers in {self._spools}: {error.strerror}.")
            return
        self._cleanup.callback(folder.cleanup)
        fleet, place = self._fleet, Path(folder.name)
        count = FleetCount(self._request, self._selects, fleet.engines, place, in_flight=fleet.in_flight)
        self._cleanup.callback(count.cancel)
        run_in_background(lambda: count_on_fleet(count, self.post_message), "fleet-objects")

    def stop_counting(self) -> None:
        """Hang up on all of them."""
        self._cleanup.close()

    @on(FleetCounted)
    def _fleet_counted(self, event: FleetCounted) -> None:
        event.stop()
        self.counted = event.counted
        total = sum(one.objects for one in event.counted)
        sentence = f"{self.matching_text(total)}, on one Engine after the other; the first that fails is the last:"
        self.show_objects(total, sentence, self._lines())

    def _lines(self) -> Text:
        counts = [count_text(one.objects, "object") for one in self.counted]
        widest = max(map(len, counts))
        lines = [
            f"{count.rjust(widest)}  {visible_line(one.engine.name)}"
            for count, one in zip(counts, self.counted, strict=True)
        ]
        lines += [f"{'not reached'.rjust(widest)}  {visible_line(name)}" for name in self._fleet.left_out]
        return Text("\n".join(lines), no_wrap=True, end="")

    @on(FleetUncountable)
    def _fleet_uncountable(self, event: FleetUncountable) -> None:
        event.stop()
        self.show_uncountable(" ".join(f"{name}: {error.what}" for name, error in event.failures.items()))
