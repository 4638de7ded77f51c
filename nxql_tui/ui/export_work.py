"""What can be exported from a tab, and the two ways of doing it; both block and are stopped from any thread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.export import export_answer, export_spool
from nxql_tui.results.stopping import Stop
from nxql_tui.results.view_export.export import ViewFile, export_view
from nxql_tui.results.view_export.provenance import FileFacts, Provenance
from nxql_tui.results.view_text import view_words
from nxql_tui.ui.pace import Pace
from nxql_tui.ui.quantities import count_text, size_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.client.engine_client import EngineClient, Progress
    from nxql_tui.results.result_set import ResultSet
    from nxql_tui.results.view import View
    from nxql_tui.results.view_export.formats import CsvStyle, ViewFormat
    from nxql_tui.ui.engine_files_export import FleetSubject
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True)
class AnsweredRows:
    """The answer on the screen as its reader has it."""

    result_set: ResultSet
    view: View
    provenance: Provenance


@dataclass(frozen=True)
class ExportSubject:
    """What can be exported from a tab."""

    client: EngineClient
    request: QueryRequest
    """The question of the answer on the screen; without one, the query as it stands."""
    suggested_name: str
    """Of the file, without its ending."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written nowhere."""
    rows: AnsweredRows | None = None
    """None when there is no answer on the screen."""
    fleet: FleetSubject | None = None
    """Where several Engines would be asked; None where one would."""
    engine: str = ""
    """What a fleet calls the Engine of `client`; empty where it is the only one."""

    def kept(self, request: QueryRequest) -> Path | None:
        """The file that holds the answer to this very request, from the Engine that would be asked; None without."""
        rows = self.rows
        if rows is None or not rows.result_set.is_complete or rows.provenance.request != request:
            return None
        return rows.result_set.spool if rows.provenance.engine == str(self.client.address) else None

    @property
    def expected_rows(self) -> int | None:
        """How many rows the Engine will send, more or less; None when nobody knows."""
        rows = self.rows
        return rows.result_set.row_count if rows is not None and rows.result_set.is_complete else None


@dataclass(frozen=True)
class Written:
    """A file that is complete and in its place."""

    summary: str
    """`412 rows`, `2.4 MB`."""
    provenance: Provenance
    facts: FileFacts


class ExportWork(Protocol):
    """One way to a file."""

    def write(self, path: Path, tell: Callable[[Pace], object], *, overwrite: bool) -> Written:
        """Write the file.

        Raises:
            ClientError, ResultError, TargetError: There is none; an older one of that name still stands.
        """

    def stop(self) -> None:
        """End the writing."""


class BytesExport:
    """The Engine's bytes: those at hand, else it is asked again."""

    def __init__(self, subject: ExportSubject, request: QueryRequest) -> None:
        self._subject = subject
        self._request = request
        self._cancellation = Cancellation()

    def write(self, path: Path, tell: Callable[[Pace], object], *, overwrite: bool) -> Written:
        """Copy the bytes at hand, or ask the Engine."""
        subject = self._subject
        spool = subject.kept(self._request)
        rows = subject.rows
        if spool is not None and rows is not None:
            size = self._copy(spool, path, tell, overwrite=overwrite)
            return self._written(size, rows.result_set.row_count, rows.provenance)
        answer = export_answer(
            subject.client,
            self._request,
            path,
            overwrite=overwrite,
            on_progress=lambda progress: tell(self._pace(progress)),
            cancellation=self._cancellation,
        )
        provenance = Provenance.now(self._request, str(subject.client.address), subject.secret_numbers)
        return self._written(answer.size, None, provenance)

    def stop(self) -> None:
        """Hang up."""
        self._cancellation.cancel()

    def _copy(self, spool: Path, path: Path, tell: Callable[[Pace], object], *, overwrite: bool) -> int:
        started, whole = time.monotonic(), max(1, spool.stat().st_size if spool.exists() else 1)
        return export_spool(
            spool,
            path,
            overwrite=overwrite,
            on_progress=lambda size: tell(Pace(time.monotonic() - started, size=size, share=size / whole)),
            cancellation=self._cancellation,
        )

    def _pace(self, progress: Progress) -> Pace:
        expected = self._subject.expected_rows
        share = min(1.0, progress.rows_received / expected) if expected else None
        return Pace(progress.seconds, size=progress.bytes_received, share=share)

    def _written(self, size: int, rows: int | None, provenance: Provenance) -> Written:
        facts = FileFacts(rows, is_complete=True, format=self._request.format.value)
        return Written(size_text(size), provenance, facts)


class ViewExport:
    """The rows as they are seen: filtered, ordered, with the columns that are shown."""

    def __init__(self, rows: AnsweredRows, view_format: ViewFormat, csv_style: CsvStyle) -> None:
        self._rows = rows
        self._format = view_format
        self._csv_style = csv_style
        self._stop = Stop()

    def write(self, path: Path, tell: Callable[[Pace], object], *, overwrite: bool) -> Written:
        """Write the rows of the view."""
        started = time.monotonic()
        result_set, view = self._rows.result_set, self._rows.view
        total = result_set.page(view, 0, 0, self._stop).total

        def told(rows: int) -> None:
            tell(Pace(time.monotonic() - started, rows=rows, share=rows / max(1, total)))

        file = ViewFile(path, self._format, overwrite, self._csv_style, self._rows.provenance)
        count = export_view(result_set, view, file, progress=told, stop=self._stop)
        words = view_words(view, [column.name for column in result_set.columns])
        facts = FileFacts(count, result_set.is_complete, self._format.value, words)
        return Written(count_text(count, "row"), self._rows.provenance, facts)

    def stop(self) -> None:
        """Read no more rows."""
        self._stop()
