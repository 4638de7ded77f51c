"""The rows of one Engine out of its spool, which may still be growing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.errors import ClientError, SpoolError
from nxql_tui.wire.formats import AnswerError, open_value_reader, read_columns
from nxql_tui.wire.tab_csv import CsvReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from nxql_tui.wire.cells import Cell, Column
    from nxql_tui.wire.request import Format

_PORTION = 512 * 1024
"""Bytes that are read before somebody else has a turn."""
_STEP = 32 * 1024
"""Bytes fed to a reader at once: what it cannot read takes no more than these with it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of one Engine, in their order."""

    engine: str
    """Its name."""
    columns: tuple[Column, ...]
    """All that its answer has so far; a row may have fewer cells."""
    rows: Sequence[Sequence[Cell]]
    """None where only the header has come."""


class FollowedSpool:
    """Reads a spool portion by portion; the cells can be written in the same format again."""

    def __init__(self, engine: str, spool: Path, answer_format: Format) -> None:
        self.row_count = 0
        """Of the rows that have been given."""
        self.is_caught_up = False
        """Whether all that had come when it was last read has been given."""
        self.error: ClientError | None = None
        """What is wrong with what came; no more is read then."""
        self._engine = engine
        self._spool = spool
        self._format = answer_format
        self._reader = open_value_reader(answer_format)
        self._file: BinaryIO | None = None
        self._rows: Sequence[Sequence[Cell]] = ()
        self._is_header_given = False
        self._is_finished = False

    def read(self, *, is_whole: bool) -> Rows | None:
        """The rows of the next portion; None where it completes none.

        Args:
            is_whole: Whether the answer is complete: the end of the spool is then its end, and not where it broke off.
        """
        try:
            if self.error is None and not self._is_finished:
                self._read_portion(is_whole=is_whole)
        except AnswerError as error:
            self.error = ClientError(f"The answer is not readable as {self._format}: {error}")
        except OSError as error:
            self.error = SpoolError(f"The answer cannot be read back: {error.strerror}.")
        if self.error is not None:
            self.is_caught_up = True
        return self._taken()

    def read_all(self, *, is_whole: bool) -> Iterator[Rows]:
        """The whole rows of an answer to which no more comes, and let go of the spool.

        Args:
            is_whole: Whether the answer is complete; of one that is not, what can be read is all there is.

        Raises:
            ClientError: A complete answer cannot be read to its end.
        """
        try:
            while not self.is_caught_up:
                rows = self.read(is_whole=is_whole)
                if rows is not None:
                    yield rows
            if is_whole and self.error is not None:
                raise self.error
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the spool."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _read_portion(self, *, is_whole: bool) -> None:
        if self._file is None:
            # Of a complete answer there is one: where it is gone, opening it says so.
            if not is_whole and not self._spool.exists():
                self.is_caught_up = True
                return
            self._file = self._spool.open("rb")
        portion = self._file.read(_PORTION)
        self.is_caught_up = len(portion) < _PORTION
        self._feed(portion)
        if is_whole and self.is_caught_up:
            self._is_finished = True
            if last := self._reader.finish():
                self._rows = [*self._rows, *last]
            if self._reader.columns is None:
                raise AnswerError("it is empty, without even a header.")

    def _feed(self, portion: bytes) -> None:
        if isinstance(self._reader, CsvReader):
            self._rows = self._reader.feed_lines(portion)
            return
        rows: list[Sequence[Cell]] = []
        # What was read before a mistake is not lost with it.
        self._rows = rows
        for start in range(0, len(portion), _STEP):
            rows += self._reader.feed(portion[start : start + _STEP])

    def _taken(self) -> Rows | None:
        rows, self._rows = self._rows, ()
        columns = read_columns(self._reader)
        if columns is None or (not rows and self._is_header_given):
            return None
        self._is_header_given = True
        self.row_count += len(rows)
        return Rows(self._engine, columns, rows)
