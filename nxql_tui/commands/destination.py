"""Where the answer of `nxql-tui query` goes: the Engine's own bytes, or the rows as the options shape them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from nxql_tui.results.view_export.formats import CsvStyle, ViewFormat
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable

CommandFunction = TypeVar("CommandFunction", bound="Callable[..., Any]")

STANDARD_OUTPUT = "-"
_FORMATS = tuple(dict.fromkeys([*map(str, Format), *map(str, ViewFormat)]))


@dataclass(frozen=True)
class ViewWish:
    """The rows that are wanted, in the words of the command line: their columns are known once they have come."""

    format: ViewFormat
    sort: str = ""
    columns: str | None = None
    """None is every column."""
    where: tuple[str, ...] = ()
    csv_style: CsvStyle = field(default_factory=CsvStyle)
    has_limit_of_all: bool = False
    """Whether the limit of the query, which each Engine keeps for itself, holds for the rows of all together."""


@dataclass(frozen=True)
class Destination:
    """Where the answer goes and as what."""

    output: Path | None
    """None is standard output."""
    asked_format: Format
    """The format that the Engine is asked for."""
    view: ViewWish | None = None
    """None leaves the Engine's bytes as they are."""
    has_side_file: bool = False
    strange_ending: str = ""
    """Of the file, with its dot, where it was to name the format and names none, so that csv is written."""


def destination_options(function: CommandFunction) -> CommandFunction:
    """Give a command the options of an answer's file; they come to it as one `destination`."""

    @wraps(function)
    def with_destination(
        *,
        answer_format: str | None,
        output: str | None,
        side_file: bool,
        sort: str,
        columns: str | None,
        where: tuple[str, ...],
        comma: bool,
        guard_formulas: bool,
        limit_of_all: bool,
        **others: Any,
    ) -> Any:
        path = None if output in (None, STANDARD_OUTPUT) else Path(output or "")
        style = CsvStyle(uses_commas=comma, guards_formulas=guard_formulas)
        name = answer_format or _format_by_ending(path) or Format.CSV.value
        _check_csv_options(name, style)
        wish = ViewWish(ViewFormat(name), sort, columns or None, where, style, has_limit_of_all=limit_of_all)
        destination = _destination(wish, path, has_side_file=side_file)
        if path is not None and answer_format is None and _format_by_ending(path) is None:
            destination = replace(destination, strange_ending=path.suffix)
        return function(destination=destination, **others)

    return cast("CommandFunction", _with_options(with_destination))


def _with_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        [
            click.option(
                "--format",
                "answer_format",
                type=click.Choice(_FORMATS),
                help="csv (separated by TAB), html, xml and json come from the Engine byte for byte; the others, and "
                "those too where an option below shapes the rows, are written here. "
                "[default: by the ending of FILE, else csv]",
            ),
            click.option(
                "-o", "--output", metavar="FILE", help="Write the answer to a file; it appears whole or not at all."
            ),
            click.option(
                "--side-file",
                is_flag=True,
                help="Write FILE.about.json too: query, parameters but secret ones, platforms, Engine, time, rows.",
            ),
            click.option(
                "--sort", metavar="NAME[,-NAME]", default="", help="Order the rows by these columns; - is downwards."
            ),
            click.option("--columns", metavar="NAME[,NAME]", help="Only these columns, in this order."),
            click.option(
                "--where",
                metavar="CONDITION",
                multiple=True,
                help="Only rows like that: 'total_ram > 4 GB', 'name ~ paris', 'last_seen is null'; also = != < <= >= "
                "!~. May be repeated: all must hold.",
            ),
            click.option(
                "--limit-of-all",
                is_flag=True,
                help="Of several Engines as many rows as the limit of the query says, the newest or first of all, not "
                "of each.",
            ),
            click.option("--comma", is_flag=True, help="csv with commas instead of TAB."),
            click.option(
                "--guard-formulas",
                is_flag=True,
                help="csv with an apostrophe before cells that a spreadsheet would take for formulas.",
            ),
        ]
    ):
        function = option(function)
    return function


def _destination(wish: ViewWish, output: Path | None, *, has_side_file: bool) -> Destination:
    if has_side_file and output is None:
        raise click.UsageError("--side-file stands beside a file: name that with --output FILE.")
    if wish == ViewWish(wish.format) and wish.format.value in set(map(str, Format)):
        return Destination(output, Format(wish.format.value), has_side_file=has_side_file)
    return Destination(output, Format.CSV, wish, has_side_file)


def _format_by_ending(output: Path | None) -> str | None:
    ending = "" if output is None else output.suffix.removeprefix(".").lower()
    return ending if ending in _FORMATS else None


def _check_csv_options(name: str, style: CsvStyle) -> None:
    if name != ViewFormat.CSV and style != CsvStyle():
        raise click.UsageError(f"--comma and --guard-formulas are for csv, and the format is {name}.")
