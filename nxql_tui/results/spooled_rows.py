"""Rows read back from the Engine's own bytes: a page anywhere in ten million costs a few short reads.

DuckDB keeps columns, so a hundred rows from all over an answer that does not fit in memory would fetch hundreds of
megabytes. In the spool the cells of a row lie side by side, and counting lines tells where.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from nxql_tui.results.errors import SpoolError
from nxql_tui.results.spool_reading import chunks, reading
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import read_row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nxql_tui.wire.answers import Row

PIECE = 16 * 1024
"""Bytes between two places that the index knows."""


class Lines(Protocol):
    """What ends a row."""

    def count(self, piece: bytes, *, in_quotes: bool) -> tuple[int, bool]:
        """How many rows end in a piece, and whether it ends in a quoted cell."""

    def split(self, piece: bytes, *, in_quotes: bool) -> list[bytes]:
        """The rows of a piece without their ends: what is left of one, whole ones, and what has begun."""


class PlainLines:
    """Every line end ends a row."""

    def count(self, piece: bytes, *, in_quotes: bool) -> tuple[int, bool]:  # noqa: D102  said by the protocol
        return piece.count(b"\n"), in_quotes

    def split(self, piece: bytes, *, in_quotes: bool) -> list[bytes]:  # noqa: ARG002, D102
        return piece.split(b"\n")


class QuotedLines:
    """A line end between quotes belongs to its cell; a quote stands nowhere else than around cells and doubled."""

    def count(self, piece: bytes, *, in_quotes: bool) -> tuple[int, bool]:  # noqa: D102
        parts = piece.split(b'"')
        ends = sum(part.count(b"\n") for part in parts[in_quotes::2])
        return ends, in_quotes == bool(len(parts) % 2)

    def split(self, piece: bytes, *, in_quotes: bool) -> list[bytes]:  # noqa: D102
        rows: list[bytes] = []
        lines: list[bytes] = []
        for line in piece.split(b"\n"):
            lines.append(line)
            in_quotes ^= bool(line.count(b'"') % 2)
            if not in_quotes:
                rows.append(b"\n".join(lines))
                lines.clear()
        # A quoted cell that goes on behind the piece has begun a row.
        return [*rows, b"\n".join(lines)] if lines else rows


@dataclass(frozen=True, slots=True)
class RowIndex:
    """Where the rows of a csv spool are; the header is row 0 here, as the first line."""

    lines: Lines
    ended: array[int]
    """How many rows end before each piece."""
    in_quotes: bytearray
    """Whether a piece begins in a quoted cell, 0 or 1."""

    @classmethod
    def of(cls, spool: Path, lines: Lines) -> RowIndex:
        """Read the spool once.

        Raises:
            SpoolError: It cannot be read.
        """
        ended, quotes = array("Q"), bytearray()
        count, in_quotes = 0, False
        with reading(spool, Format.CSV):
            for piece in chunks(spool, PIECE):
                ended.append(count)
                quotes.append(in_quotes)
                found, in_quotes = lines.count(piece, in_quotes=in_quotes)
                count += found
        return cls(lines, ended, quotes)

    def piece_of(self, row: int) -> int:
        """The number of the piece in which the row before this one ends."""
        return bisect_left(self.ended, row) - 1


class RowReader(Protocol):
    """Reads rows from somewhere else than the database."""

    def read(self, rows: Iterable[int]) -> tuple[Row, ...]:
        """The cells of some rows, counted from 0.

        Raises:
            SpoolError: They cannot be read.
        """


class SpooledRows:
    """The rows of a csv spool that DuckDB read line by line, as it read them."""

    def __init__(self, spool: Path, index: RowIndex) -> None:
        self._spool = spool
        self._index = index

    def read(self, rows: Iterable[int]) -> tuple[Row, ...]:
        """The cells of some rows, counted from 0 behind the header.

        Raises:
            SpoolError: The spool cannot be read.
        """
        with reading(self._spool, Format.CSV), self._spool.open("rb", buffering=0) as file:
            pieces: dict[int, list[bytes]] = {}
            try:
                return tuple(read_row(self._line(file, row + 1, pieces).decode()) for row in rows)
            except (IndexError, UnicodeDecodeError):
                raise SpoolError(f"{self._spool} was changed by another program.", "Ask the Engine again.") from None

    def _line(self, file: BinaryIO, row: int, pieces: dict[int, list[bytes]]) -> bytes:
        piece = self._index.piece_of(row)
        place = row - self._index.ended[piece]
        if piece in pieces and place < len(pieces[piece]) - 1:
            return pieces[piece][place]
        size = PIECE
        while True:
            file.seek(piece * PIECE)
            data = file.read(size)
            found = self._index.lines.split(data, in_quotes=bool(self._index.in_quotes[piece]))
            # The last one may go on behind what was read, unless nothing is there.
            if place < len(found) - 1 or len(data) < size:
                pieces[piece] = found
                return found[place]
            size *= 4
