"""The four formats: how each is named, written and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.wire.answers import (
    AnswerError,
    AnswerReader,
    AnswerText,
    TruncatedAnswer,
    UnreadableAnswer,
    whole_answer,
)
from nxql_tui.wire.cells import Column
from nxql_tui.wire.html_table import HtmlReader, HtmlText
from nxql_tui.wire.json_rows import JsonReader, JsonText, JsonValueReader
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import CsvReader, CsvText
from nxql_tui.wire.xml_table import XmlReader, XmlText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.wire.cells import Cell

__all__ = [
    "AnswerError",
    "AnswerReader",
    "AnswerText",
    "TruncatedAnswer",
    "UnreadableAnswer",
    "content_type",
    "open_reader",
    "open_text",
    "open_value_reader",
    "read_columns",
    "write_answer",
]

_CONTENT_TYPES = {
    Format.CSV: "text/csv",
    Format.HTML: "text/html",
    Format.XML: "text/xml",
    Format.JSON: "application/json",
}
"""Not recorded anywhere [inferred]."""

_READERS: dict[Format, type[AnswerReader]] = {
    Format.CSV: CsvReader,
    Format.HTML: HtmlReader,
    Format.XML: XmlReader,
    Format.JSON: JsonReader,
}


def content_type(answer_format: Format) -> str:
    """The content type of an answer."""
    return f"{_CONTENT_TYPES[answer_format]}; charset=utf-8"


def write_answer(
    answer_format: Format, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, human_readable: bool = False
) -> Iterator[bytes]:
    """An answer in chunks; json ignores `human_readable` (`reference/web_api.md` §4.2 [doc])."""
    return whole_answer(open_text(answer_format, columns, human_readable=human_readable), rows)


def open_text(
    answer_format: Format, columns: Sequence[Column], *, human_readable: bool = False, has_rows: bool = False
) -> AnswerText:
    """An answer that is written in portions.

    Args:
        answer_format: The format.
        columns: The columns of all rows.
        human_readable: Whether numbers take their best unit; not in json.
        has_rows: Whether rows with fewer columns have been written before, which json alone allows.
    """
    match answer_format:
        case Format.CSV:
            return CsvText(columns, human_readable=human_readable)
        case Format.HTML:
            return HtmlText(columns, human_readable=human_readable)
        case Format.XML:
            return XmlText(columns, human_readable=human_readable)
        case Format.JSON:
            return JsonText(columns, has_rows=has_rows)


def open_reader(answer_format: Format) -> AnswerReader:
    """A reader for an answer in this format."""
    return _READERS[answer_format]()


def open_value_reader(answer_format: Format) -> AnswerReader:
    """A reader whose rows can be written in the same format again: in json numbers stay numbers, and texts texts."""
    return JsonValueReader() if answer_format is Format.JSON else open_reader(answer_format)


def read_columns(reader: AnswerReader) -> tuple[Column, ...] | None:
    """The columns that a reader has met, with what the Engine says of them; None until the header is known."""
    if reader.columns is None:
        return None
    types = reader.types if isinstance(reader, XmlReader) else ()
    rest = ["string"] * (len(reader.columns) - len(types))
    return tuple(Column(name, kind) for name, kind in zip(reader.columns, [*types, *rest], strict=True))
