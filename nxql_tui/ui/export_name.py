"""A name for the file of an answer, or for the folder of several."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.tree import Select
from nxql_tui.results.view_export.formats import ViewFormat
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = {*map(str, Format), *map(str, ViewFormat)}
_INCOMPLETE = "-incomplete"


def suggested_name(query: str, now: datetime | None = None) -> str:
    """The tables asked and the local time, without an ending: `device-2026-11-23T101500`."""
    moment = now or datetime.now().astimezone()
    statement = parse(query).statement
    tables = [table.text for table in statement.source.tables] if isinstance(statement, Select) else []
    plain = [table for table in tables if table.isidentifier() and table.isascii()]
    return f"{'-'.join(plain) or 'answer'}-{moment:%Y-%m-%dT%H%M%S}"


def fitting_name(typed: str, suggested: str, ending: str, *, is_incomplete: bool) -> str:
    """What was typed with the ending that fits; the name that was suggested says whether rows are missing.

    Args:
        typed: As it stands.
        suggested: What the dialog called it, without an ending.
        ending: Of the format; empty for a folder.
        is_incomplete: Whether rows are missing.
    """
    # A Path would lose what the user typed, as in `./x`.
    stem, typed_ending = os.path.splitext(typed)  # noqa: PTH122
    names = (suggested, suggested + _INCOMPLETE)
    if typed_ending.removeprefix(".") not in _ENDINGS:
        if typed not in names:
            return typed
        stem = typed
    if stem in names:
        stem = suggested + _INCOMPLETE if is_incomplete else suggested
    return f"{stem}.{ending}" if ending else stem


def name_complaint(path: Path, ending: str) -> str:
    """What is wrong with a name for this format, or for a folder without an ending; empty where nothing is."""
    typed = path.suffix.removeprefix(".").lower()
    if typed not in _ENDINGS or typed == ending:
        return ""
    if not ending:
        return f"A folder is written, with a file for each Engine: call it {path.stem}, without .{typed}."
    return f"The file is called .{typed}, and what is chosen is {ending}. Choose {typed}, or call it .{ending}."
