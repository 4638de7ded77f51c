"""The `nxql-tui` program: finds the command, runs it, and turns whatever happens into a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from nxql_tui.commands.engine_count import MOST_ENGINES
from nxql_tui.commands.errors import OutputFailed
from nxql_tui.commands.exit_codes import ExitCode, exit_code_of, option_hint
from nxql_tui.commands.lazy_group import LazyGroup
from nxql_tui.commands.standard_output import print_text
from nxql_tui.commands.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "nxql-tui"
BROKEN_PIPE = 141
"""What shells report of a program that wrote to a reader who had left, as `head` does: 128 and SIGPIPE."""
LOG_LEVELS = ("debug", "info", "warning", "error")
"""Those of the log, whose module is not imported to print a help."""

_COMMANDS = {
    "check": "check",
    "compare": "compare",
    "config": "config.group",
    "connections": "connections.group",
    "doctor": "doctor",
    "format": "format",
    "group": "group",
    "history": "history",
    "keys": "keys",
    "model": "model",
    "queries": "queries.group",
    "query": "query",
    "row": "row",
    "serve": "serve",
    "summary": "summary",
}


def _print_version(context: click.Context, _option: click.Parameter, is_asked_for: bool) -> None:
    if is_asked_for and not context.resilient_parsing:
        from importlib.metadata import version

        print_text(f"{PROGRAM} {version('nxql-tui')}")
        context.exit()


@click.group(
    cls=LazyGroup,
    modules=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The password comes from --password-command, NXQL_TUI_PASSWORD, the OS keyring or a prompt; never from "
    "the command line.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.option("--demo", is_flag=True, help="Open the explorer on an Engine of its own with sample devices.")
@click.option(
    "--engines",
    metavar="N",
    type=click.IntRange(1, MOST_ENGINES),
    help="With --demo: so many Engines that are asked together, and a Portal that lists one more, which is down.",
)
@click.option(
    "--connection",
    "connections",
    metavar="NAME",
    multiple=True,
    help="Open the explorer and connect to a saved connection; several are asked together.",
)
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option(
    "--log-level",
    type=click.Choice(LOG_LEVELS),
    default="warning",
    show_default=True,
    help="What is written to nxql-tui.log; stands before the command.",
)
@click.pass_context
def program(
    context: click.Context,
    demo: bool,
    engines: int | None,
    connections: tuple[str, ...],
    no_mouse: bool,
    log_level: str,  # noqa: ARG001
) -> int:
    """Ask a Nexthink Engine questions in NXQL.

    Without a command this opens the explorer.
    """
    if context.invoked_subcommand is not None:
        if demo or no_mouse or connections or engines is not None:
            raise click.UsageError(f"Options of a command stand behind it: {context.invoked_subcommand} …")
        return ExitCode.DONE
    from nxql_tui.commands.explore import explore

    if demo and connections:
        raise click.UsageError("--demo brings its own Engine: leave --connection out.")
    if engines is not None and not demo:
        raise click.UsageError("--engines is for the Engines that --demo brings: add --demo.")
    return explore(demo_engines=(engines or 1) if demo else None, connections=connections, mouse=not no_mouse)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and say how it ended; no error leaves this function."""
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        _flush()
    except BrokenPipeError:
        _leave_standard_output()
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        _leave_standard_output()
        if sys.stderr is not None and sys.stderr.isatty():
            # The shell's prompt is not to stand behind ours.
            click.echo(err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        _show_usage(error)
        return ExitCode.WRONG_USAGE
    except Exception as error:  # noqa: BLE001  the border: nothing is shown to people as a traceback
        return _explain(error)
    return code


def _run(arguments: Sequence[str]) -> int:
    for number, argument in enumerate(arguments, start=1):
        # What is not UTF-8 comes as lone surrogates, which nothing behind could send.
        if not argument.isascii() and any("\ud800" <= character <= "\udfff" for character in argument):
            raise click.UsageError(f"Argument {number} is not UTF-8.")
    try:
        # Not `program.main`: it answers a broken pipe and an interruption in its own way.
        with program.make_context(PROGRAM, list(arguments)) as context:
            return int(program.invoke(context))
    except click.exceptions.Exit as end:
        return end.exit_code


def _explain(error: Exception) -> ExitCode:
    code = exit_code_of(error)
    if code is None:
        _report_crash(error)
        return ExitCode.FAULT
    say(f"{PROGRAM}: {error}{option_hint(error)}")
    if isinstance(error, OutputFailed):
        _leave_standard_output()
    return code


def _show_usage(error: click.ClickException) -> None:
    if isinstance(error, click.UsageError):
        error.show()
    else:
        say(f"{PROGRAM}: {error.format_message()}")


def _report_crash(error: Exception) -> None:
    # Only a crash needs to know where reports are kept, and how they are written.
    from nxql_tui.crash_report import tell_crash
    from nxql_tui.paths import find_paths

    say(tell_crash(find_paths().crash_reports, error))


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _leave_standard_output() -> None:
    """Keep the interpreter from writing what is left when it ends: nobody reads it."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
