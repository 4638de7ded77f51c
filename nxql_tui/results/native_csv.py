"""Loading a csv answer with DuckDB's own reader, and proving that it lost nothing.

DuckDB reads a million rows in the time Python reads some ten thousand, but it drops blanks beside quotes,
empty lines and, now and then, rows. Each of two ways is taken only with a proof beside it:

* *Plain*: quotes mean nothing, every line is a row. There must be as many rows as lines, just the TABs that as many
  rows have, and every cell that begins with a quote must be a whole quoted cell, which is then unquoted. Fits where no
  cell holds TAB or line end.
* *Quoted*: DuckDB understands the quotes. Written again as an Engine writes them, the cells must be as long as
  the spool.
"""

# ruff: noqa: S608  all names are ours; what comes from outside is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from nxql_tui.results.spool_reading import chunks, reading
from nxql_tui.results.spooled_rows import PlainLines, QuotedLines, RowIndex
from nxql_tui.results.table import ANSWER, cell, create_answer_table, evaluate, quote
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.results.stopping import Stop
    from nxql_tui.results.storage import Tables

DEFAULT_LONGEST_LINE = 2_000_000
"""What DuckDB takes without being asked for more."""

_NOT_ITS_FAULT = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException)
"""DuckDB's failures that are not about the text it reads."""


@dataclass(frozen=True)
class SpoolShape:
    """What counting bytes tells about a spool."""

    size: int
    header_size: int
    """Bytes of the first line, its line end included."""
    header_cells: int
    """Cells in the first line if no quote is in it."""
    header_is_quoted: bool
    """A quote stands in the first line."""
    line_end_size: int
    """2 where the first line ends in CRLF."""
    lines: int
    """Line ends, and one more when the last line has none."""
    tabs: int
    """Behind the first line."""
    ends_with_line_end: bool
    has_quotes: bool
    has_returns: bool
    has_lone_returns: bool
    """A carriage return stands elsewhere than before a line feed: DuckDB would swallow it."""
    longest_line: int
    """No line is longer; most are far shorter."""


def load_natively(storage: Tables, spool: Path, column_count: int, stop: Stop) -> RowIndex | None:
    """Fill the table of the answer from a csv spool; None when DuckDB cannot read it faithfully.

    Returns:
        Where the rows are in the spool.

    Raises:
        StorageError: There is no room.
        StoppedError: `stop` was called.
        SpoolError: The spool cannot be read.
    """
    with reading(spool, Format.CSV):
        shape = measure(spool)
    if shape.header_is_quoted or shape.header_cells != column_count:
        return None
    with storage.cursor(stop) as cursor:
        if _load_plain(cursor, spool, shape, column_count):
            return RowIndex.of(spool, PlainLines())
        if shape.has_quotes and _load_quoted(cursor, spool, shape, column_count):
            return RowIndex.of(spool, QuotedLines())
    return None


def measure(spool: Path) -> SpoolShape:
    """Count lines and quotes at the speed of the disk."""
    size = lines = tabs = longest = open_line = returns = 0
    has_quotes = has_returns = False
    header = bytearray()
    header_is_complete = False
    last = b""
    for chunk in chunks(spool):
        size += len(chunk)
        lines += chunk.count(b"\n")
        tabs += chunk.count(b"\t")
        has_quotes = has_quotes or b'"' in chunk
        if last == b"\r" and chunk.startswith(b"\n"):
            returns -= 1
        # To look for two bytes takes many times as long as to look for one.
        if b"\r" in chunk:
            has_returns = True
            returns += chunk.count(b"\r") - chunk.count(b"\r\n")
        first_end = chunk.find(b"\n")
        if not header_is_complete:
            header += chunk if first_end < 0 else chunk[: first_end + 1]
            header_is_complete = first_end >= 0
        if first_end < 0:
            open_line += len(chunk)
            longest = max(longest, open_line)
        else:
            longest = max(longest, open_line + first_end, len(chunk))
            open_line = len(chunk) - chunk.rfind(b"\n")
        last = chunk[-1:]
    return SpoolShape(
        size=size,
        header_size=len(header),
        header_cells=header.count(b"\t") + 1,
        header_is_quoted=b'"' in header,
        line_end_size=2 if header.endswith(b"\r\n") else 1,
        lines=lines + (last != b"\n"),
        tabs=tabs - header.count(b"\t"),
        ends_with_line_end=last == b"\n",
        has_quotes=has_quotes,
        has_returns=has_returns,
        has_lone_returns=returns > 0,
        longest_line=longest,
    )


