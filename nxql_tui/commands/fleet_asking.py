"""One question from the command line to several Engines: looked at, sent, and its answers written where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.asking import ask_again_and_again, check_question, limited
from nxql_tui.commands.fleet_answer import FleetAnswer, tell_end
from nxql_tui.commands.fleet_login import log_in_to_fleet
from nxql_tui.commands.fleet_progress import outcome_line
from nxql_tui.commands.terminal import say
from nxql_tui.fleets.engine_files import check_folder
from nxql_tui.fleets.fleet_asker import FleetAsker
from nxql_tui.fleets.followed_answers import EngineOutcome
from nxql_tui.nxql.row_limit import row_limit, with_row_limit

if TYPE_CHECKING:
    from nxql_tui.commands.asking import Question
    from nxql_tui.commands.engine_choice import FleetOptions
    from nxql_tui.commands.exit_codes import ExitCode
    from nxql_tui.commands.fleet_login import FleetLogin
    from nxql_tui.nxql.parser import Parsed
    from nxql_tui.paths import Paths


def ask_fleet(question: Question, parsed: Parsed, options: FleetOptions, paths: Paths) -> ExitCode:
    """Ask all Engines that the options name; of those that a Portal lists, the ones that it reaches.

    Raises:
        Exception: Any of our typed errors; `exit_codes.py` lists them.
    """
    _check_usage(options)
    if question.folder is not None:
        check_folder(question.folder)
    login = log_in_to_fleet(options, paths)
    if left_out := login.fleet.left_out:
        say(f"Not asked, for the Portal does not reach them: {', '.join(left_out)}.")
    if not login.connections:
        return _tell_lost(login)
    is_allowed = question.allow_update or all(connection.allow_update for connection in login.connections)
    is_update = check_question(parsed, question, allow_update=is_allowed)
    if is_update:
        # Only an update pays for what counts and sends it.
        from nxql_tui.commands.fleet_updating import update_fleet

        return update_fleet(question, login, paths)
    question = _limited(question, login)
    if question.has_limit_of_all and row_limit(question.request.query, question.request.parameters) is None:
        raise click.UsageError("The query has no limit for --limit-of-all: write (limit 100) in it.")
    if question.every is not None:
        ask_again_and_again(FleetAsker(login.fleet), question.request, question.every, paths)
    if question.destination.view is not None:
        # Only a view pays for the database.
        from nxql_tui.commands.fleet_view import write_fleet_view

        return write_fleet_view(question, login, paths)
    return FleetAnswer(question, login, paths).write()


def _check_usage(options: FleetOptions) -> None:
    if options.login.fingerprint is not None:
        raise click.UsageError(
            "--fingerprint is for one Engine. Pin the certificate of each with nxql-tui connections trust, or name one "
            "with --engine."
        )


def _tell_lost(login: FleetLogin) -> ExitCode:
    """Say why none of the Portals has named an Engine."""
    outcomes = [EngineOutcome(portal, 0, 0, 0.0, portal.refusal) for portal in login.fleet.engines]
    for outcome in outcomes:
        say(outcome_line(outcome))
    return tell_end(outcomes)


def _limited(question: Question, login: FleetLogin) -> Question:
    """The question with the limit that the connections give to a query without one."""
    limits = {connection.row_limit for connection in login.connections}
    if len(limits) == 1:
        limit = limits.pop()
        return question if limit is None else limited(question, limit, "for each Engine its connection adds")
    smallest = min(limit for limit in limits if limit is not None)
    if with_row_limit(question.request.query, smallest) != question.request.query:
        raise click.UsageError("The connections have different row limits: give the query one of its own, (limit N).")
    return question
