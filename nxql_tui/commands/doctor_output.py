"""How a report reaches standard output."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib import metadata
from typing import TYPE_CHECKING, TextIO

import click

from nxql_tui.commands.errors import OutputFailed
from nxql_tui.doctor.findings import Status
from nxql_tui.doctor.program import PACKAGE
from nxql_tui.doctor.report import MARKS, PLAIN_MARKS, TICKET_WIDTH, finding_lines, json_report, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nxql_tui.doctor.findings import Entry

_COLOURS = {Status.OK: "green", Status.WARNING: "yellow", Status.FAILED: "red", Status.SKIPPED: "bright_black"}


def print_lines(entries: Iterable[Entry]) -> list[Entry]:
    """Print each finding as soon as it is known, and how many are how at the end; returns what was printed.

    Raises:
        OutputFailed: Standard output cannot take it.
    """
    output = _standard_output()
    width = shutil.get_terminal_size().columns if output.isatty() else TICKET_WIDTH
    marks = _marks(output.encoding)
    printed: list[Entry] = []
    for entry in entries:
        if not printed or printed[-1].group != entry.group:
            _print(output, "\n" * bool(printed) + entry.group, bold=True)
        head, *rest = finding_lines(entry.finding, width, marks)
        status = entry.finding.status
        word = f"{marks[status]} {status}"
        before, _, after = head.partition(word)
        _print(output, before + _styled(word, fg=_COLOURS[status]) + after)
        for line in rest:
            _print(output, line)
        printed.append(entry)
    _print(output, f"\n{summary(entry.finding for entry in printed)}")
    return printed


def print_json(entries: Iterable[Entry], exit_code: int) -> None:
    """Print one document.

    Raises:
        OutputFailed: Standard output cannot take it.
    """
    try:
        version = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        version = ""
    _print(_standard_output(), json.dumps(json_report(entries, version, exit_code), indent=2))


def _standard_output() -> TextIO:
    # The shell may have closed it.
    if sys.stdout is None:
        raise OutputFailed("Standard output is closed.")
    return sys.stdout


def _marks(encoding: str) -> Mapping[Status, str]:
    try:
        "".join((*MARKS.values(), "→")).encode(encoding)
    except UnicodeEncodeError:
        return PLAIN_MARKS
    return MARKS


def _styled(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=fg, bold=bold)


def _print(output: TextIO, line: str, *, bold: bool = False) -> None:
    text = _styled(line, bold=True) if bold else line
    try:
        # What the encoding of the terminal does not have comes as a question mark.
        click.echo(text.encode(output.encoding, "replace").decode(output.encoding), file=output)
        output.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed(f"Standard output cannot be written: {error.strerror}.") from error
