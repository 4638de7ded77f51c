"""A fleet as if it were one Engine: its answer is that of all, or none."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import ANY_SIZE, Answer
from nxql_tui.client.errors import ClientError, RefusedError, SpoolError
from nxql_tui.fleets.followed_answers import EngineOutcome, FollowedAnswers
from nxql_tui.fleets.merged_text import MergedText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nxql_tui.client.engine_client import Progress
    from nxql_tui.client.fleet import Fleet
    from nxql_tui.client.spool import SpoolRoom
    from nxql_tui.client.transfer import Cancellation
    from nxql_tui.wire.request import QueryRequest


class IncompleteFleetError(ClientError):
    """Some Engines have not answered, or not whole: their rows would look as if they were gone."""


class FleetAsker:
    """Has the `ask` of a client; for whoever compares answers, which a missing Engine would spoil."""

    def __init__(self, fleet: Fleet, *, room: SpoolRoom = ANY_SIZE) -> None:
        """Make it.

        Args:
            fleet: Who is asked.
            room: How much of the disk the answer of each Engine may take.
        """
        self._fleet = fleet
        self._room = room

    def ask(
        self,
        request: QueryRequest,
        spool: Path,
        *,
        on_progress: Callable[[Progress], object] | None = None,  # noqa: ARG002  many Engines have many
        cancellation: Cancellation | None = None,
    ) -> Answer:
        """Ask all Engines and write their rows to the spool, in the order of the Engines, with the name in front.

        Raises:
            RefusedError: An Engine refused the user; asking again could lock the account.
            IncompleteFleetError: Some have not answered for another reason.
            ClientError: All have failed for the same reason, or somebody cancelled.
        """
        started = time.monotonic()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(_folder(spool.parent)))
            fleet = self._fleet
            followed = FollowedAnswers(
                request, fleet.engines, folder, room=self._room, in_flight=fleet.in_flight, keeps_spools=True
            )
            if cancellation is not None:
                stack.enter_context(cancellation.passing_on(followed.cancel))
            text = MergedText(request.format)
            outcomes = _outcomes(followed, text)
            fleet.learn(followed.statuses)
            _check(outcomes)
            rows = _write(outcomes, text, request, spool)
        seconds = time.monotonic() - started
        return Answer(spool, request.format, spool.stat().st_size, rows, None, seconds, "")


def _folder(parent: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="fleet-", dir=parent)
    except OSError as error:
        raise SpoolError(f"No place for the answers in {parent}: {error.strerror}.") from None


def _outcomes(followed: FollowedAnswers, text: MergedText) -> list[EngineOutcome]:
    outcomes = []
    for event in followed.follow():
        if isinstance(event, EngineOutcome):
            outcomes.append(event)
        else:
            text.expect(event.columns)
    order = {status.engine.name: place for place, status in enumerate(followed.statuses)}
    return sorted(outcomes, key=lambda outcome: order[outcome.engine.name])


def _check(outcomes: Sequence[EngineOutcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    if not failed:
        return
    refused = next((outcome.error for outcome in failed if isinstance(outcome.error, RefusedError)), None)
    if refused is not None:
        raise refused
    first = failed[0].error
    assert isinstance(first, ClientError)  # noqa: S101  what follows a spool raises no other
    if len(failed) == len(outcomes):
        raise first
    names = ", ".join(outcome.engine.name for outcome in failed)
    raise IncompleteFleetError(f"{names} did not answer: {first.what}", first.advice)


def _write(outcomes: Sequence[EngineOutcome], text: MergedText, request: QueryRequest, spool: Path) -> int:
    try:
        with spool.open("wb") as file:
            for outcome in outcomes:
                for rows in outcome.rows_again(request.format):
                    file.write(text.add(rows))
            file.write(text.end())
    except OSError as error:
        raise SpoolError(f"The answer cannot be written to disk: {error.strerror}.") from None
    return sum(outcome.rows for outcome in outcomes)
