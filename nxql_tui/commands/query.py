"""`nxql-tui query`: ask without a screen."""

from __future__ import annotations

from pathlib import Path

import click

from nxql_tui.commands.destination import Destination, destination_options
from nxql_tui.commands.engine_choice import LoginOptions
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import interval, positive_seconds
from nxql_tui.commands.query_parts import read_parts
from nxql_tui.commands.query_source import query_source
from nxql_tui.wire.recipes.tools import Recipe
from nxql_tui.wire.request import Format, QueryRequest

_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("query", short_help="Ask an Engine without a screen.")
@query_source
@click.option("--engine", metavar="HOST[:PORT]", help="The Engine to ask; needs --user.")
@click.option("--connection", metavar="NAME", help="A saved connection: its Engine and its user.")
@click.option("--demo", is_flag=True, help="An Engine of our own with sample devices, for this question only.")
@click.option("--user", metavar="NAME", help="Who asks.")
@click.option("--password-command", metavar="COMMAND", help="A program whose first line of output is the password.")
@click.option(
    "--platform",
    "platforms",
    metavar="NAME[,NAME]",
    multiple=True,
    help="windows, mac_os, mobile; may be repeated. [default: those of the saved query, else windows]",
)
@click.option(
    "-p",
    "--param",
    "parameters",
    metavar="[N=]VALUE",
    multiple=True,
    help="The value of %N, or of the next in order: %1 first. A value that itself begins with digits and = needs "
    "its number: 1=7=7 gives %1 the value 7=7.",
)
@destination_options
@click.option("--hr/--no-hr", "human_readable", help="Numbers with units, for people; not in json. [default: no-hr]")
@click.option("--ca-file", metavar="FILE", type=_EXISTING_FILE, help="Trust certificates signed by these, in PEM.")
@click.option("--fingerprint", metavar="SHA256", help="Trust the certificate with this fingerprint and no other.")
@click.option("--timeout", metavar="SECONDS", type=positive_seconds, help="Give up when the answer takes longer.")
@click.option(
    "--every",
    metavar="INTERVAL",
    type=interval,
    help="Ask again every 30s, 5min, 1h until ctrl+c: the first answer, then the rows that came (+), went (-) and "
    "changed (~), as csv with the time and the mark in front.",
)
@click.option("--allow-update", is_flag=True, help="Let an update through; it is still to be confirmed.")
@click.option(
    "--as",
    "recipe",
    type=click.Choice([recipe.value for recipe in Recipe]),
    help="Print the question written for another tool instead of asking it; no password is needed.",
)
@click.option("--yes", "confirmed", is_flag=True, help="Confirm an update beforehand.")
def command(
    text: str | None,
    file: str | None,
    saved: str | None,
    engine: str | None,
    connection: str | None,
    demo: bool,
    user: str | None,
    password_command: str | None,
    platforms: tuple[str, ...],
    parameters: tuple[str, ...],
    destination: Destination,
    human_readable: bool,
    ca_file: Path | None,
    fingerprint: str | None,
    timeout: float | None,
    every: float | None,
    allow_update: bool,
    recipe: str | None,
    confirmed: bool,
) -> int:
    """Ask an Engine and write its answer, byte for byte as it was sent.

    With --sort, --columns, --where or a format that no Engine writes, its rows are written as those say.

    Standard output carries the answer and nothing else; on a terminal its control characters are made visible.
    """
    if demo and any((engine, connection, user, password_command, ca_file, fingerprint)):
        raise click.UsageError("--demo brings its own Engine, user and certificate; leave those options out.")
    if recipe is not None:
        _check_recipe_usage(destination, demo=demo)
    if every is not None:
        _check_watch_usage(destination, recipe)
    parts = read_parts(text, file, saved, platforms, parameters)
    request = QueryRequest(
        query=parts.query,
        platforms=parts.platforms,
        parameters=parts.parameters,
        format=destination.asked_format,
        human_readable=human_readable,
    )
    options = LoginOptions(engine, connection, user, password_command, ca_file, fingerprint, timeout)
    if recipe is not None:
        # Only a recipe needs their writers.
        from nxql_tui.commands.recipe import print_recipe

        print_recipe(Recipe(recipe), request, options, allow_update=allow_update)
        return ExitCode.DONE
    # The client is needed only when the command line is right.
    from nxql_tui.commands.asking import Question, ask, ask_demo
    from nxql_tui.commands.precautions import precautions

    question = Question(request, destination, allow_update, confirmed, parts.secret_numbers, every)
    with precautions():
        if demo:
            ask_demo(question, timeout)
        else:
            ask(question, options)
    return ExitCode.DONE


def _check_recipe_usage(destination: Destination, *, demo: bool) -> None:
    if demo:
        raise click.UsageError(
            "The Engine of --demo ends with the command, so no other tool can ask it. Start one with nxql-tui serve."
        )
    if destination.output is not None:
        raise click.UsageError("--as asks nothing, so there is no answer for --output. Keep the recipe with > FILE.")
    if destination.view is not None:
        raise click.UsageError("A recipe asks the Engine itself, which writes csv, html, xml and json as they are.")


def _check_watch_usage(destination: Destination, recipe: str | None) -> None:
    if recipe is not None:
        raise click.UsageError("--as asks nothing, so there is nothing to ask --every so often.")
    if destination.view is not None or destination.asked_format is not Format.CSV:
        raise click.UsageError("--every writes csv, which can go on and on, with all rows and columns that changed.")
    if destination.output is not None:
        raise click.UsageError("--every goes on and on, and a file of --output appears whole. Redirect it: > FILE")
