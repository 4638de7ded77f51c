"""What a command does before it holds a password: it stays out of core files, other programs, logs and the screen."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from nxql_tui.accounts.password_sources import hide_passwords_of_environment
from nxql_tui.commands.exit_codes import exit_code_of
from nxql_tui.event_log import LogLevel, start_logging
from nxql_tui.paths import find_paths
from nxql_tui.uncaught import keep_off_the_screen

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)


@contextmanager
def precautions() -> Iterator[None]:
    """Run a command that talks to an Engine, and log how it begins and ends."""
    _dump_no_memory()
    hide_passwords_of_environment()
    keep_off_the_screen()
    command = click.get_current_context()
    start_logging(find_paths().log, LogLevel(command.find_root().params["log_level"]))
    if _log.isEnabledFor(logging.INFO):
        _log.info("nxql-tui %s on Python %s: %s", version("nxql-tui"), sys.version.split()[0], _without_values(command))
    try:
        yield
    except Exception as error:
        code = exit_code_of(error)
        # Of one that nobody expected a crash report tells.
        if code is not None:
            _log.warning("ends with exit code %d: %s", code, error)
        raise
    except BaseException as error:
        _log.info("ends: %s", error)
        raise
    _log.info("ends")


def _without_values(command: click.Context) -> str:
    """The command and the names of what was given to it: values may be queries, or say who asks whom."""
    given = (
        parameter.opts[-1]
        for context in (command.find_root(), command)
        for parameter in context.command.params
        if context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    )
    return " ".join(dict.fromkeys((command.info_name or "", *given)))


def _dump_no_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    # A core file holds the password. The hard limit is left to programs that are started from here.
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
