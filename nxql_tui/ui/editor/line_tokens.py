"""The coloured stretches of one line of a query."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from nxql_tui.nxql.checker.conditions import OPERATORS
from nxql_tui.nxql.clauses import ACTIVITY_CLAUSES, SELECT_CLAUSES, SOURCE_CLAUSES
from nxql_tui.nxql.lexer import Token, TokenKind, is_terminated, tokenize
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.values import LITERAL_TYPES

KEYWORDS = frozenset(
    {"select", "update", "set", "asc", "desc", "nil", *SOURCE_CLAUSES, *ACTIVITY_CLAUSES, *SELECT_CLAUSES}
)
"""Words that are no names."""

_PLACEHOLDER = re.compile(r"%[1-9][0-9]*")
_NUMBER_OR_TIME = re.compile(r"-?[0-9][0-9.:T-]*|(?:now|midnight)(?:[+-][0-9]+[a-z]+)?")
_LONGEST_COLOURED = 4_000
"""Characters of a line; a longer one is one that nobody reads, and colours would make typing in it slow."""


class LineToken(NamedTuple):
    """A stretch of a line."""

    start: int
    """Column of its first character."""
    end: int
    """Column behind its last character."""
    kind: str
    """`keyword`, `table`, `type`, `operator`, `number`, `placeholder`, `name`, or a kind of token."""


class LineTokens(NamedTuple):
    """What a line is made of."""

    tokens: tuple[LineToken, ...]
    open_quote: str
    """The quote that is still open at its end; empty when none is."""
    opened: int
    """How many more brackets it opens than it closes."""


@lru_cache(maxsize=8192)
def tokenize_line(line: str, open_quote: str) -> LineTokens:
    """The tokens of a line; `open_quote` is the quote that is open at its beginning.

    Kept for lines seen before, so that an edit costs one line.
    """
    found: list[LineToken] = []
    begin = 0
    if open_quote:
        closing = re.match(rf"(?:\\{open_quote}|[^{open_quote}])*+{open_quote}", line)
        begin = closing.end() if closing else len(line)
        found.append(LineToken(0, begin, TokenKind.STRING.value))
        if closing is None:
            return LineTokens(tuple(found), open_quote, 0)
    if len(line) > _LONGEST_COLOURED:
        return LineTokens(tuple(found), "", 0)
    last: Token | None = None
    for token in tokenize(line[begin:]):
        last = token
        if token.kind is not TokenKind.SPACE:
            found += _pieces(token, begin)
    still_open = last.text.removeprefix("#")[0] if last is not None and _goes_on(last) else ""
    kinds = [token.kind for token in found]
    return LineTokens(tuple(found), still_open, kinds.count("open") - kinds.count("close"))


def _goes_on(last: Token) -> bool:
    """Whether the last token of a line is a text that the next line continues.

    A quote behind a backslash closes a text only at the very end of a query, where the lexer has nothing better.
    """
    text = last.text.removeprefix("#")
    return not is_terminated(last) or (text.startswith(('"', "'")) and text.endswith(f"\\{text[0]}"))


def _pieces(token: Token, begin: int) -> list[LineToken]:
    """A token, and the placeholders in it on top."""
    start, end = token.span.start + begin, token.span.end + begin
    pieces = [LineToken(start, end, _kind(token))]
    if token.kind is not TokenKind.COMMENT and "%" in token.text:
        found = _PLACEHOLDER.finditer(token.text)
        pieces += [LineToken(start + one.start(), start + one.end(), "placeholder") for one in found]
    return pieces


def _kind(token: Token) -> str:
    if token.kind is not TokenKind.WORD:
        return token.kind.value
    if token.text in KEYWORDS:
        return "keyword"
    if token.text in OPERATORS:
        return "operator"
    if token.text in load_model().tables:
        return "table"
    if token.text in LITERAL_TYPES:
        return "type"
    return "number" if _NUMBER_OR_TIME.fullmatch(token.text) else "name"
