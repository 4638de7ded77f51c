"""An answer from the command line as a view of its rows: filtered, ordered, some of its columns, in any format."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.spool_folder import spool_folder
from nxql_tui.commands.standard_output import SpoolCopy
from nxql_tui.results.errors import UnknownColumnError
from nxql_tui.results.result_set import ResultSet
from nxql_tui.results.stopping import Stop
from nxql_tui.results.view import View
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.results.view_export.provenance import FileFacts, Provenance, write_side_file
from nxql_tui.results.view_text import parse_columns, parse_condition, parse_sort, view_words

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.export import Asker
    from nxql_tui.commands.destination import Destination, ViewWish
    from nxql_tui.paths import Paths
    from nxql_tui.wire.request import QueryRequest


def check_wish(wish: ViewWish, output: Path | None) -> None:
    """Find what is wrong with a wish before an Engine is asked; which columns there are is not known yet.

    Raises:
        click.UsageError: The format is no text, and standard output is a terminal.
        NoConditionError: A text behind `--where` is no condition.
    """
    if output is None and not wish.format.is_text and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError(f"{wish.format} is nothing for a terminal: name a file with --output FILE.")
    for text in wish.where:
        with suppress(UnknownColumnError):
            parse_condition(text, ())


def view_of(wish: ViewWish, names: tuple[str, ...]) -> View:
    """The view that the words of the command line mean.

    Raises:
        WrongViewError: A column is not there, or a condition is none.
    """
    view = View(sort=parse_sort(wish.sort, names), filters=tuple(parse_condition(text, names) for text in wish.where))
    return view if wish.columns is None else view.laid_out(parse_columns(wish.columns, names))


class _Interruptible(Cancellation):
    """Stops the question, and the writing behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.stop = Stop()

    def cancel(self) -> None:
        """Hang up and read no more rows."""
        self.stop()
        super().cancel()


@dataclass(frozen=True)
class ViewAnswer:
    """One answer on its way to a view."""

    client: Asker
    request: QueryRequest
    destination: Destination
    engine: str
    secret_numbers: frozenset[int]

    def write(self, paths: Paths) -> None:
        """Ask, and write the rows where they belong.

        Raises:
            Exception: Any of our typed errors; `exit_codes.py` lists them.
        """
        with spool_folder(paths) as folder:
            target = self.destination.output or folder / "view"
            cancellation = _Interruptible()
            run_interruptibly(lambda: self._write_file(folder, target, cancellation), cancellation)
            if self.destination.output is None:
                with closing(SpoolCopy(target)) as copy:
                    copy.finish()

    def _write_file(self, folder: Path, target: Path, cancellation: _Interruptible) -> None:
        wish = self.destination.view
        assert wish is not None  # noqa: S101  without one the Engine's bytes are written
        spool = folder / "answer"
        self.client.ask(self.request, spool, cancellation=cancellation)
        provenance = Provenance.now(self.request, self.engine, self.secret_numbers)
        request = self.request
        with ResultSet.load(
            spool, request.format, folder=folder, query=request.query, parameters=request.parameters
        ) as rows:
            names = tuple(column.name for column in rows.columns)
            view = view_of(wish, names)
            file = ViewFile(target, wish.format, overwrite=True, csv_style=wish.csv_style, provenance=provenance)
            count = export_view(rows, view, file, stop=cancellation.stop)
            if self.destination.has_side_file:
                facts = FileFacts(count, rows.is_complete, wish.format.value, view_words(view, names))
                write_side_file(provenance, target, facts, overwrite=True)
