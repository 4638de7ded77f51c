"""The brackets of a text as a tree, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from nxql_tui.nxql.diagnostics import Diagnostic, Fix, Severity
from nxql_tui.nxql.lexer import Token, TokenKind, is_terminated
from nxql_tui.nxql.positions import Span


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Group:
    """What stands between two brackets."""

    items: list[Form]
    span: Span
    """With its brackets; to the end of the text where the closing one is missing."""

    @property
    def head(self) -> str:
        """The word it begins with; empty when it begins with something else."""
        first = self.items[0] if self.items else None
        return first.text if isinstance(first, Token) and first.kind is TokenKind.WORD else ""


Form: TypeAlias = "Token | Group"


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The outermost forms of a text."""

    items: list[Form]
    diagnostics: list[Diagnostic]


class _OpenGroup:
    def __init__(self, start: int) -> None:
        self.start = start
        self.items: list[Form] = []


def read_forms(tokens: tuple[Token, ...]) -> Forms:
    """Match the brackets; missing ones at the end are added, as a server does (`reference/nxql.md` §2 [doc])."""
    diagnostics: list[Diagnostic] = []
    stack = [_OpenGroup(0)]
    for token in tokens:
        match token.kind:
            case TokenKind.OPEN:
                stack.append(_OpenGroup(token.span.start))
            case TokenKind.CLOSE if len(stack) > 1:
                _close(stack, token.span.end)
            case TokenKind.CLOSE:
                if not any(found.message.startswith("This closing") for found in diagnostics):
                    diagnostics.append(_too_many(token))
            case TokenKind.SPACE | TokenKind.COMMENT:
                pass
            case _:
                if not is_terminated(token):
                    diagnostics.append(_unterminated(token))
                stack[-1].items.append(token)
    end = tokens[-1].span.end if tokens else 0
    if len(stack) > 1:
        diagnostics.append(_missing(len(stack) - 1, end))
    while len(stack) > 1:
        _close(stack, end)
    return Forms(stack[0].items, diagnostics)


def _close(stack: list[_OpenGroup], end: int) -> None:
    group = stack.pop()
    stack[-1].items.append(Group(group.items, Span(group.start, end)))


def _too_many(token: Token) -> Diagnostic:
    fix = Fix("remove the bracket", token.span, "")
    return Diagnostic(Severity.ERROR, token.span, "This closing bracket ')' has no opening one.", (fix,))


def _unterminated(token: Token) -> Diagnostic:
    mark = token.text.removeprefix("#")[0]
    end = Span(token.span.end, token.span.end)
    return Diagnostic(
        Severity.ERROR, token.span, f"This text has no closing quote {mark}.", (Fix("close the quote", end, mark),)
    )


def _missing(count: int, end: int) -> Diagnostic:
    what = "A closing bracket is" if count == 1 else f"{count} closing brackets are"
    fix = Fix("close the brackets", Span(end, end), ")" * count)
    return Diagnostic(Severity.HINT, Span(end, end), f"{what} missing at the end; the Engine adds them.", (fix,))
