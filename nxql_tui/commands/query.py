"""`nxql-tui query`: ask without a screen."""

from __future__ import annotations

from pathlib import Path

import click

from nxql_tui.commands.destination import Destination, destination_options
from nxql_tui.commands.engine_choice import FleetOptions, LoginOptions
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import interval, positive_seconds
from nxql_tui.commands.query_parts import read_parts
from nxql_tui.commands.query_source import query_source
from nxql_tui.commands.terminal import say
from nxql_tui.wire.recipes.tools import Recipe
from nxql_tui.wire.request import Format, QueryRequest

_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("query", short_help="Ask an Engine without a screen.")
@query_source
@click.option(
    "--engine",
    "engines",
    metavar="HOST[:PORT]",
    multiple=True,
    help="The Engine to ask; needs --user. May be repeated.",
)
@click.option(
    "--connection",
    "connections",
    metavar="NAME",
    multiple=True,
    help="A saved connection: its Engine, or all that it leads to, and its user. May be repeated.",
)
@click.option("--portal", metavar="HOST[:PORT]", help="All Engines that this Portal reaches; needs --user.")
@click.option(
    "--only", metavar="PATTERN", multiple=True, help="Of several Engines those of such a name: 'eu-*'. May be repeated."
)
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
@click.option(
    "--each-to",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write what each of several Engines sends, byte for byte, to a file of its own in this new folder, with a "
    "manifest.json.",
)
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
    engines: tuple[str, ...],
    connections: tuple[str, ...],
    portal: str | None,
    only: tuple[str, ...],
    demo: bool,
    user: str | None,
    password_command: str | None,
    platforms: tuple[str, ...],
    parameters: tuple[str, ...],
    destination: Destination,
    folder: Path | None,
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

    Several Engines are asked at once, and their rows written as one answer with the Engine's name in front. One that
    fails hides no row of the others; exit code 8 says that some are missing.

    Standard output carries the answer and nothing else; on a terminal its control characters are made visible.
    """
    if demo and any((engines, connections, portal, user, password_command, ca_file, fingerprint)):
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
    options = FleetOptions(
        engines,
        connections,
        portal,
        only,
        LoginOptions(
            engines[0] if len(engines) == 1 else None,
            connections[0] if len(connections) == 1 else None,
            user,
            password_command,
            ca_file,
            fingerprint,
            timeout,
        ),
    )
    if folder is not None:
        _check_folder_usage(destination, recipe)
    if recipe is not None:
        # Only a recipe needs their writers.
        from nxql_tui.commands.recipe import print_recipe

        if options.names_several or only:
            raise click.UsageError("A recipe asks one Engine: name that alone, and write one recipe for each.")
        print_recipe(Recipe(recipe), request, options.login, allow_update=allow_update)
        return ExitCode.DONE
    # The client is needed only when the command line is right.
    from nxql_tui.commands.asking import Question, ask, ask_demo
    from nxql_tui.commands.precautions import precautions

    question = Question(request, destination, allow_update, confirmed, parts.secret_numbers, every, folder)
    code = ExitCode.DONE
    with precautions():
        if demo:
            ask_demo(question, timeout)
        else:
            code = ask(question, options)
    if destination.strange_ending and code in (ExitCode.DONE, ExitCode.SOME_FAILED):
        say(f"{destination.output} is csv, for {destination.strange_ending} names no format; --format names another.")
    return code


def _check_recipe_usage(destination: Destination, *, demo: bool) -> None:
    if demo:
        raise click.UsageError(
            "The Engine of --demo ends with the command, so no other tool can ask it. Start one with nxql-tui serve."
        )
    if destination.output is not None:
        raise click.UsageError("--as asks nothing, so there is no answer for --output. Keep the recipe with > FILE.")
    if destination.view is not None:
        raise click.UsageError("A recipe asks the Engine itself, which writes csv, html, xml and json as they are.")


def _check_folder_usage(destination: Destination, recipe: str | None) -> None:
    if recipe is not None:
        raise click.UsageError("--as asks nothing, so there are no answers for --each-to.")
    if destination.output is not None:
        raise click.UsageError("--output is one file, and --each-to one for each Engine: give one of them.")
    if destination.view is not None:
        raise click.UsageError("--each-to writes what the Engines send, and that are csv, html, xml and json.")


def _check_watch_usage(destination: Destination, recipe: str | None) -> None:
    if recipe is not None:
        raise click.UsageError("--as asks nothing, so there is nothing to ask --every so often.")
    if destination.view is not None or destination.asked_format is not Format.CSV:
        raise click.UsageError("--every writes csv, which can go on and on, with all rows and columns that changed.")
    if destination.output is not None:
        raise click.UsageError("--every goes on and on, and a file of --output appears whole. Redirect it: > FILE")
