"""From a text to a statement and everything that is wrong with it.

Any text gives an answer; what live clients send is accepted (`reference/nxql.md` §2): missing closing brackets at
the end, the outermost pair left off, clauses in any order, quoted field names, a single field without brackets.
"""

from __future__ import annotations

from dataclasses import dataclass

from nxql_tui.nxql.clauses import SELECT_CLAUSES, read_fields, read_limit, read_order_by, read_source
from nxql_tui.nxql.diagnostics import Diagnostic, Severity
from nxql_tui.nxql.forms import Form, Group, read_forms
from nxql_tui.nxql.leaves import Reporter, excerpt, name_of, read_value
from nxql_tui.nxql.lexer import Token, tokenize
from nxql_tui.nxql.positions import Span
from nxql_tui.nxql.tree import Limit, Name, OrderBy, Select, SelectItem, Statement, Update, Value

STATEMENTS = ("select", "update")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says."""

    text: str
    statement: Statement | None
    """None when too much of it is missing or wrong."""
    diagnostics: tuple[Diagnostic, ...]
    """In the order of the text."""

    @property
    def is_valid(self) -> bool:
        """Whether nothing found is an error."""
        return not any(found.severity is Severity.ERROR for found in self.diagnostics)


def parse(text: str) -> Parsed:
    """Read a text; never raises."""
    forms = read_forms(tokenize(text))
    report = Reporter(forms.diagnostics)
    statement = _statement(text, forms.items, report)
    found = sorted(report.diagnostics, key=lambda diagnostic: (diagnostic.span.start, diagnostic.span.end))
    return Parsed(text, statement, tuple(found))


def _statement(text: str, forms: list[Form], report: Reporter) -> Statement | None:
    if not forms:
        if not report.diagnostics:
            report.error(Span(0, len(text)), "There is no query: write one, as in (select (name) (from device)).")
        return None
    items, span = _outermost(forms, report)
    head = items[0] if items else None
    if not isinstance(head, Token):
        report.error(span, "A query begins with select or update, as in (select (name) (from device)).")
        return None
    if head.text == "select":
        return _select(items[1:], span, report)
    if head.text == "update":
        return _update(items[1:], span, report)
    report.unknown_word(head, "begins no query, which begins with select or update", STATEMENTS)
    return None


def _outermost(forms: list[Form], report: Reporter) -> tuple[list[Form], Span]:
    """The parts of the statement; its own brackets may be left off [client]."""
    first = forms[0]
    if isinstance(first, Token):
        return forms, first.span.to(forms[-1].span)
    for form in forms[1:]:
        words = f"'{excerpt(form.text)}'" if isinstance(form, Token) else "Something"
        report.error(form.span, f"{words} stands behind the end of the query; one query is asked at a time.")
        break
    return first.items, first.span


def _is_clause(form: Form, keywords: tuple[str, ...]) -> bool:
    return isinstance(form, Group) and form.head in keywords


def _select(forms: list[Form], span: Span, report: Reporter) -> Select | None:
    clauses = {keyword: [form for form in forms if _is_clause(form, (keyword,))] for keyword in SELECT_CLAUSES}
    others = [form for form in forms if not _is_clause(form, SELECT_CLAUSES)]
    for keyword, found in clauses.items():
        for form in found[1:]:
            report.error(form.span, f"'{keyword}' stands twice; it may stand once.")
    fields = _fields(others, span, report)
    order_by, limit = _order_and_limit(clauses, report)
    if not clauses["from"]:
        report.error(Span(span.end, span.end), "'from' is missing: say which table is asked, as in (from device).")
        return None
    group = clauses["from"][0]
    source = read_source(group, report) if isinstance(group, Group) else None
    if source is None or not fields:
        return None
    return Select(fields, source, order_by, limit, span)


def _order_and_limit(clauses: dict[str, list[Form]], report: Reporter) -> tuple[OrderBy | None, Limit | None]:
    orders = [read_order_by(form, report) for form in clauses["order_by"][:1] if isinstance(form, Group)]
    limits = [read_limit(form, report) for form in clauses["limit"][:1] if isinstance(form, Group)]
    return next(iter(orders), None), next(iter(limits), None)


def _fields(others: list[Form], span: Span, report: Reporter) -> tuple[SelectItem, ...]:
    if not others or (isinstance(others[0], Group) and not others[0].items):
        where = others[0].span if others else Span(span.start, span.start)
        report.error(where, "The select asks for nothing: name its fields, as in (select (name) …).")
        return ()
    # Either one bracket of fields, or fields without brackets.
    tokens: list[Form] = [form for form in others if isinstance(form, Token)]
    first = others[:1] if isinstance(others[0], Group) else tokens
    for form in others:
        if form not in first:
            _report_extra(form, report)
    return read_fields(first, report)


def _report_extra(form: Form, report: Reporter) -> None:
    if isinstance(form, Group) and form.items and isinstance(form.items[0], Token):
        report.unknown_word(form.items[0], "is no part of 'select'", SELECT_CLAUSES)
    elif isinstance(form, Token):
        report.error(form.span, f"'{excerpt(form.text)}' stands where a clause of 'select' was expected.")
    else:
        report.error(form.span, "This bracket is no part of 'select', which takes fields, from, order_by and limit.")


def _update(forms: list[Form], span: Span, report: Reporter) -> Update | None:
    sets = [form for form in forms if isinstance(form, Group) and form.head == "set"]
    sources = [form for form in forms if isinstance(form, Group) and form.head == "from"]
    for form in forms:
        if form not in sets[:1] and form not in sources[:1]:
            report.error(form.span, 'An update is (update (set #"NAME" VALUE) (from TABLE …)) and nothing else.')
    if not sets:
        report.error(Span(span.end, span.end), "'set' is missing: say what is changed, as in (set #\"NAME\" nil).")
    if not sources:
        report.error(Span(span.end, span.end), "'from' is missing: say which table is changed, as in (from device).")
    assignment = _assignment(sets[0], report) if sets else None
    source = read_source(sources[0], report) if sources else None
    if assignment is None or source is None:
        return None
    return Update(*assignment, source, span)


def _assignment(group: Group, report: Reporter) -> tuple[Name, Value] | None:
    if len(group.items) != 3 or isinstance(group.items[1], Group):
        report.error(group.span, '\'set\' takes one name and one value, as in (set #"NAME" (enum "KEYWORD")).')
        return None
    value = read_value(group.items[2], report)
    return None if value is None else (name_of(group.items[1]), value)
