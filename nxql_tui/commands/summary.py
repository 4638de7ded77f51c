"""`nxql-tui summary`: what the columns of an answer hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import answer_format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.summary.column_lines import ColumnLine
    from nxql_tui.results.summary.column_summary import ColumnSummary
    from nxql_tui.results.summary.figures import Figure

_HEADS = ("COLUMN", "KIND", "NULL", "DIFFERENT", "MIN", "MAX")


@click.command("summary", short_help="Say what the columns of an answer hold.")
@click.argument("file", metavar="FILE | -")
@click.argument("column", metavar="[COLUMN]", required=False)
@answer_format
def command(file: str, column: str | None, format_name: str | None) -> int:
    """Say what the columns of an answer in FILE hold; - is standard input.

    Without COLUMN each column is a line: name, kind, cells that are null, different values, least and greatest value.
    With COLUMN each figure of it is a line, and then come the values that occur most, with how often; whether there are
    more goes to standard error. In a pipe what stands beside each other is separated by TAB.
    """
    from nxql_tui.commands.answer_file import with_answers
    from nxql_tui.commands.columns import print_rows
    from nxql_tui.commands.terminal import say

    def summarise_all(answer: ResultSet, *, stop: Stop, folder: Path) -> list[tuple[str, ...]]:  # noqa: ARG001
        return _all_columns(answer, stop)

    def summarise_one(answer: ResultSet, *, stop: Stop, folder: Path) -> ColumnSummary:  # noqa: ARG001
        return _one_column(answer, column or "", stop)

    if column is None:
        print_rows(with_answers((file,), format_name, summarise_all), _HEADS)
        return ExitCode.DONE
    summary = with_answers((file,), format_name, summarise_one)
    print_rows(_facts(summary))
    if summary.distinct > len(summary.top):
        different = _different(summary.distinct, is_exact=summary.distinct_is_exact)
        say(f"The values that occur most are listed: {len(summary.top)} of {different}.")
    return ExitCode.DONE


def _all_columns(answer: ResultSet, stop: Stop) -> list[tuple[str, ...]]:
    from nxql_tui.results.summary.column_lines import summarise_columns
    from nxql_tui.results.view import Selection

    with answer.select(Selection(), stop) as rows:
        return [_line(line) for line in summarise_columns(rows, range(len(answer.columns)))]


def _line(line: ColumnLine) -> tuple[str, ...]:
    ends = line.ends
    counts = f"{line.nulls:,}", _different(line.distinct, is_exact=line.distinct_is_exact)
    return line.column.name, line.column.kind.value, *counts, _text(ends.least), _text(ends.greatest)


def _one_column(answer: ResultSet, name: str, stop: Stop) -> ColumnSummary:
    from nxql_tui.results.summary.column_summary import summarise_column
    from nxql_tui.results.view import Selection
    from nxql_tui.results.view_text import column_named

    place = column_named(name, [column.name for column in answer.columns])
    with answer.select(Selection(), stop) as rows:
        return summarise_column(rows, place)


def _facts(summary: ColumnSummary) -> list[tuple[str, ...]]:
    from nxql_tui.results.summary.named_figures import named_figures

    counts = [("rows", f"{summary.rows:,}"), ("null", f"{summary.nulls:,}")]
    if summary.missing:
        counts.append(("empty or -", f"{summary.missing:,}"))
    counts.append(("different", _different(summary.distinct, is_exact=summary.distinct_is_exact)))
    values = [(f"value {_value(top.cell, top.text)}", f"{top.count:,}") for top in summary.top]
    return [*counts, *named_figures(summary), *values]


def _value(cell: str, text: str) -> str:
    return f"{cell} ({text})" if text else cell or '""'


def _different(count: int, *, is_exact: bool) -> str:
    return f"{count:,}" if is_exact else f"about {count:,}"


def _text(figure: Figure | None) -> str:
    return "" if figure is None else figure.text
