"""From a request to a plan: parameters filled in, text parsed, statement planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.errors import QueryRefused
from nxql_tui.engine.planner.question import Question
from nxql_tui.engine.planner.statements import plan_statement
from nxql_tui.nxql.diagnostics import Severity
from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.placeholders import substitute
from nxql_tui.wire.error_page import ErrorPage

if TYPE_CHECKING:
    from datetime import datetime

    from nxql_tui.engine.catalog import Catalog
    from nxql_tui.engine.planner.plan import Plan, UpdatePlan
    from nxql_tui.nxql.diagnostics import Diagnostic
    from nxql_tui.wire.request import QueryRequest


def plan_request(
    request: QueryRequest, catalog: Catalog, now: datetime, *, may_edit_categories: bool = False
) -> Plan | UpdatePlan:
    """The plan of a request.

    Raises:
        QueryRefused: The query is wrong, or a parameter is missing.
    """
    filled = substitute(request.query, request.parameters)
    if filled.missing:
        number = filled.missing[0]
        raise QueryRefused(
            ErrorPage(f"The query holds the placeholder '%{number}', but the request has no parameter p{number}.", ())
        )
    parsed = parse(filled.text)
    question = Question(
        catalog=catalog,
        text=filled.text,
        platforms=frozenset(platform.value for platform in request.platforms),
        now=now,
        may_edit_categories=may_edit_categories,
        parameters_filled=filled.text != request.query,
    )
    for diagnostic in parsed.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            raise question.refuse(diagnostic.span, diagnostic.message.rstrip("."), _replacements(diagnostic))
    if parsed.statement is None:
        raise QueryRefused(ErrorPage("The query is empty: it holds neither 'select' nor 'update'.", ()))
    return plan_statement(question, parsed.statement)


def _replacements(diagnostic: Diagnostic) -> list[str]:
    """What could stand in the place of the words at fault."""
    return [fix.replacement for fix in diagnostic.fixes if fix.span == diagnostic.span and fix.replacement.strip()]
