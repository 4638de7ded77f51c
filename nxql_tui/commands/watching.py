"""`nxql-tui query --every`: the same question again and again, and what has changed on standard output.

The first answer is written whole; of later ones the rows that came, went and changed.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import ClientError
from nxql_tui.commands.interruption import run_interruptibly
from nxql_tui.commands.rows_output import rows_of
from nxql_tui.commands.standard_output import StandardOutput
from nxql_tui.commands.terminal import say
from nxql_tui.intervals import interval_text
from nxql_tui.results.errors import ResultError
from nxql_tui.results.filters import Comparison, RowFilter
from nxql_tui.results.view import View
from nxql_tui.watching.watch import Watch, ends_watch
from nxql_tui.wire.cells import Column
from nxql_tui.wire.tab_csv import header_line, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.export import Asker
    from nxql_tui.watching.watch import WatchedAnswer
    from nxql_tui.wire.request import QueryRequest

TIME_NAME = "asked_at"
"""The head of the first column: when the question was asked, in UTC."""

_log = logging.getLogger(__name__)

_CHANGES = View(filters=(RowFilter(0, Comparison.NOT_NULL),))


def watch(client: Asker, request: QueryRequest, folder: Path, interval: float) -> None:
    """Ask until a signal ends it.

    Raises:
        ClientError: The first answer never came, or asking again would not help.
        ResultError: The first answer cannot be read.
        OutputFailed: Standard output cannot be written.
    """
    asking = Watch(client, request, folder, interval)
    writer = _ChangesWriter()
    try:
        while True:
            _ask_once(asking, writer)
            # A signal ends this on the main thread.
            time.sleep(asking.pause)
    finally:
        asking.close()


def _ask_once(asking: Watch, writer: _ChangesWriter) -> None:
    cancellation = Cancellation()
    try:
        answer = run_interruptibly(lambda: asking.ask(cancellation), cancellation)
    except (ClientError, ResultError) as error:
        if ends_watch(error) or not writer.has_begun:
            raise
        _log.warning("%s; asking again in %s", error, interval_text(asking.pause))
        say(f"{error} Asking again in {interval_text(asking.pause)}.")
        return
    with answer.differences.result_set:
        writer.write(answer)
    differences = answer.differences
    at = answer.asked_at.isoformat(timespec="seconds")
    say(f"{at}  +{differences.added} -{differences.gone} ~{differences.changed}  {answer.row_count} rows")


class _ChangesWriter:
    """Writes csv as an Engine does, with the time and the mark in front."""

    def __init__(self) -> None:
        self._output = StandardOutput()
        self._header = ""

    @property
    def has_begun(self) -> bool:
        """Whether an answer has been written."""
        return bool(self._header)

    def write(self, answer: WatchedAnswer) -> None:
        """Write all rows of the first answer, the changes of a later one; a header whenever the columns are others."""
        differences = answer.differences
        columns = [Column(TIME_NAME), *(Column(column.name) for column in differences.result_set.columns)]
        header = header_line(columns)
        view = _CHANGES if self.has_begun else View()
        at = answer.asked_at.isoformat(timespec="seconds")
        rows = ((at, *row) for row in rows_of(differences.result_set, view))
        skip = len(header.encode()) if header == self._header else 0
        self._header = header
        for piece in write_csv(columns, rows, human_readable=False):
            self._output.write(piece[skip:])
            skip = max(0, skip - len(piece))
        self._output.finish()
