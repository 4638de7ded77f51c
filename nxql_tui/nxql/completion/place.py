"""Where in a query the cursor stands: which brackets are open around it, and what each of them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.nxql.forms import Form, Group, read_forms
from nxql_tui.nxql.leaves import name_of
from nxql_tui.nxql.lexer import Token, TokenKind, is_terminated, tokenize
from nxql_tui.nxql.positions import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Role(StrEnum):
    """What a bracket is for."""

    TOP = "top"
    """No bracket at all: the text itself."""
    SELECT = "select"
    UPDATE = "update"
    FIELDS = "fields"
    """What a select asks for."""
    TABLE_FIELDS = "table_fields"
    """`(TABLE (FIELD…))` in a select over several tables."""
    FIELDS_OF_TABLE = "fields_of_table"
    FROM = "from"
    TABLES = "tables"
    """The tables of `from` in brackets of their own."""
    WHERE = "where"
    FILTER = "filter"
    LITERAL = "literal"
    ACTIVITY = "activity"
    """`with` and `without`."""
    ACTIVITY_GROUP = "activity_group"
    """`and` and `or`."""
    COMPUTE = "compute"
    HAVING = "having"
    BETWEEN = "between"
    ORDER_BY = "order_by"
    LIMIT = "limit"
    SET = "set"
    OPENING = "opening"
    """A bracket in which nothing but the word at the cursor stands yet, where several clauses could follow."""
    UNKNOWN = "unknown"


_BY_HEAD = {
    "select": Role.SELECT,
    "update": Role.UPDATE,
    "from": Role.FROM,
    "where": Role.WHERE,
    "with": Role.ACTIVITY,
    "without": Role.ACTIVITY,
    "and": Role.ACTIVITY_GROUP,
    "or": Role.ACTIVITY_GROUP,
    "compute": Role.COMPUTE,
    "having": Role.HAVING,
    "between": Role.BETWEEN,
    "order_by": Role.ORDER_BY,
    "limit": Role.LIMIT,
    "set": Role.SET,
}
"""A keyword says what its bracket is, wherever a bracket that is still missing has put it."""

_BY_PARENT = {
    Role.FIELDS: Role.TABLE_FIELDS,
    Role.TABLE_FIELDS: Role.FIELDS_OF_TABLE,
    Role.WHERE: Role.FILTER,
    Role.HAVING: Role.FILTER,
    Role.FILTER: Role.LITERAL,
    Role.SET: Role.LITERAL,
    Role.BETWEEN: Role.LITERAL,
}
_FIRST_IN_PARENT = {Role.SELECT: Role.FIELDS, Role.FROM: Role.TABLES}
"""What the first bracket behind the keyword is."""


_TEXT = r"""(?:"(?:\\"|[^"])*+"|'(?:\\'|[^'])*+')"""
_PLAIN = rf"""[^()"'/]++|{_TEXT}"""
_WHOLE_FILTER = rf"""\(\s*+where(?![^\s()"'])(?:{_PLAIN}|\((?:{_PLAIN}|\((?:{_PLAIN})*+\))*+\))*+\)"""
_BRACKET = re.compile(
    rf"""{_WHOLE_FILTER}|\((?:\s*where(?![^\s()"']))?|\)|"(?:\\"|[^"])*"?|'(?:\\'|[^'])*'?|//[^\n]*"""
)
"""Brackets, and everything that may hold brackets which are none; a `where` as people write it is one match."""


@dataclass(frozen=True, slots=True)
class OpenBracket:
    """A bracket around the cursor."""

    role: Role
    before: tuple[Form, ...]
    """What stands in it before the word at the cursor, its keyword included."""
    after: tuple[Form, ...]
    """What stands in it behind the cursor."""
    is_closed: bool

    @property
    def head(self) -> str:
        """The word it begins with."""
        return self.words[0] if self.words else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The names in it before the cursor, bare; its keyword is the first."""
        return tuple(name_of(item).text for item in self.before if isinstance(item, Token))

    @property
    def heads(self) -> frozenset[str]:
        """The keywords of the brackets inside it."""
        return frozenset(item.head for item in (*self.before, *self.after) if isinstance(item, Group))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor stands."""

    text: str
    word: Span
    """What has been typed of a word before the cursor; empty when there is none."""
    replaced: Span
    """What a candidate takes the place of: the word, with its closing quote where it has one."""
    is_quoted: bool
    """Whether the cursor is between quotes."""
    brackets: tuple[OpenBracket, ...]
    """Those around the cursor, the outermost first; the first is the text itself."""
    forms: tuple[Form, ...]
    """The whole text."""

    @property
    def typed(self) -> str:
        """The word before the cursor."""
        return self.text[self.word.start : self.word.end]

    @property
    def innermost(self) -> OpenBracket:
        """The bracket in which the cursor stands."""
        return self.brackets[-1]

    def enclosing(self, *roles: Role) -> OpenBracket | None:
        """The nearest bracket around the cursor that is one of these."""
        return next((bracket for bracket in reversed(self.brackets) if bracket.role in roles), None)


def find_place(text: str, offset: int) -> Place | None:
    """Where an offset of the text stands; None in a comment, where nothing is to be completed."""
    tokens = tokenize(_without_other_filters(text, offset))
    at_cursor = next((token for token in tokens if token.span.start < offset <= token.span.end), None)
    if at_cursor is not None and at_cursor.kind is TokenKind.COMMENT:
        return None
    word = replaced = Span(offset, offset)
    is_quoted = False
    if at_cursor is not None and at_cursor.kind in (TokenKind.WORD, TokenKind.DYNAMIC, TokenKind.STRING):
        is_quoted = _holds_cursor(at_cursor, offset)
        if is_quoted or at_cursor.kind is not TokenKind.STRING:
            word = replaced = Span(at_cursor.span.start, offset)
        if is_quoted and is_terminated(at_cursor):
            replaced = at_cursor.span
    forms = tuple(read_forms(tokens).items)
    return Place(text, word, replaced, is_quoted, tuple(_brackets(text, forms, word)), forms)


def _without_other_filters(text: str, offset: int) -> str:
    """The text with blanks for every `where` that the cursor is not in.

    Nothing that could be written depends on them, and most of a long query is made of them.
    """
    pieces: list[str] = []
    kept_from = 0
    starts: list[tuple[int, bool]] = []
    for found in _BRACKET.finditer(text):
        mark, start, end = found[0], found.start(), found.end()
        if mark[0] == "(" and mark[-1] != ")":
            starts.append((start, len(mark) > 1))
            continue
        if mark == ")" and starts:
            start, is_filter = starts.pop()
        else:
            is_filter = mark[0] == "("
        if is_filter and not start < offset < end:
            # Of a filter in a filter, which is a mistake, the inner one is blank already.
            start = max(start, kept_from)
            pieces += (text[kept_from:start], " " * (end - start))
            kept_from = end
    return "".join((*pieces, text[kept_from:]))


def _holds_cursor(token: Token, offset: int) -> bool:
    """Whether an offset is between the quotes of a token."""
    is_quoted = token.text.removeprefix("#").startswith(('"', "'"))
    return is_quoted and (offset < token.span.end or not is_terminated(token))


def _brackets(text: str, forms: Sequence[Form], word: Span) -> Iterator[OpenBracket]:
    group = _around(text, forms, word)
    bracket = OpenBracket(_role_of_top(forms), _before(forms, word, group), _after(forms, word), is_closed=True)
    yield bracket
    while group is not None:
        inner = _around(text, group.items, word)
        before = _before(group.items, word, inner)
        role = _role(before, bracket)
        bracket = OpenBracket(role, before, _after(group.items, word), is_closed=_is_closed(text, group))
        yield bracket
        group = inner


def _role_of_top(forms: Sequence[Form]) -> Role:
    """The outermost brackets may be left off (`reference/nxql.md` §2 [client])."""
    first = forms[0] if forms else None
    if isinstance(first, Token) and first.text in ("select", "update"):
        return _BY_HEAD[first.text]
    return Role.TOP


def _role(before: Sequence[Form], parent: OpenBracket) -> Role:
    first = before[0] if before else None
    head = first.text if isinstance(first, Token) and first.kind is TokenKind.WORD else ""
    if head in _BY_HEAD:
        return _BY_HEAD[head]
    if len(parent.before) == 1 and parent.role in _FIRST_IN_PARENT:
        return _FIRST_IN_PARENT[parent.role]
    return _BY_PARENT.get(parent.role, Role.UNKNOWN if head else Role.OPENING)


def _around(text: str, forms: Sequence[Form], word: Span) -> Group | None:
    """The bracket in which the cursor stands."""
    return next((form for form in forms if isinstance(form, Group) and _surrounds(text, form, word)), None)


def _surrounds(text: str, group: Group, word: Span) -> bool:
    return group.span.start < word.start and (word.end < group.span.end or not _is_closed(text, group))


def _before(forms: Sequence[Form], word: Span, around: Group | None) -> tuple[Form, ...]:
    return tuple(form for form in forms if form.span.end <= word.start and form is not around)


def _after(forms: Sequence[Form], word: Span) -> tuple[Form, ...]:
    return tuple(form for form in forms if form.span.start >= word.end)


def _is_closed(text: str, group: Group) -> bool:
    last = group.items[-1] if group.items else None
    inner_end = last.span.end if last is not None else group.span.start + 1
    return inner_end < group.span.end and text[group.span.end - 1] == ")"


def groups_in(forms: Sequence[Form]) -> Iterator[Group]:
    """Every bracket, outer ones before inner ones."""
    for form in forms:
        if isinstance(form, Group):
            yield form
            yield from groups_in(form.items)
