"""A question to a fleet on its way, so that signals are heard and every Engine is told of."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from nxql_tui.client.transfer import Cancellation
from nxql_tui.commands.fleet_progress import FleetProgress
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.fleets.followed_answers import EngineOutcome, FollowedAnswers
from nxql_tui.results.stopping import Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nxql_tui.client.errors import ClientError
    from nxql_tui.commands.fleet_login import FleetLogin
    from nxql_tui.fleets.followed_spool import Rows
    from nxql_tui.wire.request import QueryRequest


class FleetRun(Cancellation):
    """Asks all Engines once; cancelling hangs up on all of them and stops what is made of their answers."""

    def __init__(
        self, request: QueryRequest, login: FleetLogin, folder: Path, *, keeps_spools: bool, is_printed: bool
    ) -> None:
        """Make it; nothing is sent before `follow`.

        Args:
            request: What is asked.
            login: Who is asked.
            folder: A folder of its own for the answers; it must exist.
            keeps_spools: Whether rows are read again.
            is_printed: Whether rows go to standard output.
        """
        super().__init__()
        self.stop = Stop()
        """Called when somebody cancels."""
        self._request = request
        self._login = login
        self._is_printed = is_printed
        self._engines = login.fleet.engines
        self._followed = FollowedAnswers(
            request, self._engines, folder, in_flight=login.fleet.in_flight, keeps_spools=keeps_spools
        )

    def cancel(self) -> None:
        """Hang up, and write no more."""
        super().cancel()
        self.stop()
        self._followed.cancel()

    def refuse(self, rows: Rows, error: ClientError) -> None:
        """Count the Engine of these rows as failed and ask it for no more."""
        self._followed.refuse(rows, error)

    def follow(self, take: Callable[[Rows], object]) -> tuple[EngineOutcome, ...]:
        """Hand the rows on as they come and say how each Engine ended; returns that in the order of the fleet."""
        outcomes: list[EngineOutcome] = []
        progress = FleetProgress(lambda: self._followed.statuses, is_answer_printed=self._is_printed)
        # Whoever cannot take the rows hangs up on the Engines at once.
        with progress.running(), closing(self._followed.follow()) as events:
            for event in events:
                if not isinstance(event, EngineOutcome):
                    take(event)
                    continue
                outcomes.append(event)
                self._login.tell_whom_to_trust(event.engine, event.error)
                if not self.is_cancelled:
                    progress.tell(event)
        return tuple(sorted(outcomes, key=lambda outcome: self._engines.index(outcome.engine)))

    def rows_again(self, outcomes: tuple[EngineOutcome, ...]) -> Iterator[Rows]:
        """All rows once more, Engine by Engine, from the spools that were kept."""
        for outcome in outcomes:
            for rows in outcome.rows_again(self._request.format):
                self.stop.check()
                yield rows

    def interruptibly(self, work: Callable[[], tuple[EngineOutcome, ...]]) -> tuple[EngineOutcome, ...]:
        """Do the work beside the main thread, which hears signals."""
        return run_interruptibly(work, self)
