"""A query in the standard layout, that of the vendor's documentation.

```
(select (name total_ram)
    (from device
        (where device (eq device_type (enum laptop))
                      (gt total_ram (byte 8000000000)))
        (with execution
            (compute number_of_events)
            (between now-7d now)))
    (order_by name asc) (limit 100))
```

Only blanks change: the tokens stay, comments too, and what is unfinished stays so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from nxql_tui.nxql.clauses import SOURCE_CLAUSES
from nxql_tui.nxql.lexer import Token, TokenKind, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

INDENT = 4
WIDTH = 72
"""Columns of a line that is not broken; an editor with line numbers shows it on 80."""

_STATEMENTS = ("select", "update")
_ALIGNED = ("where", "having")
"""Their filters stand below one another."""
_BLOCKS = ("from", "with", "without", "and", "or")
"""Their clauses stand on lines of their own."""
_ACTIVITY_CLAUSES = ("where", "compute", "between", "having", "with", "without", "and", "or")
_DEEPEST = 100
"""Brackets inside each other that are laid out; what lies deeper stays on its line."""


@dataclass
class _Comment:
    text: str
    has_own_line: bool


@dataclass
class _Bracket:
    items: list[_Item] = field(default_factory=list)
    is_closed: bool = False
    inline: str | None = ""
    """On one line; None where it cannot be."""

    @property
    def head(self) -> str:
        first = self.items[0] if self.items else None
        return first.text if isinstance(first, Token) else ""


_Item: TypeAlias = "Token | _Comment | _Bracket"


def format_query(text: str) -> str:
    """The query in the standard layout; formatting it again changes nothing."""
    writer = _Writer()
    whole = _read(text)
    if whole.head in _STATEMENTS:
        _write_parts(writer, whole.items, 0, 0)
    else:
        _write_lines(writer, whole.items, 0, 0)
    return "\n".join(writer.lines)


class _Writer:
    """Puts pieces on lines; behind a comment nothing stands on its line."""

    def __init__(self) -> None:
        self.lines = [""]
        self._after_comment = False

    @property
    def column(self) -> int:
        return len(self.lines[-1])

    def line(self, indent: int) -> None:
        """Begin a line, unless one has just begun."""
        if self.lines[-1].strip():
            self.lines.append("")
        self.lines[-1] = " " * indent
        self._after_comment = False

    def piece(self, text: str, indent: int, *, is_apart: bool = True) -> None:
        """Add a piece, after a blank where one is needed."""
        if self._after_comment:
            self.line(indent)
        line = self.lines[-1]
        blank = " " if is_apart and line.strip() and not line.endswith("(") else ""
        first, *others = text.split("\n")
        self.lines[-1] = f"{line}{blank}{first}"
        self.lines += others

    def comment(self, comment: _Comment, indent: int) -> None:
        """Add a comment, on its own line if it had one."""
        if comment.has_own_line:
            self.line(indent)
        self.piece(comment.text, indent)
        self._after_comment = True


def _read(text: str) -> _Bracket:
    """The brackets of a text with its comments, below one that holds all."""
    stack = [_Bracket()]
    has_new_line = True
    for token in tokenize(text):
        if token.kind is TokenKind.SPACE:
            has_new_line = has_new_line or "\n" in token.text
            continue
        if token.kind is TokenKind.OPEN:
            stack.append(_Bracket())
        elif token.kind is TokenKind.CLOSE and len(stack) > 1:
            stack[-1].is_closed = True
            _end(stack)
        elif token.kind is TokenKind.COMMENT:
            stack[-1].items.append(_Comment(token.text.rstrip(), has_new_line))
        else:
            stack[-1].items.append(token)
        has_new_line = False
    while len(stack) > 1:
        _end(stack)
    return stack[0]


def _end(stack: list[_Bracket]) -> None:
    bracket = stack.pop()
    bracket.inline = _on_one_line(bracket)
    stack[-1].items.append(bracket)


def _on_one_line(bracket: _Bracket) -> str | None:
    pieces: list[str] = []
    for item in bracket.items:
        piece = None if isinstance(item, _Comment) else item.inline if isinstance(item, _Bracket) else item.text
        if piece is None or "\n" in piece:
            return None
        pieces.append(piece)
    return f"({' '.join(pieces)}{')' if bracket.is_closed else ''}"


def _write(writer: _Writer, item: _Item, indent: int, depth: int) -> None:
    if isinstance(item, _Comment):
        writer.comment(item, indent)
    elif isinstance(item, Token):
        writer.piece(item.text, indent, is_apart=item.kind is not TokenKind.CLOSE)
    elif item.inline is not None and (depth > _DEEPEST or _may_stay(item, writer.column)):
        writer.piece(item.inline, indent)
    else:
        _write_bracket(writer, item, indent, depth + 1)


def _may_stay(bracket: _Bracket, column: int) -> bool:
    """Whether a bracket is laid out on one line."""
    inner = [item for item in bracket.items if isinstance(item, _Bracket)]
    if bracket.head in _STATEMENTS:
        simple = all(item.head not in _BLOCKS or _clauses(item) == 0 for item in inner)
        return simple and not any(item.head in ("order_by", "limit") for item in inner) and _fits(bracket, column)
    if bracket.head == "from":
        return _clauses(bracket) == 0
    if bracket.head in ("with", "without"):
        return _clauses(bracket) <= 1 and all(map(_is_short, inner)) and _fits(bracket, column)
    if bracket.head in ("and", "or"):
        return False
    if bracket.head in _ALIGNED:
        return len(inner) <= 1 or (not bracket.is_closed and not inner)
    return _fits(bracket, column) or (not inner and len(bracket.items) <= 2)


def _clauses(bracket: _Bracket) -> int:
    return sum(isinstance(item, _Bracket) and item.head in _ACTIVITY_CLAUSES for item in bracket.items)


def _is_short(bracket: _Bracket) -> bool:
    return bracket.head not in _ALIGNED or len(bracket.items) <= 3


def _fits(bracket: _Bracket, column: int) -> bool:
    return bracket.inline is not None and column + len(bracket.inline) < WIDTH


def _write_bracket(writer: _Writer, bracket: _Bracket, indent: int, depth: int) -> None:
    writer.piece("(", indent)
    opened = writer.column
    if bracket.head in _STATEMENTS or bracket.head in _BLOCKS:
        _write_parts(writer, bracket.items, indent, depth)
    elif bracket.head in _ALIGNED:
        _write_aligned(writer, bracket.items, indent, depth)
    else:
        _write_filled(writer, bracket.items, opened, depth)
    if bracket.is_closed:
        writer.piece(")", opened, is_apart=False)


def _write_parts(writer: _Writer, items: Sequence[_Item], indent: int, depth: int) -> None:
    """A statement or a block: its clauses on lines of their own."""
    inner = indent + INDENT
    before = ""
    for item in items:
        head = item.head if isinstance(item, _Bracket) else ""
        shares_line = head in ("order_by", "limit") and before in ("order_by", "limit")
        if head in (*SOURCE_CLAUSES, "compute", "from", "order_by", "limit") and not shares_line:
            writer.line(inner)
        _write(writer, item, inner, depth)
        before = head


def _write_aligned(writer: _Writer, items: Sequence[_Item], indent: int, depth: int) -> None:
    """Filters below one another."""
    column: int | None = None
    for place, item in enumerate(items):
        if isinstance(item, _Bracket):
            if column is not None:
                writer.line(column)
            else:
                column = indent + INDENT if isinstance(items[place - 1], _Comment) else writer.column + 1
        _write(writer, item, column or indent + INDENT, depth)


def _write_filled(writer: _Writer, items: Sequence[_Item], column: int, depth: int) -> None:
    """As many items on a line as it holds."""
    for item in items:
        text = item.inline if isinstance(item, _Bracket) else item.text
        if text is not None and writer.column > column and writer.column + len(text) + 1 >= WIDTH:
            writer.line(column)
        _write(writer, item, column, depth)


def _write_lines(writer: _Writer, items: Sequence[_Item], indent: int, depth: int) -> None:
    """Whatever stands outside a statement: each bracket on a line."""
    for item in items:
        if isinstance(item, _Bracket):
            writer.line(indent)
        _write(writer, item, indent, depth)