def _load_plain(cursor: duckdb.DuckDBPyConnection, spool: Path, shape: SpoolShape, column_count: int) -> bool:
    # Of a line that is too long DuckDB would drop an empty end.
    is_even = shape.tabs == (shape.lines - 1) * (column_count - 1)
    if shape.has_lone_returns or not is_even or not _read(cursor, spool, shape, column_count, quote_sign=""):
        return False
    if evaluate(cursor, ["count(*)"]) != (shape.lines - 1,):
        return False
    return not shape.has_quotes or _unquote(cursor, column_count)


def _load_quoted(cursor: duckdb.DuckDBPyConnection, spool: Path, shape: SpoolShape, column_count: int) -> bool:
    if not _read(cursor, spool, shape, column_count, quote_sign='"'):
        return False
    return _size_when_written(cursor, shape, column_count) == shape.size


def _read(
    cursor: duckdb.DuckDBPyConnection, spool: Path, shape: SpoolShape, column_count: int, *, quote_sign: str
) -> bool:
    """Read the spool into the table; False when DuckDB says that it cannot."""
    create_answer_table(cursor, column_count)
    options = read_options(column_count, shape.longest_line, quote_sign)
    try:
        cursor.execute(f"INSERT INTO {ANSWER} SELECT * FROM read_csv(?, {options})", [literal_path(spool)])
    except _NOT_ITS_FAULT:
        raise
    except duckdb.Error:
        return False
    return True


def read_options(column_count: int, longest_line: int, quote_sign: str = "") -> str:
    """How DuckDB reads an Engine's csv: as it stands, without guessing."""
    types = ", ".join(f"{quote(cell(column))}: 'VARCHAR'" for column in range(column_count))
    longest = max(DEFAULT_LONGEST_LINE, longest_line + 2)
    return (
        f"columns={{{types}}}, auto_detect=false, header=true, delim='\t', quote={quote(quote_sign)},"
        f" escape={quote(quote_sign)}, nullstr='', strict_mode=true, null_padding=false, max_line_size={longest},"
        " compression='none', hive_partitioning=false"
    )


def _unquote(cursor: duckdb.DuckDBPyConnection, column_count: int) -> bool:
    """Take the quotes off whole quoted cells; False when a cell begins with a quote and is none."""
    names = [cell(column) for column in range(column_count)]
    is_quoted = [f"starts_with({name}, '\"')" for name in names]
    quoted = evaluate(cursor, [f"count(*) FILTER ({test})" for test in is_quoted])
    is_whole = [f'regexp_full_match({name}, \'"([^"]|"")*"\')' for name in names]
    if any(evaluate(cursor, [f"count(*) FILTER ({a} AND NOT {b})" for a, b in zip(is_quoted, is_whole, strict=True)])):
        return False
    for name, test, count in zip(names, is_quoted, quoted, strict=True):
        if count:
            inner = f"replace({name}[2:-2], '\"\"', '\"')"
            cursor.execute(f"UPDATE {ANSWER} SET {name} = nullif({inner}, '') WHERE {test}")
    return True


def _size_when_written(cursor: duckdb.DuckDBPyConnection, shape: SpoolShape, column_count: int) -> int:
    """The size of the spool if an Engine had written the rows of the table under the same header."""
    sizes = [
        f"coalesce(sum(strlen({name}) + CASE WHEN regexp_matches({name}, '[\t\"\r\n]')"
        f" THEN 2 + length({name}) - length(replace({name}, '\"', '')) ELSE 0 END), 0)"
        for name in map(cell, range(column_count))
    ]
    row_count, *cell_sizes = map(int, evaluate(cursor, ["count(*)", *sizes]))
    separators = row_count * (column_count - 1 + shape.line_end_size)
    missing = 0 if shape.ends_with_line_end or not row_count else shape.line_end_size
    return shape.header_size + sum(cell_sizes) + separators - missing


def literal_path(path: Path) -> str:
    """A path in which DuckDB sees no wildcard."""
    text = str(path)
    for wildcard in "[*?":
        # The bracket comes first: it also stands in the spelling of the others.
        text = text.replace(wildcard, f"[{wildcard}]")
    return text
