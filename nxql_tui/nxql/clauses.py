"""The clauses of a statement: fields, from, where, with, compute, having, order_by, limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from nxql_tui.nxql.forms import Form, Group
from nxql_tui.nxql.leaves import Reporter, excerpt, name_of, read_between, read_filters, read_name
from nxql_tui.nxql.lexer import Token
from nxql_tui.nxql.tree import (
    Activity,
    ActivityGroup,
    ActivityTerm,
    Compute,
    Connective,
    Direction,
    Having,
    Limit,
    OrderBy,
    SelectItem,
    Source,
    TableFields,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE_CLAUSES = ("where", "with", "without", "and", "or", "between", "having")
ACTIVITY_CLAUSES = ("where", "compute", "between", "having")
SELECT_CLAUSES = ("from", "order_by", "limit")

DEEPEST_GROUPS = 32
"""`and` and `or` inside each other; nobody writes as many."""

_WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
_PLACEHOLDER = re.compile(r"%[1-9]")

Clause = TypeVar("Clause")


def read_fields(forms: list[Form], report: Reporter) -> tuple[SelectItem, ...]:
    """What a select asks for: `(F1 F2)`, `F`, `*`, `((TABLE (F…)) …)`."""
    items = forms[0].items if len(forms) == 1 and isinstance(forms[0], Group) else forms
    if len(items) == 2 and isinstance(items[0], Token) and isinstance(items[1], Group):
        # `(TABLE (F…))` without the outer pair.
        return tuple(found for found in [_table_fields(items[0], items[1:], items, report)] if found)
    return tuple(found for item in items if (found := _select_item(item, report)) is not None)


def _select_item(form: Form, report: Reporter) -> SelectItem | None:
    if isinstance(form, Token):
        return name_of(form)
    if len(form.items) < 2 or not isinstance(form.items[0], Token):
        report.error(form.span, "In a select over several tables each item is (TABLE (FIELD…)).")
        return None
    return _table_fields(form.items[0], form.items[1:], [form], report)


def _table_fields(table: Token, rest: list[Form], whole: list[Form], report: Reporter) -> TableFields | None:
    fields = rest[0].items if len(rest) == 1 and isinstance(rest[0], Group) else rest
    names = [read_name(field, "a field", report) for field in fields]
    found = tuple(name for name in names if name is not None)
    return TableFields(name_of(table), found, whole[0].span.to(whole[-1].span)) if found else None


class _Clauses:
    """The clauses of one bracket, told apart by their keyword; each keyword that is read is taken."""

    def __init__(self, owner: str, forms: list[Form], keywords: tuple[str, ...], report: Reporter) -> None:
        self._report = report
        self._groups: dict[str, list[Group]] = {}
        for form in forms:
            if isinstance(form, Group) and form.head in keywords:
                self._groups.setdefault(form.head, []).append(form)
            elif isinstance(form, Group) and form.items and isinstance(form.items[0], Token):
                report.unknown_word(form.items[0], f"is no part of '{owner}'", keywords)
            else:
                words = f"'{excerpt(form.text)}'" if isinstance(form, Token) else "This bracket"
                report.error(form.span, f"{words} is no part of '{owner}', which takes {_listed(keywords)}.")

    def all(self, keyword: str, read: Callable[[Group, Reporter], Clause | None]) -> tuple[Clause, ...]:
        """Every clause of that keyword."""
        groups = self._groups.get(keyword, [])
        return tuple(clause for group in groups if (clause := read(group, self._report)) is not None)

    def one(self, keyword: str, read: Callable[[Group, Reporter], Clause | None]) -> Clause | None:
        """The clause of a keyword that may stand once."""
        groups = self._groups.get(keyword, [])
        for group in groups[1:]:
            self._report.error(group.span, f"'{keyword}' stands twice; it may stand once.")
        return read(groups[0], self._report) if groups else None


def read_source(group: Group, report: Reporter) -> Source | None:
    """`(from TABLE …)` or `(from (TABLE…) …)`."""
    rest = group.items[1:]
    if not rest:
        report.error(group.span, "'from' names no table, as in (from device).")
        return None
    first = rest[0]
    if isinstance(first, Group) and first.head in SOURCE_CLAUSES and any(isinstance(i, Group) for i in first.items):
        report.error(first.span, "'from' names no table before its first clause, as in (from device (where device …)).")
        return None
    tables = [read_name(item, "a table", report) for item in (first.items if isinstance(first, Group) else [first])]
    if not tables:
        report.error(first.span, "'from' names no table, as in (from device).")
    named = tuple(table for table in tables if table is not None)
    if not named:
        return None
    clauses = _Clauses("from", rest[1:], SOURCE_CLAUSES, report)
    terms = _activity_terms(rest[1:], report, 0)
    return Source(
        tables=named,
        where=clauses.all("where", read_where),
        activities=terms,
        between=clauses.one("between", read_between),
        having=clauses.all("having", read_having),
        span=group.span,
        bracketed=isinstance(first, Group),
    )


def read_where(group: Group, report: Reporter) -> Where | None:
    """`(where TABLE FILTER…)`."""
    rest = group.items[1:]
    if not rest or isinstance(rest[0], Group):
        report.error(group.span, "'where' names no table: write (where TABLE FILTER…), as in (where device (eq …)).")
        return None
    if len(rest) == 1:
        report.error(group.span, "'where' has no filter: write (where TABLE FILTER…).")
        return None
    return Where(name_of(rest[0]), read_filters(rest[1:], report), group.span)


def read_having(group: Group, report: Reporter) -> Having | None:
    """`(having FILTER…)`."""
    if len(group.items) < 2:
        report.error(group.span, "'having' has no filter, as in (having (gt number_of_events (integer 5))).")
        return None
    return Having(read_filters(group.items[1:], report), group.span)


def read_compute(group: Group, report: Reporter) -> Compute | None:
    """`(compute AGGREGATE…)`."""
    names = [read_name(item, "an aggregate", report) for item in group.items[1:]]
    found = tuple(name for name in names if name is not None)
    if not found:
        report.error(group.span, "'compute' names no aggregate, as in (compute number_of_events).")
        return None
    return Compute(found, group.span)


def _activity_terms(forms: list[Form], report: Reporter, depth: int) -> tuple[ActivityTerm, ...]:
    terms: list[ActivityTerm] = []
    for form in forms:
        term: ActivityTerm | None = None
        if isinstance(form, Group) and form.head in ("with", "without"):
            term = _activity(form, report)
        elif isinstance(form, Group) and form.head in ("and", "or"):
            term = _activity_group(form, report, depth)
        if term is not None:
            terms.append(term)
    return tuple(terms)


def _activity_group(group: Group, report: Reporter, depth: int) -> ActivityGroup | None:
    if depth >= DEEPEST_GROUPS:
        report.error(group.span, f"'{group.head}' stands inside more than {DEEPEST_GROUPS} others.")
        return None
    members = group.items[1:]
    for member in members:
        if not (isinstance(member, Group) and member.head in ("with", "without", "and", "or")):
            report.error(member.span, f"'{group.head}' joins (with …) and (without …) only.")
    terms = _activity_terms(members, report, depth + 1)
    if not members:
        report.error(group.span, f"'{group.head}' joins nothing.")
    return ActivityGroup(Connective(group.head), terms, group.span) if terms else None


def _activity(group: Group, report: Reporter) -> Activity | None:
    rest = group.items[1:]
    if not rest or isinstance(rest[0], Group):
        report.error(group.span, f"'{group.head}' names no event, as in ({group.head} execution …).")
        return None
    clauses = _Clauses(group.head, rest[1:], ACTIVITY_CLAUSES, report)
    return Activity(
        event=name_of(rest[0]),
        excluded=group.head == "without",
        where=clauses.all("where", read_where),
        compute=clauses.all("compute", read_compute),
        between=clauses.one("between", read_between),
        having=clauses.all("having", read_having),
        span=group.span,
    )


def read_order_by(group: Group, report: Reporter) -> OrderBy | None:
    """`(order_by FIELD asc|desc)`; without a direction it is ascending [inferred]."""
    rest = group.items[1:]
    if not 1 <= len(rest) <= 2:
        report.error(group.span, "'order_by' takes one field and a direction, as in (order_by name asc).")
        return None
    field = read_name(rest[0], "a field", report)
    if len(rest) == 1:
        return None if field is None else OrderBy(field, Direction.ASCENDING, group.span)
    word = rest[1]
    if isinstance(word, Group) or word.text not in tuple(Direction):
        if isinstance(word, Token):
            report.unknown_word(word, "is no direction, which is asc or desc", tuple(Direction))
        else:
            report.error(word.span, "The direction of 'order_by' is asc or desc.")
        return None
    return None if field is None else OrderBy(field, Direction(word.text), group.span)


def read_limit(group: Group, report: Reporter) -> Limit | None:
    """`(limit N)`."""
    rest = group.items[1:]
    if len(rest) != 1 or isinstance(rest[0], Group):
        report.error(group.span, "'limit' takes one whole number, as in (limit 100).")
        return None
    text = rest[0].text
    if _WHOLE_NUMBER.fullmatch(text):
        return Limit(text, int(text), group.span)
    if not _PLACEHOLDER.search(text):
        report.error(rest[0].span, f"'{excerpt(text)}' is no limit: write a whole number, 0 or more.")
    return Limit(text, None, group.span)


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
