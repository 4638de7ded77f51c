"""The answers of a fleet on their way out: merged rows on standard output or in a file, or a file for each Engine."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.errors import ClientError
from nxql_tui.commands.fleet_progress import fleet_exit_code, summary
from nxql_tui.commands.fleet_run import FleetRun
from nxql_tui.commands.spool_folder import spool_folder
from nxql_tui.commands.standard_output import StandardOutput
from nxql_tui.commands.terminal import say
from nxql_tui.fleets.engine_files import KeptAnswer, write_engine_files
from nxql_tui.fleets.merged_text import FurtherColumnsError, MergedText
from nxql_tui.nxql.named_columns import names_its_columns
from nxql_tui.results.view_export.engine_shares import EngineShare
from nxql_tui.results.view_export.provenance import FileFacts, Provenance, write_side_file
from nxql_tui.target_files import target_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nxql_tui.commands.asking import Question
    from nxql_tui.commands.exit_codes import ExitCode
    from nxql_tui.commands.fleet_login import FleetLogin
    from nxql_tui.fleets.followed_answers import EngineOutcome
    from nxql_tui.fleets.followed_spool import Rows
    from nxql_tui.paths import Paths


class NothingCame(Exception):  # noqa: N818  the name says the state
    """No Engine has answered, so there is nothing to put in a file."""


@dataclass(frozen=True)
class FleetAnswer:
    """One question to a fleet, and where its rows go."""

    question: Question
    login: FleetLogin
    paths: Paths

    def write(self) -> ExitCode:
        """Ask, write, and say what came of it.

        Raises:
            Exception: Any of our typed errors; `exit_codes.py` lists them.
        """
        destination = self.question.destination
        with spool_folder(self.paths) as folder:
            if self.question.folder is not None:
                outcomes = self._write_each(folder, self.question.folder)
            elif destination.output is not None:
                outcomes = self._write_to_file(folder, destination.output)
            else:
                outcomes = self._write_to_standard_output(folder)
        return tell_end(outcomes)

    @property
    def _is_named(self) -> bool:
        request = self.question.request
        return names_its_columns(request.query, request.parameters)

    def _run(self, folder: Path, *, keeps_spools: bool) -> FleetRun:
        is_printed = self.question.folder is None and self.question.destination.output is None
        return FleetRun(self.question.request, self.login, folder, keeps_spools=keeps_spools, is_printed=is_printed)

    def _write_to_standard_output(self, folder: Path) -> tuple[EngineOutcome, ...]:
        output = StandardOutput()
        text = MergedText(self.question.request.format)
        is_named = self._is_named
        run = self._run(folder, keeps_spools=not is_named)

        def take(rows: Rows) -> None:
            try:
                output.write(text.add(rows))
            except FurtherColumnsError as error:
                run.refuse(rows, _does_not_fit(error))

        def work() -> tuple[EngineOutcome, ...]:
            if is_named:
                outcomes = run.follow(take)
            else:
                outcomes = run.follow(lambda rows: text.expect(rows.columns))
                for rows in run.rows_again(outcomes):
                    output.write(text.add(rows))
            # What was interrupted is not to look like a whole.
            if not run.is_cancelled:
                output.write(text.end())
            output.finish()
            return outcomes

        return run.interruptibly(work)

    def _write_to_file(self, folder: Path, output: Path) -> tuple[EngineOutcome, ...]:
        run = self._run(folder, keeps_spools=True)
        asked: list[EngineOutcome] = []

        def work() -> tuple[EngineOutcome, ...]:
            with suppress(NothingCame), target_file(output, overwrite=True) as temporary:
                asked.extend(self._fill(run, temporary))
                run.stop.check()
                if all(outcome.error is not None for outcome in asked):
                    raise NothingCame
            return tuple(asked)

        outcomes = run.interruptibly(work)
        if self.question.destination.has_side_file and any(outcome.error is None for outcome in outcomes):
            self._write_side_file(output, outcomes)
        return outcomes

    def _fill(self, run: FleetRun, temporary: Path) -> tuple[EngineOutcome, ...]:
        """Write as the rows come; all once more, under one header, where their columns turn out to differ."""
        text, columns = MergedText(self.question.request.format), MergedText(self.question.request.format)
        is_streamed = self._is_named
        with temporary.open("wb") as file:

            def take(rows: Rows) -> None:
                nonlocal is_streamed
                columns.expect(rows.columns)
                if is_streamed:
                    try:
                        file.write(text.add(rows))
                    except FurtherColumnsError:
                        is_streamed = False

            outcomes = run.follow(take)
            if not is_streamed:
                file.seek(0)
                file.truncate()
                text = columns
                for rows in run.rows_again(outcomes):
                    file.write(text.add(rows))
            file.write(text.end())
        return outcomes

    def _write_side_file(self, output: Path, outcomes: Sequence[EngineOutcome]) -> None:
        facts = FileFacts(
            sum(outcome.rows for outcome in outcomes),
            is_complete=all(outcome.error is None for outcome in outcomes),
            format=self.question.request.format.value,
        )
        write_side_file(self.provenance(outcomes), output, facts, overwrite=True)

    def _write_each(self, folder: Path, target: Path) -> tuple[EngineOutcome, ...]:
        run = self._run(folder, keeps_spools=True)

        def work() -> tuple[EngineOutcome, ...]:
            outcomes = run.follow(lambda _rows: None)
            if not run.is_cancelled and any(outcome.error is None for outcome in outcomes):
                kept = [KeptAnswer(share_of(outcome), outcome.spool) for outcome in outcomes]
                kept += [KeptAnswer(share, None) for share in self.login.not_reached]
                write_engine_files(target, self.provenance(outcomes), kept, run)
            return outcomes

        return run.interruptibly(work)

    def provenance(self, outcomes: Sequence[EngineOutcome]) -> Provenance:
        """What is written down of the question and of each Engine."""
        shares = (*map(share_of, outcomes), *self.login.not_reached)
        return Provenance.now(self.question.request, self.login.title, self.question.secret_numbers, shares)


def share_of(outcome: EngineOutcome) -> EngineShare:
    """What a file says of an Engine."""
    error = "" if outcome.error is None else str(outcome.error)
    return EngineShare(outcome.engine.name, str(outcome.engine.address), outcome.rows, outcome.error is None, error)


def tell_end(outcomes: Sequence[EngineOutcome]) -> ExitCode:
    """Say what to know of the whole, and give the exit code."""
    if said := summary(outcomes):
        say(said)
    return fleet_exit_code(outcomes)


def _does_not_fit(error: FurtherColumnsError) -> ClientError:
    return ClientError(
        f"The header was written before it, and lacks columns of its answer: {error}.",
        "With --output FILE all columns are united.",
    )
