"""Loading any answer through the lenient readers of the wire.

The rows are rewritten, a batch at a time, into a text that DuckDB reads in one step and cannot misread: every line is
a row, and a mark stands for whatever a cell could be mistaken by. Python never holds more than a batch.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from nxql_tui.results.errors import EmptyAnswerError, StorageError
from nxql_tui.results.native_csv import DEFAULT_LONGEST_LINE, literal_path
from nxql_tui.results.spool_reading import reading
from nxql_tui.results.stopping import Stop
from nxql_tui.results.table import ANSWER, cell, create_answer_table, evaluate, quote
from nxql_tui.wire.formats import open_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TypeAlias

    import duckdb

    from nxql_tui.results.storage import Tables
    from nxql_tui.wire.cells import TextCell
    from nxql_tui.wire.formats import AnswerReader
    from nxql_tui.wire.request import Format

    Batches: TypeAlias = Callable[[AnswerReader, Path], Iterator[list[tuple[TextCell, ...]]]]

_MARK = "\x1a"
"""Begins every spelling below: the control character "substitute"."""
_NULL = f"{_MARK}n"
_EMPTY = f"{_MARK}e"
_SPELLINGS = ((_MARK, f"{_MARK}m"), ("\t", f"{_MARK}t"), ("\n", f"{_MARK}l"), ("\r", f"{_MARK}r"))
"""Characters and how they are spelt; the mark itself is spelt first and read last."""
_NEEDS_SPELLING = re.compile("[\x1a\t\n\r]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: json can spell it, UTF-8 cannot."""

_ROWS_TOGETHER = 10_000

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
        self.row_count = 0

    def write(self, rows: Iterable[Sequence[TextCell]]) -> None:
        """Append rows."""
        lines: list[bytes] = []
        for row in rows:
            row = row or _ROW_WITHOUT_CELLS
            if not self.parts or len(row) != self.parts[-1].width:
                self._flush(lines)
                self._open_part(len(row))
            lines.append(_line(row))
            self.row_count += 1
        self._flush(lines)

    def close(self) -> None:
        """Close the last file."""
        if self._file is not None:
            self._file.close()

    def _open_part(self, width: int) -> None:
        self.close()
        path = self._folder / f"rows-{len(self.parts)}.csv"
        self._file = path.open("wb")
        # A header keeps a byte order mark in the first cell from being taken for the file's.
        self._file.write(b"\t".join([b"c"] * width) + b"\n")
        self.parts.append(RewrittenPart(path, width))

    def _flush(self, lines: list[bytes]) -> None:
        if self._file is not None and lines:
            part = self.parts[-1]
            part.longest_row = max(part.longest_row, max(map(len, lines)))
            self._file.write(b"".join(lines))
        lines.clear()


def load_rewritten(
    storage: Tables, spool: Path, answer_format: Format, batches: Batches, stop: Stop
) -> tuple[str, ...]:
    """Fill the table with the rows of these batches; returns the names of its columns.

    Raises:
        ResultError: The answer cannot be read or not be stored.
    """
    reader = open_reader(answer_format)
    with closing(RowWriter(storage.folder)) as writer, reading(spool, answer_format):
        if spool.stat().st_size == 0:
            raise EmptyAnswerError
        for batch in batches(reader, spool):
            stop.check()
            _write(writer, batch)
    names = reader.columns or ()
    _load(storage, writer, len(names), stop)
    return names


def load_texts(storage: Tables, rows: Iterable[Sequence[TextCell]], column_count: int) -> int:
    """Fill the table of the answer with rows of our own making; returns their number.

    Raises:
        ResultError: They cannot be stored.
    """
    with closing(RowWriter(storage.folder)) as writer:
        remaining = iter(rows)
        while batch := list(islice(remaining, _ROWS_TOGETHER)):
            _write(writer, batch)
    _load(storage, writer, column_count, Stop())
    return writer.row_count


def _load(storage: Tables, writer: RowWriter, column_count: int, stop: Stop) -> None:
    """Read back what was written."""
    with storage.cursor(stop) as cursor:
        create_answer_table(cursor, column_count)
        for part in writer.parts:
            _load_part(cursor, part)
            part.path.unlink()
        (row_count,) = evaluate(cursor, ["count(*)"])
    if row_count != writer.row_count:
        raise StorageError(f"Of {writer.row_count:,} rows only {row_count:,} could be stored.", "Ask the Engine again.")


def _load_part(cursor: duckdb.DuckDBPyConnection, part: RewrittenPart) -> None:
    names = [cell(column) for column in range(part.width)]
    types = ", ".join(f"{quote(name)}: 'VARCHAR'" for name in names)
    cells = ", ".join(
        f"CASE WHEN contains({name}, {quote(_MARK)}) THEN {_read_back(name)} ELSE {name} END" for name in names
    )
    cursor.execute(
        f"INSERT INTO {ANSWER} ({', '.join(names)}) SELECT {cells} FROM read_csv(?, columns={{{types}}},"
        f" auto_detect=false, header=true, delim='\t', quote='', escape='', nullstr={quote(_NULL)}, strict_mode=true,"
        f" null_padding=false, max_line_size={max(part.longest_row, DEFAULT_LONGEST_LINE) + 2}, compression='none',"
        " hive_partitioning=false)",
        [literal_path(part.path)],
    )


def _read_back(name: str) -> str:
    """The text that was spelt, in SQL."""
    text = f"replace({name}, {quote(_EMPTY)}, '')"
    for character, spelling in reversed(_SPELLINGS):
        text = f"replace({text}, {quote(spelling)}, {quote(character)})"
    return text


def _write(writer: RowWriter, rows: Iterable[Sequence[TextCell]]) -> None:
    try:
        writer.write(rows)
    except OSError as error:
        raise StorageError(
            f"The answer could not be stored: {error.strerror}.", "Free some space on that disk."
        ) from error


def _line(row: Sequence[TextCell]) -> bytes:
    text = "\t".join(map(_spelt, row)) + "\n"
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text).encode()


def _spelt(text: TextCell) -> str:
    if not text:
        return _NULL if text is None else _EMPTY
    if _NEEDS_SPELLING.search(text):
        for character, spelling in _SPELLINGS:
            text = text.replace(character, spelling)
    return text
