"""html: a page with one table (`reference/web_api.md` §4.4, whose shape is [inferred])."""

from __future__ import annotations

import codecs
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from nxql_tui.wire.answers import TruncatedAnswer, UnreadableAnswer
from nxql_tui.wire.cell_texts import cell_texts, text_rows, well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.cells import Cell, Column, TextCell


class HtmlText:
    """A page with one table."""

    tail = "</tbody></table></body></html>\n"

    def __init__(self, columns: Sequence[Column], *, human_readable: bool = False) -> None:
        titles = "".join(f"<th>{escape(well_formed(column.name))}</th>" for column in columns)
        self.head = (
            '<html><head><meta charset="utf-8"><title>Result</title></head><body><table>\n'
            f"<thead><tr>{titles}</tr></thead>\n<tbody>\n"
        )
        self._texts = cell_texts(columns, escape, human_readable=human_readable)

    def rows(self, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
        """The next rows of the table."""
        for texts in text_rows(self._texts, rows):
            yield f"<tr><td>{'</td><td>'.join(texts)}</td></tr>\n"


class HtmlReader(HTMLParser):
    """Reads the first table of a page; its first row of `th` is the header."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._columns: tuple[str, ...] | None = None
        self._rows: list[Row] = []
        self._cells: list[TextCell] = []
        self._texts: list[str] | None = None
        self._state = "before"
        self._is_header = False

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The header's texts."""
        return self._columns

    # The reader's seam takes bytes, HTMLParser's method of the same name takes text.
    def feed(self, chunk: bytes) -> list[Row]:  # type: ignore[override]
        """The rows that this piece completes."""
        super().feed(self._decoder.decode(chunk))
        return self._taken()

    def finish(self) -> list[Row]:
        """Nothing, or an error when the table has no end."""
        super().feed(self._decoder.decode(b"", final=True))
        self.close()
        if self._state == "before":
            raise UnreadableAnswer("The page holds no table.")
        if self._state == "inside":
            raise TruncatedAnswer("The answer ends in the middle of its table.")
        return self._taken()

    def _taken(self) -> list[Row]:
        rows, self._rows = self._rows, []
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Open a table, a row, a cell."""
        if tag == "table" and self._state == "before":
            self._state = "inside"
        elif self._state == "inside" and tag == "tr":
            self._end_row()
        elif self._state == "inside" and tag in ("td", "th"):
            self._end_cell()
            self._texts = []
            self._is_header = self._is_header or tag == "th"

    def handle_endtag(self, tag: str) -> None:
        """Close a cell, a row, the table."""
        if self._state != "inside":
            return
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "thead", "tbody", "table"):
            self._end_row()
            self._state = "after" if tag == "table" else self._state

    def handle_data(self, data: str) -> None:
        """Text of the cell that is open."""
        if self._texts is not None:
            self._texts.append(data)

    def _end_cell(self) -> None:
        if self._texts is not None:
            self._cells.append("".join(self._texts) or None)
        self._texts = None

    def _end_row(self) -> None:
        self._end_cell()
        cells, self._cells = self._cells, []
        is_header, self._is_header = self._is_header, False
        if not cells:
            return
        if self._columns is None and is_header:
            self._columns = tuple(cell or "" for cell in cells)
            return
        names = self._columns or ()
        self._columns = (*names, *(f"column {place + 1}" for place in range(len(names), len(cells))))
        self._rows.append((*cells, *[None] * (len(self._columns) - len(cells))))
