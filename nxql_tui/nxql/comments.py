"""Comments, which are for people: whether an Engine accepts them is unknown (`reference/nxql.md` §2)."""

from __future__ import annotations

from nxql_tui.nxql.lexer import TokenKind, tokenize


def strip_comments(text: str) -> str:
    """The query without its `//` comments, and without the lines that hold nothing else.

    A `//` within a string, a name or a word such as `http://x` is no comment. What the query says stays the same;
    where in the text it says it does not.
    """
    if "//" not in text:
        return text
    pieces: list[str] = []
    stood_alone = False
    for token in tokenize(text):
        if token.kind is TokenKind.COMMENT:
            _drop_blanks_before(pieces)
            stood_alone = not pieces or pieces[-1].endswith("\n")
            continue
        # Nothing but the end of its line follows a comment.
        piece = token.text.removeprefix("\n") if stood_alone else token.text
        if piece:
            pieces.append(piece)
        stood_alone = False
    return "".join(pieces)


def blank_comments(text: str) -> str:
    """The text with blanks for its comments, so that everything else keeps its place."""
    if "//" not in text:
        return text
    return "".join(" " * len(token.text) if token.kind is TokenKind.COMMENT else token.text for token in tokenize(text))


def _drop_blanks_before(pieces: list[str]) -> None:
    """Take away what stands between the last word, or the line's beginning, and a comment."""
    if pieces and pieces[-1].isspace():
        blanks = pieces.pop().rstrip(" \t")
        if blanks:
            pieces.append(blanks)
