"""The answers of a fleet as a folder, a file an Engine: those at hand, else the Engines are asked again."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import ANY_SIZE
from nxql_tui.client.errors import QuestionCancelled, SpoolError
from nxql_tui.client.fleet_question import FleetQuestion
from nxql_tui.client.transfer import Cancellation
from nxql_tui.fleets.engine_files import KeptAnswer, check_folder, write_engine_files
from nxql_tui.results.view_export.engine_shares import EngineShare, complete_count
from nxql_tui.results.view_export.provenance import FileFacts, Provenance
from nxql_tui.ui.export_work import Written
from nxql_tui.ui.pace import Pace
from nxql_tui.ui.quantities import count_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nxql_tui.client.fleet import Fleet
    from nxql_tui.client.fleet_question import EngineRun
    from nxql_tui.client.spool import SpoolRoom
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class FleetSubject:
    """What can be exported of a fleet, beside the rows on the screen."""

    fleet: Fleet
    """Who is asked again where the answers are not at hand."""
    title: str
    """What they are together."""
    spools: Path
    """Where answers can be kept on the way."""
    asked: QueryRequest | None = None
    """The question of the answers at hand; None where there are none."""
    kept: tuple[KeptAnswer, ...] = ()
    """What each Engine has sent; empty where there is nothing at hand."""
    room: SpoolRoom = ANY_SIZE
    """How much of the disk each answer may take."""

    def kept_for(self, request: QueryRequest) -> tuple[KeptAnswer, ...]:
        """The answers to this very request; none where the Engines have to be asked again."""
        return self.kept if request == self.asked else ()


class EngineFilesExport:
    """Writes the folder; an answer that broke off is in it as far as it came, and the manifest says so."""

    def __init__(self, subject: FleetSubject, request: QueryRequest, secret_numbers: frozenset[int]) -> None:
        self._subject = subject
        self._request = request
        self._secret_numbers = secret_numbers
        self._cancellation = Cancellation()
        self._question: FleetQuestion | None = None

    def write(self, path: Path, tell: Callable[[Pace], object], *, overwrite: bool) -> Written:  # noqa: ARG002
        """Write the folder; one that holds anything is never replaced.

        Raises:
            ClientError, TargetError: There is none.
        """
        check_folder(path)
        kept = self._subject.kept_for(self._request)
        if kept:
            return self._written(path, kept)
        try:
            folder = tempfile.TemporaryDirectory(prefix="export-", dir=self._subject.spools)
        except OSError as error:
            raise SpoolError(f"No place for the answers in {self._subject.spools}: {error.strerror}.") from None
        with folder as name:
            return self._written(path, self._ask(Path(name), tell))

    def stop(self) -> None:
        """Hang up, and copy no more."""
        self._cancellation.cancel()
        if self._question is not None:
            self._question.cancel()

    def _ask(self, folder: Path, tell: Callable[[Pace], object]) -> tuple[KeptAnswer, ...]:
        started = time.monotonic()

        def note(_run: EngineRun) -> None:
            size = sum(status.size for status in question.statuses)
            tell(Pace(time.monotonic() - started, size=size))

        fleet = self._subject.fleet
        question = self._question = FleetQuestion(
            self._request,
            fleet.engines,
            folder,
            room=self._subject.room,
            in_flight=fleet.in_flight,
            on_progress=note,
        )
        if self._cancellation.is_cancelled:
            question.cancel()
        for _ in question.endings():
            pass
        fleet.learn(question.statuses)
        if self._cancellation.is_cancelled:
            raise QuestionCancelled
        errors = [run.status.error for run in question.runs if run.status.error is not None]
        if len(errors) == len(question.runs):
            raise errors[0]
        left_out = (KeptAnswer(EngineShare.left_out(name), None) for name in fleet.left_out)
        return (*(_kept(run) for run in question.runs), *left_out)

    def _written(self, path: Path, kept: Sequence[KeptAnswer]) -> Written:
        shares = tuple(answer.share for answer in kept)
        provenance = Provenance.now(self._request, self._subject.title, self._secret_numbers, shares)
        write_engine_files(path, provenance, kept, self._cancellation)
        whole, asked = complete_count(shares)
        engines = count_text(asked, "Engine")
        said = engines if whole == asked else f"{whole} of {engines}, INCOMPLETE"
        facts = FileFacts(None, whole == asked, self._request.format.value)
        return Written(f"the answers of {said}", provenance, facts)


def _kept(run: EngineRun) -> KeptAnswer:
    status, engine = run.status, run.engine
    rows = None if status.answer is None else status.answer.row_count
    error = "" if status.error is None else str(status.error)
    return KeptAnswer(EngineShare(engine.name, str(engine.address), rows, status.error is None, error), run.spool)
