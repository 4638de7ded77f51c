"""The groups about this host: whatever Engine is meant, they are the same."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING

from nxql_tui.accounts.password_sources import password_from_environment
from nxql_tui.accounts.password_stores import find_rungs
from nxql_tui.crash_report import write_crash_report
from nxql_tui.doctor.files import look_at_files
from nxql_tui.doctor.findings import Group
from nxql_tui.doctor.passwords import look_at_passwords
from nxql_tui.doctor.program import look_at_program, own_requirements
from nxql_tui.doctor.terminal import look_at_terminal
from nxql_tui.settings import settings_or_defaults

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.doctor.files import OwnFiles
    from nxql_tui.doctor.terminal import Terminal
    from nxql_tui.paths import Paths


def host_groups(paths: Paths, terminal: Terminal, own_files: OwnFiles) -> tuple[Group, ...]:
    """This program, the terminal, the places for passwords, the files."""
    settings, _ = settings_or_defaults(paths.settings)
    rungs = partial(find_rungs, settings.kernel_keyring_hours)
    return (
        Group("This program", lambda: look_at_program(own_requirements, metadata.version)),
        Group("Terminal", lambda: look_at_terminal(terminal)),
        Group("Passwords", lambda: look_at_passwords(rungs, has_variable=password_from_environment() is not None)),
        Group("Files", lambda: look_at_files(paths, own_files)),
    )


def fault_reporter(paths: Paths) -> Callable[[Exception], str]:
    """Writes a crash report of a fault and says where it is."""

    def report(error: Exception) -> str:
        with suppress(OSError):
            return f"The report is in {write_crash_report(paths.crash_reports, error)}."
        return "No report of it could be written."

    return report
