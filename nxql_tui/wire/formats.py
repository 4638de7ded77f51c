"""The four formats: how each is named, written and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.wire.answers import AnswerError, AnswerReader, TruncatedAnswer, UnreadableAnswer
from nxql_tui.wire.html_table import HtmlReader, write_html
from nxql_tui.wire.json_rows import JsonReader, write_json
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import CsvReader, write_csv
from nxql_tui.wire.xml_table import XmlReader, write_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nxql_tui.wire.cells import Cell, Column

__all__ = [
    "AnswerError",
    "AnswerReader",
    "TruncatedAnswer",
    "UnreadableAnswer",
    "content_type",
    "open_reader",
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
    match answer_format:
        case Format.CSV:
            return write_csv(columns, rows, human_readable=human_readable)
        case Format.HTML:
            return write_html(columns, rows, human_readable=human_readable)
        case Format.XML:
            return write_xml(columns, rows, human_readable=human_readable)
        case Format.JSON:
            return write_json(columns, rows)


def open_reader(answer_format: Format) -> AnswerReader:
    """A reader for an answer in this format."""
    return _READERS[answer_format]()
