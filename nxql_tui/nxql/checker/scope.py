"""What a query is checked against, and where findings are collected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from nxql_tui.nxql.corrections import nearest_fixes
from nxql_tui.nxql.diagnostics import Diagnostic, Fix, Severity
from nxql_tui.nxql.leaves import excerpt
from nxql_tui.nxql.lexer import TokenKind, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nxql_tui.nxql.model import DataModel
    from nxql_tui.nxql.positions import Span
    from nxql_tui.nxql.tree import Name

ALL_PLATFORMS = frozenset({"windows", "mac_os", "mobile"})
INFERRED = "inferred"
"""The source of a fact that nobody has told: a real Engine may see it otherwise."""

_PLACEHOLDER = re.compile(r"%[1-9]")


@dataclass(frozen=True, slots=True)
class LearnedNames:
    """Names that an Engine has told in its refusals; they are believed beside the data model."""

    tables: frozenset[str] = frozenset()
    fields: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    """By table."""
    aggregates: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    """By event."""

    def has_field(self, table: str, name: str) -> bool:
        """Whether an Engine has named this field of this table."""
        return name in self.fields.get(table, frozenset())

    def has_aggregate(self, event: str, name: str) -> bool:
        """Whether an Engine has named this aggregate of this event."""
        return name in self.aggregates.get(event, frozenset())


class Findings:
    """Collects what is found."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def error(self, span: Span, message: str, *fixes: Fix) -> None:
        """Note what an Engine will refuse."""
        self.add(Severity.ERROR, span, message, fixes)

    def warning(self, span: Span, message: str, *fixes: Fix) -> None:
        """Note what an Engine may refuse, or what does not do what it seems to."""
        self.add(Severity.WARNING, span, message, fixes)

    def hint(self, span: Span, message: str, *fixes: Fix) -> None:
        """Note what works and could be better."""
        self.add(Severity.HINT, span, message, fixes)

    def add(self, severity: Severity, span: Span, message: str, fixes: tuple[Fix, ...] = ()) -> None:
        """Note a finding of any severity."""
        self.diagnostics.append(Diagnostic(severity, span, message, fixes))

    def unknown(self, name: Name, what: str, right_names: Iterable[str]) -> None:
        """Note a name that our model does not hold: a warning, as a real Engine may know it."""
        fixes = nearest_fixes(name.text, name.span, right_names)
        question = f": {fixes[0].replacement}?" if fixes else "."
        self.warning(name.span, f"'{excerpt(str(name))}' is no {what}{question}", *fixes)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query is checked against."""

    text: str
    """The query as written."""
    model: DataModel
    platforms: frozenset[str]
    """Those that are switched on."""
    learned: LearnedNames
    findings: Findings
    is_whole: bool
    """Whether all of the text was understood; else nothing is said of what seems to be missing."""

    def unclosed_brackets(self, span: Span) -> int:
        """How many brackets that are opened in a stretch of the text are not closed in it."""
        kinds = [token.kind for token in tokenize(self.text[span.start : span.end])]
        return kinds.count(TokenKind.OPEN) - kinds.count(TokenKind.CLOSE)


def severity_of(*sources: str) -> Severity:
    """How sure a finding is that stands on facts from these sources; without any it stands on nothing."""
    return Severity.WARNING if not sources or INFERRED in sources else Severity.ERROR


def has_placeholder(text: str) -> bool:
    """Whether a text holds a placeholder, so that nothing is known of it before it is filled."""
    return _PLACEHOLDER.search(text) is not None


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a sentence."""
    several = list(words)
    return f"{', '.join(several[:-1])} {last} {several[-1]}" if len(several) > 1 else "".join(several)
