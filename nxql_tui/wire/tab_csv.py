"""csv, which is separated by TAB (`reference/web_api.md` §4.1)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, overload

from nxql_tui.wire.answers import TruncatedAnswer, UnreadableAnswer, looks_like_html, looks_like_xml, whole_answer
from nxql_tui.wire.cell_texts import cell_texts, text_rows, well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.cells import Cell, Column, TextCell

SEPARATOR = "\t"
_HEAD = 64
"""Characters looked at to tell a page from a header."""


def write_csv(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, human_readable: bool, separator: str = SEPARATOR
) -> Iterator[bytes]:
    """A header and a line a row; null and the empty text are both an empty cell."""
    return whole_answer(CsvText(columns, human_readable=human_readable, separator=separator), rows)


def header_line(columns: Sequence[Column], separator: str = SEPARATOR) -> str:
    """The first line, with its end."""
    return separator.join(quoted_cell(well_formed(column.name), separator) for column in columns) + "\n"


class CsvText:
    """A header and a line a row."""

    tail = ""

    def __init__(self, columns: Sequence[Column], *, human_readable: bool = False, separator: str = SEPARATOR) -> None:
        self.head = header_line(columns, separator)
        self._separator = separator
        quoted = partial(quoted_cell, separator=separator)
        self._texts = cell_texts(columns, quoted, human_readable=human_readable)

    def rows(self, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
        """The next lines."""
        separator = self._separator
        for texts in text_rows(self._texts, rows):
            yield separator.join(texts) + "\n"

    def lines_behind(self, cell: str, lines: PlainLines) -> str:
        """Rows as they came, with one more cell in front of each."""
        first = quoted_cell(well_formed(cell), self._separator) + self._separator
        between = "\n" + first
        return first + between.join(lines.lines) + "\n" if lines else ""


class PlainLines(Sequence["Row"]):
    """Rows that need not be taken apart: lines without a quote, each with a cell for every column."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        """Without their ends."""

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return PlainLines(self.lines[place])
        return read_row(self.lines[place])


def quoted_cell(cell: str, separator: str = SEPARATOR) -> str:
    """A cell as it stands in a line: between quotes where it holds what would end it."""
    # Faster than a regular expression, which looks at every character in turn.
    if separator in cell or '"' in cell or "\n" in cell or "\r" in cell:
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


class CsvReader:
    """Accepts CRLF, a byte order mark, short and long rows, and a last line without an end.

    A quote opens a quoted cell only at the cell's beginning. An empty cell is null.
    """

    def __init__(self, separator: str = SEPARATOR) -> None:
        self._separator = separator
        self._plain = _plain_cell(separator)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._columns: tuple[str, ...] | None = None
        self._text = ""
        self._head_checked = False

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The names of the columns; longer rows add some."""
        return self._columns

    def feed(self, chunk: bytes) -> list[Row]:
        """The rows that this piece completes."""
        self._text += self._decoder.decode(chunk)
        if not self._head_checked and len(self._text) < _HEAD and "\n" not in self._text:
            return []
        return self._read(at_end=False)

    def feed_lines(self, chunk: bytes) -> Sequence[Row]:
        """As `feed`; rows that can stay the lines they are do."""
        if self._columns is None or self._separator != SEPARATOR:
            return self.feed(chunk)
        self._text += self._decoder.decode(chunk)
        if '"' not in self._text and "\r" not in self._text:
            *lines, rest = self._text.split("\n")
            if {line.count(SEPARATOR) for line in lines} <= {len(self._columns) - 1}:
                self._text = rest
                return PlainLines(lines)
        return self._read(at_end=False)

    def finish(self) -> list[Row]:
        """The rows that the end of the answer completes."""
        self._text += self._decoder.decode(b"", final=True)
        return self._read(at_end=True)

    def _read(self, *, at_end: bool) -> list[Row]:
        if not self._head_checked:
            if looks_like_html(self._text):
                raise UnreadableAnswer("An html page came where csv was asked.")
            if looks_like_xml(self._text):
                raise UnreadableAnswer("An xml document came where csv was asked.")
            self._head_checked = True
        rows: list[Row] = []
        if '"' not in self._text:
            self._read_plain(rows)
        start = 0
        while (found := _read_line(self._text, start, self._plain, at_end=at_end)) is not None:
            cells, start = found
            self._take(cells, rows)
        self._text = self._text[start:]
        if at_end and self._text:
            raise TruncatedAnswer("The answer ends inside a quoted cell.")
        return rows

    def _read_plain(self, rows: list[Row]) -> None:
        """The whole lines of a text without a quote, which is most of most answers, in a few steps."""
        *lines, self._text = self._text.split("\n")
        for line in lines:
            self._take(line.removesuffix("\r").split(self._separator), rows)

    def _take(self, cells: list[str], rows: list[Row]) -> None:
        if self._columns is None:
            self._columns = tuple(cells)
            return
        if cells == [""] and len(self._columns) > 1:
            return
        row: list[TextCell] = [cell or None for cell in cells]
        if len(row) == len(self._columns):
            rows.append(tuple(row))
            return
        for place in range(len(self._columns), len(cells)):
            self._columns = (*self._columns, f"column {place + 1}")
        rows.append((*row, *[None] * (len(self._columns) - len(row))))


def read_row(line: str) -> Row:
    """The cells of one whole line of an answer, its line feed taken off; an empty cell is null."""
    if '"' not in line:
        return tuple([cell or None for cell in line.removesuffix("\r").split(SEPARATOR)])
    cells, _ = _read_line(line, 0, _plain_cell(SEPARATOR), at_end=True) or ([line], 0)
    return tuple([cell or None for cell in cells])


_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')


@cache
def _plain_cell(separator: str) -> re.Pattern[str]:
    """What may stand in a cell without quotes."""
    return re.compile(rf"[^{re.escape(separator)}\n]*")


def _read_line(text: str, start: int, plain_cell: re.Pattern[str], *, at_end: bool) -> tuple[list[str], int] | None:
    """The cells of the line at `start` and where the next one begins; None when it is not complete."""
    if start >= len(text):
        return None
    cells: list[str] = []
    position = start
    while True:
        cell = ""
        if text.startswith('"', position):
            quoted = _QUOTED.match(text, position)
            if quoted is None or (quoted.end() == len(text) and not at_end):
                return None
            cell, position = quoted[1].replace('""', '"'), quoted.end()
        plain = plain_cell.match(text, position)
        assert plain is not None  # noqa: S101  it matches the empty text
        position = plain.end()
        ended = position >= len(text)
        if ended and not at_end:
            return None
        rest = plain[0]
        if ended or text[position] == "\n":
            cells.append(cell + rest.removesuffix("\r"))
            return cells, position + 1
        cells.append(cell + rest)
        position += 1
