"""`nxql-tui doctor`: what works on this host and on the way to an Engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nxql_tui.commands.engine_choice import LoginOptions
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import check_trust_options, parse_fingerprint, positive_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nxql_tui.doctor.findings import Entry, Group
    from nxql_tui.paths import Paths


_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("doctor", short_help="Say what works on this host and on the way to an Engine.")
@click.argument("connection", required=False)
@click.option("--engine", metavar="HOST[:PORT]", help="An Engine that no connection is saved for.")
@click.option("--user", metavar="NAME", help="Who logs in; without a user the way is looked at up to the login.")
@click.option("--password-command", metavar="COMMAND", help="A program whose first line of output is the password.")
@click.option("--ca-file", metavar="FILE", type=_EXISTING_FILE, help="Trust certificates signed by these, in PEM.")
@click.option("--fingerprint", metavar="SHA256", help="Trust the certificate with this fingerprint and no other.")
@click.option("--timeout", metavar="SECONDS", type=positive_seconds, help="Give up when a step takes longer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead, and nothing else.")
def command(
    connection: str | None,
    engine: str | None,
    user: str | None,
    password_command: str | None,
    ca_file: Path | None,
    fingerprint: str | None,
    timeout: float | None,
    as_json: bool,
) -> int:
    """Look at this host, and at the way to an Engine.

    First come this program, the terminal, the places for passwords and the files; with the name of a saved
    CONNECTION, or --engine, then the way there: DNS, TCP, TLS, trust, login, licence and each platform.

    Each line is ok, warning, failed or skipped, with what to do about it below. No secret is in it, so it can be
    pasted into a ticket. The password comes from where `query` takes it, and is sent to nobody who is not trusted.

    The exit code is 0 when nothing failed; else it is that of `query` for what failed on the way, and 2 when
    something on this host is not as it should be.

    --json prints {"program", "version", "exit_code", "summary": {STATUS: number}, "groups": [{"title", "findings":
    [{"name", "status", "found", "remedy", "milliseconds", "details"}]}]}.
    """
    options = LoginOptions(engine, connection, user, password_command, ca_file, fingerprint, timeout)
    _check_usage(options)
    from nxql_tui.commands.doctor_output import print_json, print_lines
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.doctor.findings import examine
    from nxql_tui.doctor.host import fault_reporter, host_groups
    from nxql_tui.doctor.terminal import this_terminal
    from nxql_tui.paths import find_paths
    from nxql_tui.ui.own_files import own_files

    paths = find_paths()
    with precautions():
        groups = (*host_groups(paths, this_terminal(), own_files(paths)), *_way_groups(options, paths))
        entries = examine(groups, fault_reporter(paths))
        if not as_json:
            return exit_code(print_lines(entries))
        known = list(entries)
        code = exit_code(known)
        print_json(known, code)
        return code


def _check_usage(options: LoginOptions) -> None:
    check_trust_options(options.ca_file, options.fingerprint)
    if options.fingerprint is not None:
        parse_fingerprint(options.fingerprint)
    if options.engine is None and options.connection is None:
        given = (options.user, options.password_command, options.ca_file, options.fingerprint, options.timeout)
        if any(option is not None for option in given):
            raise click.UsageError("Name what they are for: a saved connection, or --engine HOST[:PORT].")


def _way_groups(options: LoginOptions, paths: Paths) -> tuple[Group, ...]:
    if options.engine is None and options.connection is None:
        return ()
    # Only who names an Engine needs the client.
    from nxql_tui.commands.doctor_way import named_way
    from nxql_tui.doctor.way import way_group

    return (way_group(named_way(options, paths)),)


def exit_code(entries: Iterable[Entry]) -> ExitCode:
    """What the caller is told: what failed on the way, else a fault of ours, else that the host is not in order."""
    from nxql_tui.commands.exit_codes import exit_code_of
    from nxql_tui.doctor.findings import Status

    codes = []
    for entry in entries:
        if entry.finding.status is Status.FAILED:
            error = entry.finding.error
            if error is None or isinstance(error, click.UsageError):
                codes.append(ExitCode.WRONG_USAGE)
            else:
                codes.append(exit_code_of(error) or ExitCode.FAULT)
    telling = [code for code in codes if code is not ExitCode.WRONG_USAGE]
    return next(iter(telling or codes), ExitCode.DONE)
