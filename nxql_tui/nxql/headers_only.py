"""The question that makes an Engine check a query and answer with nothing but headers."""

from __future__ import annotations

from nxql_tui.nxql.diagnostics import Fix, apply_fix
from nxql_tui.nxql.lexer import TokenKind, tokenize
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Select
from nxql_tui.nxql.update_recognition import may_be_update

_LIMIT = "(limit 0)"
"""Valid, and answered with headers alone (`reference/nxql.md` §10 [client])."""


def headers_only(text: str) -> str | None:
    """The query with `(limit 0)`; None for an update, which cannot be asked without being done.

    What stands before the limit keeps its place, so that what an Engine says of it can be found in the text.
    In a text that is not understood it goes before the last bracket, so that an Engine that does understand it still
    answers nothing but headers.
    """
    if may_be_update(text):
        return None
    statement = parse(text).statement
    if not isinstance(statement, Select):
        end = len(text.rstrip())
        place = end - 1 if text[:end].endswith(")") else end
        return apply_fix(text, Fix("", Span(place, place), f" {_LIMIT}"))
    if statement.limit is not None:
        return apply_fix(text, Fix("", statement.limit.span, _LIMIT))
    source = statement.source.span
    kinds = [token.kind for token in tokenize(text[source.start : source.end])]
    missing = ")" * (kinds.count(TokenKind.OPEN) - kinds.count(TokenKind.CLOSE))
    return apply_fix(text, Fix("", Span(source.end, source.end), f"{missing} {_LIMIT}"))
