"""The places of things in TOML, for messages that name them: its parsers tell at most that of a broken line."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

KeyPath: TypeAlias = tuple[str, ...]
"""The names of a key from the outermost table in."""

_PLACE_IN_MESSAGE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

_TOKEN = re.compile(
    r"""
    \"{3} (?:\\.|[^\\])*? \"{3,5}    # texts over several lines
    | '{3} .*? '{3,5}
    | " (?:\\.|[^"\\\n])* "
    | ' [^'\n]* '
    | \# [^\n]*
    | [\[\]{}\n]
    | [^"'\#\[\]{}\n]+
    """,
    re.VERBOSE | re.DOTALL,
)
"""What may hide a bracket or the end of a line, and what does not."""


class TomlError(ValueError):
    """A text is not TOML; the message says why, as half a sentence."""

    def __init__(self, what: str, line: int, column: int | None = None) -> None:
        super().__init__(what)
        self.line = line
        """Counted from 1."""
        self.column = column
        """Counted from 1; None when it is not known."""


def parse_toml(text: str) -> dict[str, Any]:
    """What a text holds.

    Raises:
        TomlError: It is not TOML.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TomlError("it has too many brackets inside each other", line=1) from None
    # A number too long to be read is a plain ValueError.
    except ValueError as error:
        message = str(error)
        place = _PLACE_IN_MESSAGE.search(message)
        reason = _PLACE_IN_MESSAGE.sub("", message)
        if place is None or place[1] is None:
            raise TomlError(reason, line=text.rstrip().count("\n") + 1) from error
        raise TomlError(reason, line=int(place[1]), column=int(place[2])) from error


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    """The line on which each key and each table begins, counted from 1; the text must be TOML."""
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, is_header, content in _statements(text):
        paths = list(_paths(content))
        if is_header:
            table = max(paths, key=len)
        for path in paths:
            lines.setdefault(path if is_header else table + path, number)
    return lines


def line_of_key(text: str, key: KeyPath) -> int:
    """The line that sets a key; else that of the nearest table it belongs to, else the first."""
    lines = lines_of_keys(text)
    return next((lines[key[:length]] for length in range(len(key), 0, -1) if key[:length] in lines), 1)


def _statements(text: str) -> Iterator[tuple[int, bool, dict[str, Any]]]:
    """The first line of each header, or key with its value; whether it is a header; what it says by itself."""
    line = 1
    for statement in _cut(text.replace("\r\n", "\n")):
        content = tomllib.loads(statement)
        if content:
            yield line, statement.lstrip().startswith("["), content
        line += statement.count("\n")


def _cut(text: str) -> Iterator[str]:
    """The pieces that are TOML by themselves: lines, with those over which their value goes on."""
    begin = depth = 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth == 0:
                yield text[begin : token.end()]
                begin = token.end()
    yield text[begin:]


def _paths(content: dict[str, Any], above: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key of a statement, those of inline tables too."""
    for name, value in content.items():
        path = (*above, name)
        yield path
        # The header of an array of tables makes a list with one of them.
        inner = value[-1] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            yield from _paths(inner, path)
