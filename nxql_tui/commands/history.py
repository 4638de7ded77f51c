"""`nxql-tui history`: the questions that were asked in the explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.exit_codes import ExitCode

if TYPE_CHECKING:
    from nxql_tui.library.history import HistoryEntry
    from nxql_tui.library.stored_history import StoredHistory

_HEADS = ("NUMBER", "ASKED", "HOW IT ENDED", "ROWS", "WHERE", "QUERY")


@click.command("history", short_help="List the questions asked in the explorer.")
@click.argument("words", nargs=-1)
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many."
)
@click.option("--show", metavar="NUMBER", type=int, help="Print the query of that question as it was asked.")
@click.option("--forget", metavar="NUMBER", type=int, help="Forget that question, every time that it was asked.")
def command(words: tuple[str, ...], limit: int, show: int | None, forget: int | None) -> int:
    """List the questions asked in the explorer, the newest first; with WORDS those that hold all of them.

    The columns are number, time, how it ended, rows, connection or address, and the query on one line; in a pipe they
    are separated by TAB. --show NUMBER prints the query for `nxql-tui query -`. Questions of `nxql-tui query` are not
    among them. When WORDS find nothing that is said, and the exit code is 2.
    """
    from nxql_tui.commands.columns import print_rows
    from nxql_tui.commands.standard_output import print_text
    from nxql_tui.commands.terminal import say
    from nxql_tui.library.stored_history import StoredHistory
    from nxql_tui.paths import find_paths

    if (show is not None) + (forget is not None) + bool(words) > 1:
        raise click.UsageError("Give words, --show or --forget.")
    paths = find_paths()
    if not paths.history.exists():
        say("No question has been asked in the explorer, or the history is off.")
        return ExitCode.DONE if show is forget is None else ExitCode.WRONG_USAGE
    history = StoredHistory(paths.history)
    if show is not None:
        print_text(_entry(history, show).text)
    elif forget is not None:
        history.delete(_entry(history, forget).id)
        say(f"Forgot question {forget}.")
    else:
        print_rows([_row(entry) for entry in _found(history, " ".join(words), limit)], _HEADS)
    return ExitCode.DONE


def _found(history: StoredHistory, words: str, limit: int) -> tuple[HistoryEntry, ...]:
    """The questions that hold all of the words.

    Raises:
        WrongSettings: There is none.
    """
    from nxql_tui.commands.errors import WrongSettings

    found = history.search(words, limit=limit)
    if words and not found:
        raise WrongSettings(f"No question in the history holds '{words}'; all there are: nxql-tui history.")
    return found


def _entry(history: StoredHistory, number: int) -> HistoryEntry:
    """The question of a number.

    Raises:
        WrongSettings: There is none.
    """
    from nxql_tui.commands.errors import WrongSettings

    entry = history.find(number)
    if entry is None:
        raise WrongSettings(f"There is no question {number}; all there are: nxql-tui history.")
    return entry


def _row(entry: HistoryEntry) -> tuple[str, ...]:
    rows = "" if entry.rows is None else f"{entry.rows:,}"
    at = entry.asked_at.astimezone().isoformat(sep=" ", timespec="seconds")
    where = entry.connection or entry.address
    return str(entry.id), at, entry.outcome.value, rows, where, " ".join(entry.text.split())
