"""Loading any answer through the lenient readers of the wire.

The rows are rewritten, a batch at a time, as the strictest csv there is: every cell quoted, null unquoted. DuckDB
takes that in one step, and Python never holds more than a batch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from nxql_tui.results.errors import EmptyAnswerError, StorageError
from nxql_tui.results.native_csv import literal_path
from nxql_tui.results.spool_reading import batches, reading
from nxql_tui.results.table import ANSWER, cell, create_answer_table, quote
from nxql_tui.wire.formats import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from nxql_tui.results.storage import Storage
    from nxql_tui.wire.cells import TextCell
    from nxql_tui.wire.request import Format

_NULL = "\\N"
"""Null, unquoted; a cell of that text is quoted."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: json can spell it, UTF-8 cannot."""

_ROW_WITHOUT_CELLS: tuple[TextCell, ...] = (None,)
"""json can send objects without keys: the rows are counted all the same."""


@dataclass
class RewrittenPart:
    """Rows of one width: a later row of an answer may bring a column that earlier ones lack."""

    path: Path
    width: int
    longest_row: int = 0


class RowWriter:
    """Writes rows into files of one width each, in the order of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self.parts: list[RewrittenPart] = []

    def write(self, rows: Iterable[Sequence[TextCell]]) -> None:
        """Append rows."""
        lines: list[bytes] = []
        for row in rows:
            row = row or _ROW_WITHOUT_CELLS
            if not self.parts or len(row) != self.parts[-1].width:
                self._flush(lines)
                self._open_part(len(row))
            lines.append(_line(row))
        self._flush(lines)

    def close(self) -> None:
        """Close the last file."""
        if self._file is not None:
            self._file.close()

    def _open_part(self, width: int) -> None:
        self.close()
        path = self._folder / f"rows-{len(self.parts)}.csv"
        self._file = path.open("wb")
        self.parts.append(RewrittenPart(path, width))

    def _flush(self, lines: list[bytes]) -> None:
        if self._file is not None and lines:
            part = self.parts[-1]
            part.longest_row = max(part.longest_row, max(map(len, lines)))
            self._file.write(b"".join(lines))
        lines.clear()


def load_rewritten(storage: Storage, spool: Path, answer_format: Format) -> tuple[str, ...]:
    """Fill the table of the answer; returns the names of its columns.

    Raises:
        ResultError: The answer cannot be read or not be stored.
    """
    reader = open_reader(answer_format)
    writer = RowWriter(storage.folder)
    with reading(spool, answer_format):
        if spool.stat().st_size == 0:
            raise EmptyAnswerError
        for batch in batches(reader, spool):
            _write(writer, batch)
    writer.close()
    names = reader.columns or ()
    with storage.cursor() as cursor:
        create_answer_table(cursor, len(names))
        for part in writer.parts:
            columns = ", ".join(map(cell, range(part.width)))
            types = ", ".join(f"{quote(cell(column))}: 'VARCHAR'" for column in range(part.width))
            cursor.execute(
                f"INSERT INTO {ANSWER} ({columns}) SELECT * FROM read_csv(?, columns={{{types}}}, auto_detect=false,"
                f" header=false, delim='\t', quote='\"', escape='\"', nullstr={quote(_NULL)}, allow_quoted_nulls=false,"
                f" strict_mode=true, parallel=false, max_line_size={part.longest_row + 2}, compression='none',"
                " hive_partitioning=false)",
                [literal_path(part.path)],
            )
            part.path.unlink()
    return names


def _write(writer: RowWriter, rows: Iterable[Sequence[TextCell]]) -> None:
    try:
        writer.write(rows)
    except OSError as error:
        raise StorageError(
            f"The answer could not be stored: {error.strerror}.", "Free some space on that disk."
        ) from error


def _line(row: Sequence[TextCell]) -> bytes:
    text = "\t".join([_NULL if text is None else '"' + text.replace('"', '""') + '"' for text in row]) + "\n"
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text).encode()
