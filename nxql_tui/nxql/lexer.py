"""The tokens of NXQL (`reference/nxql.md` §2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from nxql_tui.nxql.positions import Span


class TokenKind(StrEnum):
    """What a stretch of text is."""

    OPEN = "open"
    CLOSE = "close"
    STRING = "string"
    """Between quotes, single or double; the last one of a text may lack its closing quote."""
    DYNAMIC = "dynamic"
    """`#name`, `#"a name"`, `#'a name'`, `#*`, `#%1`."""
    WORD = "word"
    """Everything else without blanks: keywords, names, numbers, times, wildcards, placeholders."""
    COMMENT = "comment"
    """`//` to the end of the line [inferred]."""
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text; the tokens of a text joined are the text."""

    kind: TokenKind
    text: str
    """As it stands, with quotes and `#`."""
    span: Span


_DOUBLE = r'"(?:\\"|[^"])*"?'
_SINGLE = r"'(?:\\'|[^'])*'?"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<comment>//[^\n]*)|(?P<open>\()|(?P<close>\))"
    rf"|(?P<dynamic>\#(?:{_DOUBLE}|{_SINGLE}|[^\s()\"']*))"
    rf"|(?P<string>{_DOUBLE}|{_SINGLE})"
    r"|(?P<word>[^\s()\"']+)"
)


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text, without loss; any text has some."""
    return tuple(
        Token(TokenKind(found.lastgroup or ""), found[0], Span(*found.span())) for found in _TOKEN.finditer(text)
    )


def is_terminated(token: Token) -> bool:
    """Whether a string, or a dynamic name between quotes, has its closing quote."""
    text = token.text.removeprefix("#")
    return not text.startswith(('"', "'")) or (len(text) > 1 and text[-1] == text[0])


def unquote(text: str) -> str:
    """The text between quotes; a backslash before the quote makes it plain, elsewhere it is a backslash [inferred]."""
    if not text.startswith(('"', "'")):
        return text
    mark = text[0]
    inner = text[1:-1] if len(text) > 1 and text.endswith(mark) else text[1:]
    return inner.replace(f"\\{mark}", mark)
