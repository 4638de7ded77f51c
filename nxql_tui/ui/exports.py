"""Exporting beside the screen, told in messages.

```
ExportProgressed…  then one of  ExportFinished · ExportFailed
```
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.client.errors import ClientError
from nxql_tui.results.errors import ResultError
from nxql_tui.results.view_export.provenance import side_file, write_side_file
from nxql_tui.target_files import TargetError, check_target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nxql_tui.ui.export_work import AnsweredRows, ExportWork
    from nxql_tui.ui.pace import Pace


@dataclass
class RowsCounted(Message):
    """How many rows the view lets through."""

    count: int


@dataclass
class ExportProgressed(Message):
    """More of the file has been written."""

    pace: Pace

    def can_replace(self, message: Message) -> bool:
        """Only the newest progress matters."""
        return isinstance(message, ExportProgressed)


@dataclass
class ExportFinished(Message):
    """The file is complete and in its place."""

    path: Path
    summary: str


@dataclass
class ExportFailed(Message):
    """There is no file; an older one of that name still stands."""

    error: ClientError | ResultError | TargetError


@dataclass(frozen=True)
class ExportOrder:
    """The file that is wanted."""

    path: Path
    overwrite: bool
    has_side_file: bool
    """Whether a file beside it says where its rows come from."""


def export(work: ExportWork, order: ExportOrder, post: Callable[[Message], object]) -> None:
    """Write the file and tell each step; blocks until the last message is posted."""
    try:
        if order.has_side_file:
            check_target(side_file(order.path), overwrite=order.overwrite)
        written = work.write(order.path, lambda pace: post(ExportProgressed(pace)), overwrite=order.overwrite)
        if order.has_side_file:
            write_side_file(written.provenance, order.path, written.facts, overwrite=order.overwrite)
    except (ClientError, ResultError, TargetError) as error:
        post(ExportFailed(error))
    else:
        post(ExportFinished(order.path, written.summary))


def count_rows(rows: AnsweredRows, post: Callable[[Message], object]) -> None:
    """Count the rows that the view lets through; what is wrong with it is said when they are exported."""
    with suppress(ResultError):
        post(RowsCounted(rows.result_set.page(rows.view, 0, 0).total))
