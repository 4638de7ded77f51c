"""xml: `table/header/c0…` and `table/body/r/c0…` (`reference/web_api.md` §4.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from nxql_tui.wire.answers import TruncatedAnswer, UnreadableAnswer, whole_answer
from nxql_tui.wire.cell_texts import cell_texts, text_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.cells import Cell, Column, TextCell

TYPE_ATTRIBUTE = "type"
"""A header cell carries at least one attribute [client]; its name is [inferred]."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold."""

_DEEPEST = 16
"""Elements inside each other; a table needs four."""


def write_xml(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, human_readable: bool) -> Iterator[bytes]:
    """The one form our Engine writes; null and the empty text are both an empty element."""
    return whole_answer(XmlText(columns, human_readable=human_readable), rows)


class XmlText:
    """A header with the types of the columns, and an element a row."""

    tail = "</body>\n</table>\n"

    def __init__(self, columns: Sequence[Column], *, human_readable: bool = False) -> None:
        titles = [
            f'<c{place} {TYPE_ATTRIBUTE}="{_escaped(column.type)}">{_escaped(column.name)}</c{place}>'
            for place, column in enumerate(columns)
        ]
        self.head = f'<?xml version="1.0" encoding="UTF-8"?>\n<table>\n<header>{"".join(titles)}</header>\n<body>\n'
        self._tags = [(f"<c{place}>", f"</c{place}>", f"<c{place}/>") for place in range(len(columns))]
        self._texts = cell_texts(columns, _escaped, human_readable=human_readable)

    def rows(self, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
        """The next elements."""
        for texts in text_rows(self._texts, rows):
            cells = [
                f"{opening}{text}{closing}" if text else empty
                for (opening, closing, empty), text in zip(self._tags, texts, strict=True)
            ]
            yield f"<r>{''.join(cells)}</r>\n"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    # Whatever XML cannot hold is not printable either.
    return text if text.isprintable() else _FORBIDDEN.sub("\ufffd", text).replace("\r", "&#13;")


class XmlReader:
    """Reads the table element by element; document types and entities of one's own are refused."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._path: list[str] = []
        self._texts: list[str] = []
        self._header: list[str] = []
        self._types: list[str] = []
        self._row: list[TextCell] = []
        self._rows: list[Row] = []
        self._columns: tuple[str, ...] | None = None

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The header's texts."""
        return self._columns

    @property
    def types(self) -> tuple[str, ...]:
        """What the header says of the columns it has."""
        return tuple(self._types)

    def feed(self, chunk: bytes) -> list[Row]:
        """The rows that this piece completes."""
        self._parse(chunk, final=False)
        rows, self._rows = self._rows, []
        return rows

    def finish(self) -> list[Row]:
        """Nothing, or an error when the document has no end."""
        self._parse(b"", final=True)
        return []

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            if final:
                raise TruncatedAnswer("The answer ends in the middle of its xml.") from None
            place = f"line {error.lineno}, column {error.offset + 1}"
            raise UnreadableAnswer(f"The answer is no xml: {expat.ErrorString(error.code)} ({place}).") from None

    def _refuse(self, *_: object) -> None:
        raise UnreadableAnswer("The xml brings a document type or entities of its own; that is refused.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path and name != "table":
            raise UnreadableAnswer(f"The xml begins with '{name[:40]}' where 'table' was expected.")
        if len(self._path) >= _DEEPEST:
            raise UnreadableAnswer("The elements of the xml stand too deep in each other.")
        if self._path == ["table", "header"]:
            # The name of the attribute is a guess; there is no other.
            self._types.append(attributes.get(TYPE_ATTRIBUTE) or next(iter(attributes.values()), "string"))
        self._path.append(name)
        self._texts.clear()

    def _data(self, data: str) -> None:
        if len(self._path) >= 3:
            self._texts.append(data)

    def _end(self, _name: str) -> None:
        match self._path:
            case ["table", "header"]:
                self._columns = tuple(self._header)
            case ["table", "header", _]:
                self._header.append("".join(self._texts))
            case ["table", "body", _]:
                self._end_row()
            case ["table", "body", _, _]:
                self._row.append("".join(self._texts) or None)
        self._texts.clear()
        self._path.pop()

    def _end_row(self) -> None:
        names = self._columns or ()
        for place in range(len(names), len(self._row)):
            names = (*names, f"column {place + 1}")
        self._columns = names
        self._rows.append((*self._row, *[None] * (len(names) - len(self._row))))
        self._row = []
