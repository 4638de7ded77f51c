"""Checking a query offline: the parser's findings and everything the data model knows.

A finding is an error only where a source says that an Engine refuses it. What stands on facts that nobody has told, as
every name that our model does not hold, is a warning: a real Engine may know better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.checker.conditions import check_value
from nxql_tui.nxql.checker.scope import ALL_PLATFORMS, Findings, LearnedNames, Scope, has_placeholder
from nxql_tui.nxql.checker.selections import check_selection
from nxql_tui.nxql.checker.sources import Tables, check_source
from nxql_tui.nxql.comments import blank_comments
from nxql_tui.nxql.model import load_model
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Select

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nxql_tui.nxql.diagnostics import Diagnostic
    from nxql_tui.nxql.parser import Parsed
    from nxql_tui.nxql.tree import Update

_NOTHING_LEARNED = LearnedNames()


def check(
    parsed: Parsed,
    *,
    platforms: Collection[str] = ALL_PLATFORMS,
    parameters: Mapping[int, str] | None = None,
    learned: LearnedNames = _NOTHING_LEARNED,
) -> tuple[Diagnostic, ...]:
    """Everything found in a query, in the order of the text.

    Args:
        parsed: The query; its placeholders may stand in it, and nothing is said of what they will be.
        platforms: Those that are switched on.
        parameters: The values of placeholders by number; None when nobody has had the chance to give any.
        learned: What the Engine has told.
    """
    findings = Findings()
    findings.diagnostics += parsed.diagnostics
    scope = Scope(parsed.text, load_model(), frozenset(platforms), learned, findings, is_whole=parsed.is_valid)
    if isinstance(parsed.statement, Select):
        tables = Tables(scope, parsed.statement.source)
        check_source(scope, parsed.statement.source, tables)
        check_selection(scope, parsed.statement, tables)
    elif parsed.statement is not None:
        _check_update(scope, parsed.statement)
    if parameters is not None:
        _check_parameters(scope, parsed.text, parameters)
    return tuple(sorted(findings.diagnostics, key=lambda found: (found.span.start, found.span.end)))


def _check_update(scope: Scope, update: Update) -> None:
    """`reference/nxql.md` §3.6."""
    scope.findings.hint(Span(update.span.start, update.span.start), "This is an update: it changes the Engine.")
    tables = Tables(scope, update.source)
    if not update.field.dynamic and not has_placeholder(update.field.text):
        message = f"'{update.field.text}' cannot be set: only categories and custom fields can, as in #\"NAME\"."
        scope.findings.error(update.field.span, message)
    check_value(scope, None, update.value)
    for name, _ in tables.events:
        scope.findings.error(name.span, f"'{name.text}' cannot be updated: it holds events.")
    for name in tables.names[1:]:
        scope.findings.error(name.span, f"'{name.text}' is a second table: one is updated at a time.")
    clauses = [(term.span, "with") for term in update.source.activities]
    clauses += [(having.span, "having") for having in update.source.having]
    clauses += [(between.span, "between") for between in (update.source.between,) if between is not None]
    for span, keyword in clauses:
        scope.findings.warning(span, f"'{keyword}' is not known to work in an update, which takes 'where' only.")
    check_source(scope, update.source, tables)


def _check_parameters(scope: Scope, text: str, parameters: Mapping[int, str]) -> None:
    """Placeholders without a value, and values without a placeholder."""
    text = blank_comments(text)
    numbers = find_placeholders(text)
    for number in numbers:
        if not parameters.get(number):
            place = text.find(f"%{number}")
            message = f"'%{number}' has no value."
            scope.findings.warning(Span(place, place + len(str(number)) + 1), message)
    for number in sorted(parameters.keys() - set(numbers)):
        if parameters[number]:
            end = Span(len(text), len(text))
            scope.findings.hint(end, f"The value of '%{number}' is not used: the query does not hold it.")
