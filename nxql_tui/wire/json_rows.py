"""json: an array of flat objects, one a row (`reference/web_api.md` §4.2)."""

from __future__ import annotations

import codecs
import json
from datetime import datetime
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from nxql_tui.wire.answers import (
    TruncatedAnswer,
    UnreadableAnswer,
    looks_like_html,
    whole_answer,
)
from nxql_tui.wire.cell_texts import date_time_text, float_text, text_rows, well_formed
from nxql_tui.wire.cells import LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nxql_tui.wire.answers import Row
    from nxql_tui.wire.cells import Cell, Column, Scalar, TextCell

TABLE_SEPARATOR = "/"
"""Between table and field in a key [client]."""

_LARGEST_OBJECT = 256 * 1024 * 1024
"""Characters of one row that are waited for."""


def write_json(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """One object a row. A column selected twice is written once: its two cells are the same [inferred]."""
    return whole_answer(JsonText(columns), rows)


class JsonText:
    """An array with an object a row."""

    head = "["
    tail = "]"

    def __init__(self, columns: Sequence[Column], *, has_rows: bool = False) -> None:
        """Take the columns.

        Args:
            columns: A column selected twice is written once.
            has_rows: Whether rows have been written before, of which others may have had fewer columns.
        """
        keys: dict[str, int] = {}
        for place, column in enumerate(columns):
            keys.setdefault(column.name, place)
        self._places = list(keys.values())
        self._is_whole = len(keys) == len(columns)
        heads = [f"{_string(name)}:".replace("%", "%%") for name in keys]
        self._template = f"{{{','.join([head + '%s' for head in heads])}}}"
        self._separator = "," if has_rows else ""

    def rows(self, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
        """The next objects."""
        template, places = self._template, self._places
        once = rows if self._is_whole else ([row[place] for place in places] for row in rows)
        for texts in text_rows([_VALUES] * len(places), once):
            yield self._separator + template % texts
            self._separator = ","


class JsonValue(str):
    """A value in the words of json, which is written as it stands; a text is none."""

    __slots__ = ()


def _string(text: str) -> str:
    return encode_basestring(well_formed(text))


def _joined(elements: Sequence[Scalar]) -> str:
    return f"[{','.join([_VALUES[type(element)](element) for element in elements])}]"


_VALUES: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    bool: lambda value: '"yes"' if value else '"no"',
    str: _string,
    JsonValue: str,
    int: str,
    float: lambda value: float_text(value) or "null",
    datetime: lambda value: f'"{date_time_text(value)}"',
    list: _joined,
    tuple: _joined,
}
"""How a cell is written, by its type."""


class JsonReader:
    """Holds one row at a time; the objects of several tables in one are made flat, numbers keep their text.

    The first row gives the columns; a key that comes later adds one, and earlier rows are shorter by it.
    """

    _number: type[str] = str
    """What becomes of a number."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        number = self._number
        self._json = json.JSONDecoder(parse_float=number, parse_int=number, parse_constant=number, strict=False)
        self._columns: dict[str, int] = {}
        self._known = False
        self._text = ""
        self._state = "before"

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The keys in the order they came."""
        return tuple(self._columns) if self._known else None

    def feed(self, chunk: bytes) -> list[Row]:
        """The rows that this piece completes."""
        self._text += self._decoder.decode(chunk)
        return self._read()

    def finish(self) -> list[Row]:
        """Nothing, or an error when the array has no end."""
        self._text += self._decoder.decode(b"", final=True)
        rows = self._read()
        if self._state != "after":
            raise TruncatedAnswer("The answer ends in the middle: its array has no end.")
        return rows

    def _read(self) -> list[Row]:
        rows: list[Row] = []
        while True:
            self._text = self._text.lstrip(" \t\r\n,") if self._state == "inside" else self._text.lstrip()
            if not self._text:
                return rows
            if self._state == "before":
                self._begin()
            elif self._state == "after":
                raise UnreadableAnswer("Something stands behind the end of the json array.")
            elif self._text[0] == "]":
                self._state, self._text, self._known = "after", self._text[1:], True
            elif not self._read_object(rows):
                return rows

    def _begin(self) -> None:
        if self._text[0] != "[":
            kind = "An html page" if self._text[0] == "<" or looks_like_html(self._text) else "Something else"
            raise UnreadableAnswer(f"{kind} came where a json array was asked.")
        self._state, self._text = "inside", self._text[1:]

    def _read_object(self, rows: list[Row]) -> bool:
        if self._text[0] != "{":
            raise UnreadableAnswer("A row of the json array is no object.")
        if "}" not in self._text:
            return self._wait()
        try:
            content, end = self._json.raw_decode(self._text)
        except (json.JSONDecodeError, RecursionError) as error:
            if isinstance(error, RecursionError) or ("}" in self._text and _is_broken(self._text, error)):
                raise UnreadableAnswer("A row of the answer is no json.") from None
            return self._wait()
        self._text = self._text[end:]
        rows.append(self._row(content))
        return True

    def _wait(self) -> bool:
        if len(self._text) > _LARGEST_OBJECT:
            raise UnreadableAnswer("A row of the answer has no end.")
        return False

    def _row(self, content: dict[str, Any]) -> Row:
        cells: list[Any] = [None] * len(self._columns)
        for key, value in _flat(content, ""):
            place = self._columns.setdefault(key, len(self._columns))
            if place == len(cells):
                cells.append(None)
            cells[place] = self._cell(value)
        self._known = True
        return tuple(cells)

    def _cell(self, value: Any) -> Any:
        return _text(value)


class JsonValueReader(JsonReader):
    """The same, with the Engine's own values in the cells: to be written as json again.

    Texts are `str` and everything that is no text `JsonValue`; a list stays one.
    """

    _number = JsonValue

    def _cell(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, list):
            return [self._cell(element) for element in value]
        return JsonValue(_words(value))


def _words(value: Any) -> str:
    """What is neither a text nor a number: true, false, and objects within lists."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"{{{','.join([f'{_string(key)}:{_words(one)}' for key, one in value.items()])}}}"
    return f"[{','.join(map(_words, value))}]" if isinstance(value, list) else _VALUES[type(value)](value)


def _is_broken(text: str, error: json.JSONDecodeError) -> bool:
    """Whether the mistake lies before the end of what has come, so that more cannot mend it."""
    return error.pos < len(text) - 16 and not error.msg.startswith("Unterminated string")


def _flat(content: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}{TABLE_SEPARATOR}")
        else:
            yield f"{prefix}{key}", value


def _text(value: Any) -> TextCell:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(_text(element) or "" for element in value)
    return str(value)
