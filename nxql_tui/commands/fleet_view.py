"""The answers of a fleet as a view of their merged rows: filtered, ordered, some of the columns, in any format."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from nxql_tui.client.transfer import Cancellation
from nxql_tui.commands.fleet_answer import share_of, tell_end
from nxql_tui.commands.fleet_progress import FleetProgress
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.spool_folder import spool_folder
from nxql_tui.commands.standard_output import SpoolCopy
from nxql_tui.commands.view_answer import view_of
from nxql_tui.fleets.followed_answers import EngineOutcome
from nxql_tui.fleets.gathering import Gathering
from nxql_tui.results.limit_of_all import limit_of_all
from nxql_tui.results.merged_answers import MergedAnswers
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.results.view_export.provenance import FileFacts, Provenance, write_side_file
from nxql_tui.results.view_text import view_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nxql_tui.commands.asking import Question
    from nxql_tui.commands.exit_codes import ExitCode
    from nxql_tui.commands.fleet_login import FleetLogin
    from nxql_tui.fleets.gathering import GatheredEngine
    from nxql_tui.paths import Paths
    from nxql_tui.results.result_set import ResultSet


def write_fleet_view(question: Question, login: FleetLogin, paths: Paths) -> ExitCode:
    """Ask, merge, and write the rows where they belong; nothing is written where no Engine has answered.

    Raises:
        Exception: Any of our typed errors; `exit_codes.py` lists them.
    """
    output = question.destination.output
    with spool_folder(paths) as folder:
        target = output or folder / "view"
        request = question.request
        with closing(MergedAnswers(folder / "rows", query=request.query, parameters=request.parameters)) as merged:
            view = _FleetView(question, login, merged, folder / "spools")
            outcomes = run_interruptibly(lambda: view.write(target), view)
        if output is None and target.exists():
            with closing(SpoolCopy(target)) as copy:
                copy.finish()
    return tell_end(outcomes)


class _FleetView(Cancellation):
    """Cancelling hangs up on all Engines, and stops the storing and the writing."""

    def __init__(self, question: Question, login: FleetLogin, merged: MergedAnswers, spools: Path) -> None:
        super().__init__()
        self._question = question
        self._login = login
        fleet = login.fleet
        self._gathering = Gathering(question.request, fleet.engines, merged, spools, in_flight=fleet.in_flight)
        self._told: set[str] = set()

    def cancel(self) -> None:
        super().cancel()
        self._gathering.abandon()

    def write(self, target: Path) -> tuple[EngineOutcome, ...]:
        gathering = self._gathering
        progress = FleetProgress(lambda: [engine.status for engine in gathering.engines], is_answer_printed=False)

        def tell(snapshot: ResultSet) -> None:
            snapshot.close()
            self._tell_endings(progress)

        with progress.running():
            gathering.run(tell)
        self._tell_endings(progress)
        outcomes = tuple(map(_outcome, gathering.engines))
        if any(outcome.error is None for outcome in outcomes):
            self._write_file(target, outcomes)
        return outcomes

    def _tell_endings(self, progress: FleetProgress) -> None:
        for engine in self._gathering.engines:
            if engine.is_over and engine.name not in self._told and not self.is_cancelled:
                self._told.add(engine.name)
                outcome = _outcome(engine)
                self._login.tell_whom_to_trust(outcome.engine, outcome.error)
                progress.tell(outcome)

    def _write_file(self, target: Path, outcomes: Sequence[EngineOutcome]) -> None:
        destination, request = self._question.destination, self._question.request
        wish = destination.view
        assert wish is not None  # noqa: S101  without one the rows are written as they come
        shares = (*map(share_of, outcomes), *self._login.not_reached)
        provenance = Provenance.now(request, self._login.title, self._question.secret_numbers, shares)
        is_complete = self._gathering.is_complete
        with self._gathering.merged.result_set(is_complete=is_complete) as rows:
            names = tuple(column.name for column in rows.columns)
            view = view_of(wish, names)
            if wish.has_limit_of_all:
                view = view.limited(limit_of_all(rows.query, rows.columns))
            file = ViewFile(target, wish.format, overwrite=True, csv_style=wish.csv_style, provenance=provenance)
            count = export_view(rows, view, file, stop=self._gathering.stop)
        if destination.has_side_file:
            facts = FileFacts(count, is_complete, wish.format.value, view_words(view, names))
            write_side_file(provenance, target, facts, overwrite=True)


def _outcome(engine: GatheredEngine) -> EngineOutcome:
    status = engine.status
    return EngineOutcome(status.engine, engine.stored_rows or 0, status.size, status.seconds, engine.error)
